"""What is done beside a product's form: what its pictures say, a copy, what was typed and is not saved yet, deleting it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import (
    MAY_GO,
    ProductKept,
    ProductSold,
    delete_product,
    drop_draft,
    keep_draft,
    shelf,
)
from marketplace.goods.catalog import service as products
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import language, page
from marketplace.web.words import say
from marketplace.window.storefront import queries
from marketplace.window.storefront.service import copy_product
from marketplace.window.storefront.web.desk import prefilled
from marketplace.window.storefront.web.forms import product_form
from marketplace.window.storefront.web.picture_forms import pictures_form
from marketplace.window.storefront.web.seller import show_product

room = SELLER.room("storefront", "beside")
# Of a page with sixty variants; what is longer is no form of ours.
_MOST_BOXES, _MOST_LETTERS = 1_000, 6_000


@room.post("/productos/<uuid:product_id>/fotos")
@requires(products.say_pictures)
def say_pictures(work: Work, product_id: UUID) -> object:
    """Say what the pictures show."""
    product = products.get_product(work, product_id)
    pictures = shelf.pictures_of(work, product)
    said = pictures_form(pictures, read=True)
    if said.carry_out(work, lambda: products.say_pictures(work, product_id, said.said())):
        flash(_("Guardado. Envíalo a revisión para que se vea."), "success")
        return redirect(url_for("storefront_seller.edit", product_id=product_id))
    form = product_form(product.category, language(), pictures=pictures, formdata=None, data=prefilled(work, product))
    return show_product(work, product, form, said=said), 422


@room.post("/productos/<uuid:product_id>/duplicar")
@requires(copy_product)
def duplicate(work: Work, product_id: UUID) -> object:
    """Begin a draft that says the same."""
    title = products.get_product(work, product_id).title
    copied = copy_product(work, product_id, title=_("Copia de %(title)s", title=title))
    flash(_("Es un borrador igual, sin piezas ni código de barras y con claves propias."), "success")
    return redirect(url_for("storefront_seller.edit", product_id=copied))


@room.post("/productos/<uuid:product_id>/borrador")
@requires(keep_draft)
def keep(work: Work, product_id: UUID) -> str:
    """Keep what is typed while it is typed; the product stays as it is."""
    typed = {
        name: value
        for name, value in list(request.form.items())[:_MOST_BOXES]
        if name != "csrf_token" and len(value) <= _MOST_LETTERS and "\x00" not in value
    }
    keep_draft(work, product_id, typed)
    return page("window/storefront/seller/draft_kept.html")


@room.post("/productos/<uuid:product_id>/borrador/tirar")
@requires(drop_draft)
def drop(work: Work, product_id: UUID) -> object:
    """Throw away what was typed and not saved."""
    products.get_product(work, product_id)
    drop_draft(work, product_id)
    flash(_("Tiramos lo que no habías guardado."), "success")
    return redirect(url_for("storefront_seller.edit", product_id=product_id))


@room.route("/productos/<uuid:product_id>/borrar", methods=["GET", "POST"])
@requires(delete_product)
def delete(work: Work, product_id: UUID) -> object:
    """Say what deleting a product takes with it, and delete it for good when that was read."""
    product = products.get_product(work, product_id)
    goes = queries.what_goes(work, product_id)
    why_not = say(ProductSold()) if goes.sold else None
    if product.state not in MAY_GO:
        why_not = _("Solo se borra un borrador o lo que está archivado.")
    elif request.method == "POST":
        title = product.title
        try:
            with work.attempt():
                delete_product(work, product_id)
            flash(
                _("Borramos “%(title)s”. Lo que se hizo con él sigue en la actividad de tu tienda.", title=title),
                "success",
            )
            return redirect(url_for("worktable_seller.index"))
        except ProductKept as refusal:
            why_not = say(refusal)
    status = 409 if request.method == "POST" else 200
    return page("window/storefront/seller/delete.html", product=product, goes=goes, why_not=why_not), status
