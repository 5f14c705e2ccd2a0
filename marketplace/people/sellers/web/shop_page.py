"""What a shop shows of itself: its name, line, words, picture, colour and contact, and the terms new products start with."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import write_telephone
from marketplace.kernel.work import Work
from marketplace.people.sellers import service
from marketplace.people.sellers.elsewhere import network_of
from marketplace.people.sellers.errors import ShopChanged
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.queries import changes_of_page, own_shop
from marketplace.people.sellers.rules import ReturnPayer
from marketplace.people.sellers.service import ShopFace
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import PHOTOS, Email, Form, Needed, Prose, Seen, Telephone, Tidy, WholeNumber, options
from marketplace.web.pages import page
from marketplace.web.problems import differences
from marketplace.web.uploads import received_pictures, receives_pictures

room = SELLER.room("sellers", "page")
_MOST_MONTHS, _MOST_DAYS = 120, 365
# What the shop says, by the box it is typed in.
_BOXES = {"name": "shop_name"}
_SAID = (
    "name", "tagline", "about", "colour", "phone", "email", "warranty_months", "warranty_by", "return_days",
    "return_paid_by",
)  # fmt: skip

_TERM_NAMES = {
    "warranty_months": _l("Meses de garantía"), "warranty_by": _l("Quién la atiende"),
    "return_days": _l("Días para devolver"), "return_paid_by": _l("Quién paga el regreso"),
}  # fmt: skip

_PAYERS = {ReturnPayer.SELLER.value: _l("la tienda"), ReturnPayer.BUYER.value: _l("quien compra")}


class ShopPageForm(Form):
    """What everybody reads on the shop's page."""

    version = Seen()
    shop_name = Tidy(_l("Nombre de la tienda"), [Needed(), Length(max=60)])
    tagline = Tidy(_l("Qué vendes, en una línea"), [Optional(), Length(max=90)])
    about = Prose(
        _l("Sobre la tienda"),
        [Optional(), Length(max=1500)],
        description=_l("Quién eres, cómo trabajas, de dónde vienen tus cosas."),
        render_kw={"rows": 6},
    )
    pictures = FileField(
        _l("Foto de la tienda"),
        description=_l("Tu puesto, tu taller o tú. Una."),
        render_kw={"accept": PHOTOS},
    )
    drops_picture = BooleanField(_l("Quitar la foto de ahora"))
    cover = FileField(
        _l("Portada"),
        description=_l("Ancha, va arriba de todo: se muestra de 16 por 5."),
        render_kw={"accept": PHOTOS},
    )
    drops_cover = BooleanField(_l("Quitar la portada de ahora"))
    links = Prose(
        _l("Tus páginas en otras partes"),
        [Optional(), Length(max=1200)],
        description=_l("Hasta cinco, una por renglón y completas: https://www.instagram.com/tu-tienda"),
        render_kw={"rows": 3},
    )
    colour = Tidy(
        _l("Color de la tienda"),
        [Needed(), Length(max=7)],
        description=_l("Va arriba de tu página. El texto blanco tiene que leerse sobre él."),
        render_kw={"type": "color"},
    )
    phone = Telephone(_l("Teléfono"), [Needed()], render_kw={"type": "tel", "autocomplete": "off"})
    email = Email(_l("Correo"), [Needed()], render_kw={"type": "email", "autocomplete": "off"})
    warranty_months = WholeNumber(_l("Meses de garantía"), [Needed(), NumberRange(0, _MOST_MONTHS)])
    warranty_by = Tidy(_l("Quién la atiende"), [Needed(), Length(max=80)])
    return_days = WholeNumber(_l("Días para devolver"), [Needed(), NumberRange(0, _MOST_DAYS)])
    return_paid_by = SelectField(
        _l("El envío de regreso lo paga"),
        choices=options([(ReturnPayer.SELLER, _l("La tienda")), (ReturnPayer.BUYER, _l("Quien compra"))]),
    )


def _filled(shop: Shop) -> dict[str, Any]:
    return {
        "version": shop.version,
        "links": "\n".join(shop.links),
        **{_BOXES.get(name, name): getattr(shop, name) for name in _SAID},
    }


def _face(form: ShopPageForm) -> ShopFace:
    said = {name: form[_BOXES.get(name, name)].data or "" for name in _SAID}
    said |= {"phone": write_telephone(form.phone.data), "return_paid_by": ReturnPayer(form.return_paid_by.data)}
    said["links"] = tuple((form.links.data or "").split())
    return ShopFace(**{**said, "warranty_months": form.warranty_months.data, "return_days": form.return_days.data})


def _save(work: Work, form: ShopPageForm) -> None:
    pictures, covers = received_pictures("pictures"), received_pictures("cover")
    service.edit_shop(
        work,
        _face(form),
        seen_version=form.version.data,
        picture_key=pictures[0].key if pictures else None,
        drops_picture=form.drops_picture.data,
        cover_key=covers[0].key if covers else None,
        drops_cover=form.drops_cover.data,
    )


@room.route("/tienda/pagina", methods=["GET", "POST"])
@requires(service.edit_shop)
@receives_pictures("pictures", "cover", most=1, ask_first=own_shop)
def edit(work: Work) -> object:
    """Change what the shop shows of itself."""
    shop = own_shop(work)
    form, meanwhile, status = ShopPageForm(data=_filled(shop)), [], 200
    preview = None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                if "preview" in request.form:
                    preview, status = _preview(shop, form), 200
                else:
                    with work.attempt():
                        _save(work, form)
                    flash(_("Guardado. Así se ve ya tu página."), "success")
                    return redirect(url_for(".edit"))
            except ShopChanged as refusal:
                status = 409
                form.show(refusal)
                now = ShopPageForm(formdata=None, data=_filled(shop))
                meanwhile = differences(form, now._fields)
                form.version.show(shop.version)
            except Refusal as refusal:
                about = str(refusal.details.get("field", ""))
                form.show(refusal, field=_BOXES.get(about, about) or None)
    shown = {"form": form, "shop": shop, "meanwhile": meanwhile, "preview": preview, "changes": changes_of_page(work)}
    return page("people/sellers/seller/shop_page.html", **shown, term_names=_TERM_NAMES, payers=_PAYERS), status


def _preview(shop: Shop, form: ShopPageForm) -> dict[str, Any]:
    """What the page would show of what was typed; nothing is saved, and pictures that came stay for the next sending."""
    pictures, covers = received_pictures("pictures"), received_pictures("cover")
    picture = None if form.drops_picture.data else shop.picture_key
    cover = None if form.drops_cover.data else shop.cover_key
    return {
        "name": form.shop_name.data,
        "tagline": form.tagline.data or "",
        "about": form.about.data or "",
        "picture_key": pictures[0].key if pictures else picture,
        "cover_key": covers[0].key if covers else cover,
        "links": [one for one in (form.links.data or "").split() if network_of(one)],
    }
