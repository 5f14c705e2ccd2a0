"""What a shop does about what staff declined: says why it is right, or gives its changes up."""

from __future__ import annotations

from uuid import UUID

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import ProductWrongState, shelf
from marketplace.goods.catalog import service as products
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import language
from marketplace.window.storefront.web.desk import prefilled
from marketplace.window.storefront.web.forms import PleaForm, product_form
from marketplace.window.storefront.web.seller import show_product

room = SELLER.room("storefront", "review")


@room.post("/productos/<uuid:product_id>/otra-revision")
@requires(products.submit_product)
def plead(work: Work, product_id: UUID) -> object:
    """Say why what was declined is right; somebody who did not decide it looks again."""
    product, plea = products.get_product(work, product_id), PleaForm()
    if plea.carry_out(
        work,
        lambda: products.submit_product(
            work, product_id, shop_slug=g.seat.slug, shop_name=g.seat.shop_name, plea=plea.plea.data
        ),
    ):
        flash(_("Enviado. Lo mira alguien que no tomó la decisión; te avisamos por correo."), "success")
        return redirect(url_for("storefront_seller.edit", product_id=product_id))
    pictures = shelf.pictures_of(work, product)
    form = product_form(product.category, language(), pictures=pictures, formdata=None, data=prefilled(work, product))
    form.form_errors = [*plea.form_errors, *(str(one) for one in plea.plea.errors)]
    return show_product(work, product, form, plea=plea), 422


@room.post("/productos/<uuid:product_id>/descartar")
@requires(products.discard_edit)
def discard(work: Work, product_id: UUID) -> object:
    """Give up what was changed since it was approved."""
    try:
        with work.attempt():
            products.discard_edit(work, product_id)
        flash(_("Descartado: el producto dice otra vez lo aprobado. Precio y piezas quedan como están."), "success")
    except ProductWrongState:
        flash(_("No hay cambios que descartar."), "warning")
    return redirect(url_for("storefront_seller.edit", product_id=product_id))
