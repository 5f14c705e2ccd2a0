"""The product desk: a shop's products, the form with the live receipt, review, pausing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template_string, request, url_for
from flask_babel import gettext as _

from marketplace.goods import inventory
from marketplace.goods.catalog import (
    MOST_VARIANTS,
    FarFromPrice,
    NothingMended,
    ProductData,
    ProductNotReady,
    ProductState,
    archive_product,
    is_declined,
    is_leaf,
    promotion_of,
    sat_key_of,
    shelf,
    unarchive_product,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Product
from marketplace.goods.inventory import StockChanged, variants_of
from marketplace.kernel.errors import Conflict, Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.formatting import money
from marketplace.web.pages import language, page
from marketplace.web.problems import Problem
from marketplace.web.uploads import received_pictures, receives_pictures
from marketplace.web.words import say
from marketplace.window.storefront.errors import BelowCost, LeavesLess
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.window.storefront.web.earnings import first_plans, first_receipt, plans_of, receipt_of
from marketplace.window.storefront.web.forms import (
    CountForm,
    NewProductForm,
    PleaForm,
    ProductForm,
    category_choices,
    count_form,
    product_form,
)

room = SELLER.room("storefront")
_BLANK_ROWS = 2
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


def prefilled(work: Work, product: Product) -> dict[str, Any]:
    """What the form of a product shows at first."""
    named = (
        "title", "category", "description", "brand", "model", "gtin", "condition", "warranty_months", "warranty_by",
        "return_days", "return_paid_by", "instalments", "sat_key", "sat_unit",
    )  # fmt: skip
    rows: list[dict[str, Any]] = [
        {
            "id": str(v.id),
            "name": v.name,
            "sku": v.sku,
            "price": v.price_minor,
            "on_hand": v.on_hand,
            "seen_price": v.price_minor,
            "seen_on_hand": v.on_hand,
        }
        for v in variants_of(work, product.id)
    ]
    blank = min(_BLANK_ROWS if rows else 1, MOST_VARIANTS - len(rows))
    return {
        **{name: getattr(product, name) for name in named},
        **{f"attr_{code}": value for code, value in product.attributes.items()},
        "weight_grams": product.weight_grams or None,
        "length_cm": product.length_mm / 10 or None,
        "width_cm": product.width_mm / 10 or None,
        "height_cm": product.height_mm / 10 or None,
        "variants": rows + [{}] * blank,
        "revision": product.version,
    }


@room.route("/productos/<uuid:product_id>", methods=["GET", "POST"])
@requires(save_product)
@receives_pictures("pictures", most=products.MOST_PICTURES, ask_first=products.get_product)
def edit(work: Work, product_id: UUID) -> object:
    """A product's page: all that is said of it, with what a sale would leave."""
    product = products.get_product(work, product_id)
    asked = request.form.get("category", product.category)
    category = asked if is_leaf(asked) else product.category
    form = product_form(category, language(), data=prefilled(work, product))
    meanwhile: list[Problem] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        refusal = _save(work, product_id, form)
        if refusal is None:
            if "submit_for_review" in request.form:
                return _submit(work, product_id)
            flash(_("Guardado."), "success")
            return redirect(url_for(".edit", product_id=product_id))
        if isinstance(refusal, Conflict):
            now = product_form(category, language(), formdata=None, data=prefilled(work, product))
            status, meanwhile = 409, form.show_now(now)
    return show_product(work, product, form, meanwhile), status


def show_product(
    work: Work, product: Product, form: ProductForm, meanwhile: Sequence[Problem] = (), plea: PleaForm | None = None
) -> str:
    """Write the page of a product with its forms."""
    return page(
        "window/storefront/seller/edit.html",
        form=form,
        product=product,
        declined=product.declined if is_declined(product.declined, product.revision) else None,
        plea=plea or PleaForm(formdata=None),
        pictures=shelf.pictures_of(work, product),
        meanwhile=meanwhile,
        promotion=promotion_of(work, product.id),
        plans=first_plans(work, form) if is_leaf(form.category.data) else [],
        sat_key=sat_key_of(product.category),
        receipt=first_receipt(work, form) if is_leaf(form.category.data) else None,
    )


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


