"""Of which article a product is: what a shop says where another one bears the same number."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.goods.catalog import own_article, relink_article, unlink_article
from marketplace.goods.catalog import service as products
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, Needed, Prose
from marketplace.web.pages import page

room = SELLER.room("storefront", "articles")


class UnlinkForm(Form):
    """Why it is another article."""

    reason = Prose(_l("En qué es distinto"), [Needed(), Length(max=500)], render_kw={"rows": 3})


@room.route("/productos/<uuid:product_id>/articulo", methods=["GET", "POST"])
@requires(unlink_article)
def article(work: Work, product_id: UUID) -> object:
    """With which others a product stands on the page of its article, and that it is not the same."""
    product = products.get_product(work, product_id)
    form = UnlinkForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit() and form.carry_out(
        work, lambda: unlink_article(work, product_id, form.reason.data.strip())
    ):
        flash(_("Ya no está con las otras. Operación lee tu razón."), "success")
        return redirect(url_for(".article", product_id=product_id))
    return page(
        "window/storefront/seller/article.html", form=form, product=product, own=own_article(work, product_id)
    ), status


@room.post("/productos/<uuid:product_id>/articulo/mismo")
@requires(relink_article)
def same(work: Work, product_id: UUID) -> object:
    """It is the same after all."""
    relink_article(work, product_id)
    flash(_("Otra vez está con las que venden el mismo artículo."), "success")
    return redirect(url_for(".article", product_id=product_id))
