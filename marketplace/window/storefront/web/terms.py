"""Warranty and returns under names, to be copied to products."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange

from marketplace.goods.catalog import forget_terms, keep_terms, term_templates
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.people.sellers import ReturnPayer
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Choose, Form, Needed, Tidy, WholeNumber, options
from marketplace.web.pages import page

room = SELLER.room("storefront", "terms")


class TermTemplateForm(Form):
    """Terms under a name."""

    name = Tidy(
        _l("Nombre de la plantilla"),
        [Needed(), Length(max=60)],
        description=_l("Solo lo ves tú. Con el nombre de otra, la reemplaza."),
    )
    warranty_months = WholeNumber(_l("Garantía, en meses"), [Needed(), NumberRange(0, 120)])
    warranty_by = Tidy(_l("Quién atiende la garantía"), [Needed(), Length(max=80)])
    return_days = WholeNumber(_l("Días para devolver"), [Needed(), NumberRange(0, 365)])
    return_paid_by = Choose(
        _l("El envío de regreso lo paga"),
        choices=options([(ReturnPayer.SELLER, _l("La tienda")), (ReturnPayer.BUYER, _l("Quien compra"))]),
    )


@room.get("/productos/plantillas")
@requires(May.EDIT_PRODUCTS)
def index(work: Work) -> str:
    """The shop's templates."""
    return _page(work, TermTemplateForm(formdata=None))


@room.post("/productos/plantillas")
@requires(keep_terms)
def save(work: Work) -> object:
    """Keep terms under a name."""
    form = TermTemplateForm()

    def keep() -> None:
        said = {name: form[name].data for name in ("name", "warranty_months", "warranty_by", "return_days")}
        keep_terms(work, **said, return_paid_by=ReturnPayer(form.return_paid_by.data))

    if form.carry_out(work, keep):
        flash(_("Guardada. Cópiala desde la página de cada producto."), "success")
        return redirect(url_for(".index"))
    return _page(work, form), 422


@room.post("/productos/plantillas/<uuid:template_id>/borrar")
@requires(forget_terms)
def forget(work: Work, template_id: UUID) -> object:
    """Forget a template."""
    forget_terms(work, template_id)
    flash(_("Borrada. Los productos que la copiaron quedan como están."), "success")
    return redirect(url_for(".index"))


def _page(work: Work, form: TermTemplateForm) -> str:
    return page("window/storefront/seller/terms.html", form=form, templates=term_templates(work))