def _data(form: ProductForm) -> ProductData:
    return ProductData(
        title=form.title.data,
        category=form.category.data,
        description=form.description.data or "",
        brand=form.brand.data or "",
        model=form.model.data or "",
        gtin=form.gtin.data,
        condition=form.condition.data,
        attributes=form.attributes(),
        warranty_months=form.warranty_months.data,
        warranty_by=form.warranty_by.data or "",
        return_days=form.return_days.data,
        return_paid_by=form.return_paid_by.data,
        instalments=form.instalments.data,
        weight_grams=form.weight_grams.data,
        length_mm=round((form.length_cm.data or 0) * 10),
        width_mm=round((form.width_cm.data or 0) * 10),
        height_mm=round((form.height_cm.data or 0) * 10),
        sat_key=form.sat_key.data,
        sat_unit=form.sat_unit.data,
    )


def _save(work: Work, product_id: UUID, form: ProductForm) -> Refusal | None:
    """Save everything or nothing; what is refused is shown at its box, and given."""
    rows = [row for row in (entry.form for entry in form.variants) if row.used]
    variants = [
        VariantOnDesk(
            sku=row["sku"].data or f"{product_id.hex[-6:].upper()}-{position + 1}",
            name=row["name"].data or "",
            price_minor=row["price"].data,
            on_hand=row["on_hand"].data,
            id=row.variant_id,
            seen_minor=row.seen_price.data,
            seen_on_hand=row.seen_on_hand.data,
        )
        for position, row in enumerate(rows)
        if not row.removed.data
    ]
    try:
        with work.attempt():
            save_product(
                work,
                product_id,
                _data(form),
                variants=variants,
                pictures=received_pictures(),
                removed=[row.variant_id for row in rows if row.removed.data and row.variant_id],
                seen_version=form.revision.data,
                sure=form.sure.data or "",
            )
    except (FarFromPrice, LeavesLess, BelowCost) as refusal:
        _ask(form, refusal)
        return refusal
    except Refusal as refusal:
        row = next(
            (one for one in rows if one.variant_id and one.variant_id == refusal.details.get("variant_id")), None
        )
        if row is not None and refusal.field in row:
            row[refusal.field].errors = [*row[refusal.field].errors, say(refusal)]
        else:
            form.show(refusal)
        return refusal
    return None


def _ask(form: ProductForm, refusal: FarFromPrice | LeavesLess | BelowCost) -> None:
    """Ask at its box whether a price is meant that changes by far, or leaves less than nothing, or than the piece costs."""
    price_minor, net_minor = (int(str(refusal.details.get(name, 0))) for name in ("price_minor", "net_minor"))
    form.sure.data = refusal.details["sure"]
    for box in (entry.form["price"] for entry in form.variants):
        if box.data == price_minor:
            box.errors = [
                say(refusal)
                if isinstance(refusal, FarFromPrice)
                else _(
                    "¿Seguro? Te quedan %(net)s, menos de lo que te cuesta. Si así lo quieres, guarda otra vez.",
                    net=money(net_minor),
                )
                if isinstance(refusal, BelowCost)
                else _("¿Seguro? Te llegan %(net)s. Si así lo quieres, guarda otra vez.", net=money(net_minor))
            ]


def _submit(work: Work, product_id: UUID) -> object:
    try:
        with work.attempt():
            products.submit_product(work, product_id, shop_slug=g.seat.slug, shop_name=g.seat.shop_name)
        flash(
            _("Guardado y enviado a revisión. Te avisamos por correo, a más tardar el siguiente día hábil."), "success"
        )
    except ProductNotReady as refusal:
        names = {
            "title": _("nombre"), "description": _("descripción"), "category": _("categoría"), "brand": _("marca"),
            "weight_grams": _("peso"), "variants": _("precio y piezas"), "pictures": _("al menos una foto"),
        }  # fmt: skip
        missing = refusal.details["missing"]
        assert isinstance(missing, list)  # catalog.submit_product names the fields
        flash(
            _("Guardado. Para enviarlo a revisión falta: %(what)s.", what=", ".join(names[m] for m in missing)),
            "warning",
        )
    except NothingMended as refusal:
        flash(say(refusal), "warning")
    except Refusal:
        flash(_("Guardado. No hay nada nuevo que revisar."), "success")
    return redirect(url_for(".edit", product_id=product_id))


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
