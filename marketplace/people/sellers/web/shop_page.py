"""What a shop shows of itself: its name, line, words, picture, colour and contact, and the terms new products start with."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import write_telephone
from marketplace.kernel.work import Work
from marketplace.people.sellers import service
from marketplace.people.sellers.errors import ShopChanged
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.queries import own_shop
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
    return {"version": shop.version, **{_BOXES.get(name, name): getattr(shop, name) for name in _SAID}}


def _face(form: ShopPageForm) -> ShopFace:
    said = {name: form[_BOXES.get(name, name)].data or "" for name in _SAID}
    said |= {"phone": write_telephone(form.phone.data), "return_paid_by": ReturnPayer(form.return_paid_by.data)}
    return ShopFace(**{**said, "warranty_months": form.warranty_months.data, "return_days": form.return_days.data})


def _save(work: Work, form: ShopPageForm) -> None:
    pictures = received_pictures()
    service.edit_shop(
        work,
        _face(form),
        seen_version=form.version.data,
        picture_key=pictures[0].key if pictures else None,
        drops_picture=form.drops_picture.data,
    )


@room.route("/tienda/pagina", methods=["GET", "POST"])
@requires(service.edit_shop)
@receives_pictures("pictures", most=1, ask_first=own_shop)
def edit(work: Work) -> object:
    """Change what the shop shows of itself."""
    shop = own_shop(work)
    form, meanwhile, status = ShopPageForm(data=_filled(shop)), [], 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
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
    return page("people/sellers/seller/shop_page.html", form=form, shop=shop, meanwhile=meanwhile), status
