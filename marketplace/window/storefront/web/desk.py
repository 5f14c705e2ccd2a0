"""What the product's page does with what was typed: fills its boxes, saves, asks, sends to review."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import (
    ATTRIBUTES,
    MOST_VARIANTS,
    BadAxis,
    FarFromPrice,
    NotACombination,
    NothingMended,
    ProductData,
    ProductNotReady,
    SameCombination,
    ShopNotOpen,
    VariantFacts,
    brand_named,
    term_templates,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Product
from marketplace.goods.inventory import variants_of
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.web.formatting import money
from marketplace.web.pages import language
from marketplace.web.uploads import received_pictures
from marketplace.web.words import say
from marketplace.window.storefront.errors import BelowCost, LeavesLess
from marketplace.window.storefront.service import VariantOnDesk
from marketplace.window.storefront.web.forms import ProductForm, VariantForm

_BLANK_ROWS = 2


def prefilled(work: Work, product: Product) -> dict[str, Any]:
    """What the form of a product shows at first."""
    named = (
        "title", "category", "description", "brand", "model", "gtin", "condition", "warranty_months", "warranty_by",
        "return_days", "return_paid_by", "instalments", "sat_key", "sat_unit", "hs_code", "nom",
        "maker",
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
            "picture": v.options.get("picture", ""),
            "gtin": v.gtin,
            "weight": v.weight_grams,
        }
        for v in variants_of(work, product.id)
    ]
    blank = min(_BLANK_ROWS if rows else 1, MOST_VARIANTS - len(rows))
    axes = {
        f"axis_{number}_{box}": said
        for number, axis in enumerate(product.axes, 1)
        for box, said in (("name", axis["name"]), ("values", ", ".join(axis["values"])))
    }
    return {
        **{name: getattr(product, name) for name in named},
        **axes,
        "no_gtin": product.no_gtin or "",
        "origin_country": product.origin_country or "",
        **{f"attr_{code}": value for code, value in product.attributes.items()},
        "weight_grams": product.weight_grams or None,
        "length_cm": product.length_mm / 10 or None,
        "width_cm": product.width_mm / 10 or None,
        "height_cm": product.height_mm / 10 or None,
        "variants": rows + [{}] * blank,
        "revision": product.version,
    }


def data_of(form: ProductForm) -> ProductData:
    """What the form says of the product."""
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
        axes=form.axes(),
        no_gtin=form.no_gtin.data or None,
        origin_country=form.origin_country.data or None,
        hs_code=form.hs_code.data,
        nom=form.nom.data or "",
        maker=form.maker.data or "",
    )


def save_typed(work: Work, product_id: UUID, form: ProductForm, save: Callable[..., None]) -> Refusal | None:
    """Save everything or nothing, by the verb that the page is for; what is refused is shown at its box, and given."""
    rows = [row for row in (entry.form for entry in form.variants) if row.used]
    keys = {row["sku"].data for row in rows}
    unused = (key for n in count(1) if (key := f"{product_id.hex[-6:].upper()}-{n}") not in keys)
    variants = [
        VariantOnDesk(
            sku=row["sku"].data or next(unused),
            name=row["name"].data or "",
            price_minor=row["price"].data,
            on_hand=row["on_hand"].data,
            id=row.variant_id,
            seen_minor=row.seen_price.data,
            seen_on_hand=row.seen_on_hand.data,
            facts=VariantFacts(row.gtin.data, row.weight.data, row.picture.data or None),
        )
        for row in rows
        if not row.removed.data
    ]
    typed = form.brand.data or ""
    try:
        with work.attempt():
            save(
                data_of(form),
                variants=variants,
                pictures=received_pictures(),
                removed=[row.variant_id for row in rows if row.removed.data and row.variant_id],
                seen_version=form.revision.data,
                sure=form.sure.data or "",
            )
        if typed and (known := brand_named(work, typed)) != typed:
            flash(_("La marca queda como “%(known)s”: así se llama aquí.", known=known), "success")
    except (FarFromPrice, LeavesLess, BelowCost) as refusal:
        _ask(form, refusal)
        return refusal
    except BadAxis as refusal:
        form.show(refusal, field=f"axis_{refusal.details['axis']}_values")
        return refusal
    except Refusal as refusal:
        row = _row_of(refusal, rows)
        if row is not None and refusal.field in row:
            row[refusal.field].errors = [*row[refusal.field].errors, say(refusal)]
        else:
            form.show(refusal)
        return refusal
    return None


def _row_of(refusal: Refusal, rows: list[VariantForm]) -> VariantForm | None:
    """The row that a refusal is about: of two that are the same, the later one."""
    if isinstance(refusal, (NotACombination, SameCombination)):
        return next((one for one in reversed(rows) if (one["name"].data or "—") == refusal.details["name"]), None)
    about = refusal.details.get("variant_id")
    return next((one for one in rows if one.variant_id and one.variant_id == about), None)


def combine_typed(form: ProductForm) -> bool:
    """Add the rows of the combinations that have none, and say what came of it; False where it says what is wrong."""
    if not form.axes():
        form.axis_1_name.errors = [_("Escribe una opción (Color, Talla…) y sus valores, separados por comas.")]
        return False
    added = form.combine()
    if added < 0:
        form.axis_1_values.errors = [
            _("Salen más de %(most)s combinaciones, y no caben. Deja menos valores.", most=MOST_VARIANTS)
        ]
        return False
    if added:
        flash(_("Estas son las combinaciones. Quita las que no vendas, revisa precios y piezas, y guarda."), "success")
    else:
        flash(_("Ya están todas las combinaciones."), "success")
    return True


def _ask(form: ProductForm, refusal: FarFromPrice | LeavesLess | BelowCost) -> None:
    """Ask at its box whether a price is meant that changes by far, or leaves less than nothing, or than the piece costs."""
    price_minor, net_minor = (int(str(refusal.details.get(name, 0))) for name in ("price_minor", "net_minor"))
    form.sure.data = refusal.details["sure"]
    for box in (entry.form["price"] for entry in form.variants):
        if box.data == price_minor:
            box.errors = [_question(refusal, money(net_minor))]


def _question(refusal: FarFromPrice | LeavesLess | BelowCost, net: str) -> str:
    if isinstance(refusal, FarFromPrice):
        return say(refusal)
    if isinstance(refusal, BelowCost):
        return _("¿Seguro? Te quedan %(net)s, menos de lo que te cuesta. Si así lo quieres, guarda otra vez.", net=net)
    return _("¿Seguro? Te llegan %(net)s. Si así lo quieres, guarda otra vez.", net=net)


def copy_terms_typed(work: Work, form: ProductForm) -> bool:
    """Fill warranty and returns from the template that was chosen, if one was: a copy, saved with the rest."""
    asked = request.form.get("template", "")
    template = next((one for one in term_templates(work) if str(one.id) == asked), None)
    if template is None:
        flash(_("Elige una plantilla."), "warning")
        return False
    for name in ("warranty_months", "warranty_by", "return_days", "return_paid_by"):
        form[name].data, form[name].raw_data = getattr(template, name), None
    flash(_("Copiamos “%(name)s” a este producto. Revisa y guarda.", name=template.name), "success")
    return True


def submit_typed(work: Work, product_id: UUID) -> object:
    """Send what was just saved to review, and say what it still lacks."""
    try:
        with work.attempt():
            products.submit_product(work, product_id, shop_slug=g.seat.slug, shop_name=g.seat.shop_name)
        flash(
            _("Guardado y enviado a revisión. Te avisamos por correo, a más tardar el siguiente día hábil."), "success"
        )
        product = products.get_product(work, product_id)
        if not product.gtin and not product.no_gtin:
            flash(_("No dice código de barras ni por qué no lo tiene: puede tardar más, y no se compara."), "warning")
    except ProductNotReady as refusal:
        names = {
            "title": _("nombre"), "description": _("descripción"), "category": _("categoría"), "brand": _("marca"),
            "weight_grams": _("peso"), "variants": _("precio y piezas"), "pictures": _("al menos una foto"),
            "alts": _("decir qué se ve en cada foto"),
        }  # fmt: skip
        missing = refusal.details["missing"]
        assert isinstance(missing, list)  # catalog.submit_product names the fields
        flash(
            _(
                "Guardado. Para enviarlo a revisión falta: %(what)s.",
                what=", ".join(names.get(m) or ATTRIBUTES[m.removeprefix("attr_")].name(language()) for m in missing),
            ),
            "warning",
        )
    except ShopNotOpen as refusal:
        flash(_("Guardado.") + " " + say(refusal), "success")
    except NothingMended as refusal:
        flash(say(refusal), "warning")
    except Refusal:
        flash(_("Guardado. No hay nada nuevo que revisar."), "success")
    return redirect(url_for("storefront_seller.edit", product_id=product_id))
