"""The product desk: a shop's products, the form with the live receipt, review, pausing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template_string, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.goods import inventory
from marketplace.goods.catalog import (
    ProductData,
    ProductState,
    archive_product,
    brands_to_offer,
    find_draft,
    is_declined,
    is_leaf,
    promotion_of,
    sat_key_of,
    shelf,
    term_templates,
    unarchive_product,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Media, Product, ProductDraft
from marketplace.goods.inventory import StockChanged, variants_of
from marketplace.kernel.errors import Conflict, Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.text import slugify, whole_number
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleText, rules_named
from marketplace.people.sellers import own_shop
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.pages import language, page
from marketplace.web.problems import Problem
from marketplace.web.uploads import receives_pictures
from marketplace.window.quality import lacks_of
from marketplace.window.storefront.service import save_product
from marketplace.window.storefront.web.desk import (
    combine_typed,
    copy_terms_typed,
    prefilled,
    save_typed,
    submit_typed,
)
from marketplace.window.storefront.web.earnings import first_plans, first_receipt, plans_of, receipt_of
from marketplace.window.storefront.web.forms import (
    CountForm,
    NewProductForm,
    PleaForm,
    ProductForm,
    axis_names,
    category_choices,
    count_form,
    product_form,
)
from marketplace.window.storefront.web.picture_forms import PicturesForm, pictures_form

room = SELLER.room("storefront")
_RECEIPT = (
    "{% from 'parts/receipt.html' import receipt with context %}{% from 'parts/months.html' import left with context %}"
    "{{ receipt(r) }}{{ left(plans) }}"
)


def state_label(state: str) -> str:
    """Name the state of a product."""
    return {
        "draft": _("Borrador"),
        "in_review": _("En revisión"),
        "declined": _("Por corregir"),
        "published": _("A la venta"),
        "paused": _("En pausa"),
        "archived": _("Archivado"),
    }[state]


@room.route("/productos/nuevo", methods=["GET", "POST"])
@requires(products.create_product)
def new(work: Work) -> object:
    """Begin a product."""
    form = NewProductForm()
    form.category.choices = category_choices(language())
    if form.validate_on_submit():
        shop = own_shop(work)
        product_id = products.create_product(
            work,
            ProductData(
                title=form.title.data,
                category=form.category.data,
                warranty_months=shop.warranty_months,
                warranty_by=shop.warranty_by,
                return_days=shop.return_days,
                return_paid_by=shop.return_paid_by,
            ),
        )
        return redirect(url_for(".edit", product_id=product_id))
    return page("window/storefront/seller/new.html", form=form), 422 if form.is_submitted() else 200


@room.route("/productos/<uuid:product_id>", methods=["GET", "POST"])
@requires(save_product)
@receives_pictures("pictures", most=products.MOST_PICTURES, ask_first=products.get_product)
def edit(work: Work, product_id: UUID) -> object:
    """A product's page: all that is said of it, with what a sale would leave."""
    product = products.get_product(work, product_id)
    asked = request.form.get("category", product.category)
    category = asked if is_leaf(asked) else product.category
    pictures, draft = shelf.pictures_of(work, product), find_draft(work, product_id)
    form = product_form(category, language(), pictures=pictures, data=prefilled(work, product))
    if draft and request.method == "GET" and "borrador" in request.args:
        form = _form_of(draft, product, pictures)
    meanwhile: list[Problem] = []
    status = 422 if form.is_submitted() else 200
    if "combine" in request.form:
        status = 200 if combine_typed(form) else 422
    elif "copy_terms" in request.form:
        status = 200 if copy_terms_typed(work, form) else 422
    elif form.validate_on_submit():
        refusal = save_typed(work, product_id, form, partial(save_product, work, product_id))
        if refusal is None:
            if "submit_for_review" in request.form:
                return submit_typed(work, product_id)
            flash(_("Guardado."), "success")
            return redirect(url_for(".edit", product_id=product_id))
        if isinstance(refusal, Conflict):
            now = product_form(category, language(), pictures=pictures, formdata=None, data=prefilled(work, product))
            status, meanwhile = 409, form.show_now(now)
    return show_product(work, product, form, meanwhile), status


def _form_of(draft: ProductDraft, product: Product, pictures: Sequence[Media]) -> ProductForm:
    """The form as somebody left it; it is as old as it was then, and says so when it is saved."""
    asked = draft.typed.get("category", "")
    category = asked if is_leaf(asked) else product.category
    return product_form(category, language(), pictures=pictures, formdata=MultiDict(draft.typed))


def show_product(
    work: Work,
    product: Product,
    form: ProductForm,
    meanwhile: Sequence[Problem] = (),
    plea: PleaForm | None = None,
    said: PicturesForm | None = None,
) -> str:
    """Write the page of a product with its forms."""
    pictures = shelf.pictures_of(work, product)
    shown = product.state == ProductState.PUBLISHED and product.listing_number is not None
    declined = product.declined if is_declined(product.declined, product.revision) else None
    return page(
        "window/storefront/seller/edit.html",
        form=form,
        product=product,
        address=f"/p/{slugify(product.title)}-{product.listing_number}" if shown else None,
        draft=find_draft(work, product.id) if "borrador" not in request.args else None,
        brands=brands_to_offer(work),
        said=said or pictures_form(pictures),
        axis_names=axis_names(language()),
        templates=term_templates(work),
        declined=declined,
        declined_by=_rule_then(work, declined) if declined else None,
        plea=plea or PleaForm(formdata=None),
        pictures=pictures,
        meanwhile=meanwhile,
        promotion=promotion_of(work, product.id),
        lacks=lacks_of(work, product.id),
        plans=first_plans(work, form) if is_leaf(form.category.data) else [],
        sat_key=sat_key_of(product.category),
        receipt=first_receipt(work, form) if is_leaf(form.category.data) else None,
    )


def _rule_then(work: Work, declined: Mapping[str, Any]) -> RuleText:
    """The rule by which something was declined, as it was said then; what names no version is older than the second."""
    rule = (declined.get("rules_version", 1), declined["rule"])
    return rules_named(work, [rule])[rule]


@room.route("/productos/<uuid:product_id>/piezas", methods=["GET", "POST"])
@requires(inventory.set_stock)
def count(work: Work, product_id: UUID) -> object:
    """How many pieces there are of each variant, as counted on the shelf."""
    product = products.get_product(work, product_id)
    form = count_form(variants_of(work, product_id))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        refusal = _set_counted(work, form)
        if refusal is None:
            flash(_("Guardado."), "success")
            return redirect(url_for("worktable_seller.index"))
        status = status_of(refusal)
    return page("window/storefront/seller/count.html", form=form, product=product), status


def _set_counted(work: Work, form: CountForm) -> Refusal | None:
    """Set all that was counted or nothing; what is refused is shown at its box, and given."""
    variant_id = None
    try:
        with work.attempt():
            for variant_id, (pieces, seen) in sorted(form.counted().items()):
                inventory.set_stock(work, variant_id, on_hand=pieces, seen=seen, note="product")
    except Refusal as refusal:
        form.show(refusal, field=f"pieces_{variant_id}")
        if isinstance(refusal, StockChanged) and variant_id is not None:
            form.show_now(variant_id, int(str(refusal.details["now"])))
        return refusal
    return None


@room.get("/productos/simular")
@requires(May.EDIT_PRODUCTS)
def simulate(work: Work) -> str:
    """The glass receipt for a price being typed."""
    typed = next((value for name, value in request.args.items() if name.endswith("-price") and value), "")
    category = request.args.get("category", "")
    try:
        price_minor = read_money(typed)
    except Unreadable:
        price_minor = 0
    if not price_minor or not is_leaf(category):
        return _("Escribe un precio para ver cuánto te llega.")
    left = receipt_of(work, category, price_minor)
    if isinstance(left, str):
        return left
    return render_template_string(_RECEIPT, r=left, plans=plans_of(work, category, price_minor))


@room.post("/productos/<uuid:product_id>/fotos/<uuid:media_id>/quitar")
@requires(products.remove_picture)
def remove_picture(work: Work, product_id: UUID, media_id: UUID) -> object:
    """Take a picture off."""
    products.remove_picture(work, product_id, media_id)
    flash(_("Quitamos la foto."), "success")
    return redirect(url_for(".edit", product_id=product_id))


@room.post("/productos/<uuid:product_id>/fotos/<uuid:media_id>/mover")
@requires(products.move_picture)
def move_picture(work: Work, product_id: UUID, media_id: UUID) -> object:
    """Put a picture somewhere else in the row."""
    to = whole_number(request.form.get("to", ""), most=products.MOST_PICTURES)
    products.move_picture(work, product_id, media_id, to=-1 if to is None else to)
    flash(_("Así quedan las fotos. Envíalo a revisión para que se vea."), "success")
    return redirect(url_for(".edit", product_id=product_id))


@room.post("/productos/<uuid:product_id>/pausar")
@requires(products.pause_product)
def pause(work: Work, product_id: UUID) -> object:
    """Take it out of sight for a while."""
    products.pause_product(work, product_id)
    flash(_("En pausa: nadie lo ve hasta que lo reanudes."), "success")
    return redirect(url_for(".edit", product_id=product_id))


@room.post("/productos/<uuid:product_id>/archivar")
@requires(archive_product)
def archive(work: Work, product_id: UUID) -> object:
    """Put it out of the way."""
    archive_product(work, product_id)
    flash(_("Archivado: no se vende y ya no sale en tu lista."), "success")
    return redirect(url_for(".edit", product_id=product_id))


@room.post("/productos/<uuid:product_id>/sacar-del-archivo")
@requires(unarchive_product)
def unarchive(work: Work, product_id: UUID) -> object:
    """Take it back."""
    unarchive_product(work, product_id)
    flash(_("De vuelta en tu lista. Reanúdalo o envíalo a revisión cuando quieras venderlo."), "success")
    return redirect(url_for(".edit", product_id=product_id))


@room.post("/productos/<uuid:product_id>/reanudar")
@requires(products.resume_product)
def resume(work: Work, product_id: UUID) -> object:
    """Show it again."""
    products.resume_product(work, product_id)
    if products.get_product(work, product_id).state == ProductState.DRAFT:
        flash(_("Cambió mientras estaba en pausa: envíalo a revisión para que se vea."), "warning")
    else:
        flash(_("Otra vez a la venta."), "success")
    return redirect(url_for(".edit", product_id=product_id))
