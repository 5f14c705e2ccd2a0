"""Pure decisions about products: states, and what a product needs before anybody may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.taxonomy import lacking
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS

MOST_VARIANTS = 60


class ProductState(StrEnum):
    """Where a product stands. A published one stays visible while a new revision of it is looked at."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    DECLINED = "declined"
    PUBLISHED = "published"
    PAUSED = "paused"
    ARCHIVED = "archived"  # out of the shop's way; what was sold of it stays in its orders


NEXT: Mapping[ProductState, frozenset[ProductState]] = {
    # One that was edited while staff had it off the shelf's sight is a draft when they approve what they saw.
    ProductState.DRAFT: frozenset({ProductState.IN_REVIEW, ProductState.PUBLISHED, ProductState.ARCHIVED}),
    ProductState.IN_REVIEW: frozenset({ProductState.PUBLISHED, ProductState.DECLINED, ProductState.DRAFT}),
    # An appeal that is right brings what was taken down back to where it stood.
    ProductState.DECLINED: frozenset(
        {
            ProductState.IN_REVIEW,
            ProductState.DRAFT,
            ProductState.PUBLISHED,
            ProductState.PAUSED,
            ProductState.ARCHIVED,
        }
    ),
    # What comes back with edits that nobody approved is not shown; what staff take down is to be mended.
    ProductState.PUBLISHED: frozenset(
        {ProductState.PAUSED, ProductState.DRAFT, ProductState.DECLINED, ProductState.ARCHIVED}
    ),
    ProductState.PAUSED: frozenset(
        {ProductState.PUBLISHED, ProductState.DRAFT, ProductState.DECLINED, ProductState.ARCHIVED}
    ),
    # Back from the archive it is shown by nobody but its shop, who then resumes or submits it.
    ProductState.ARCHIVED: frozenset({ProductState.PAUSED, ProductState.DRAFT, ProductState.DECLINED}),
}


# Of what is neither for sale nor before staff, and was never sold, nothing needs to stay.
MAY_GO = (ProductState.DRAFT, ProductState.ARCHIVED)


class Condition(StrEnum):
    """What state the goods are in."""

    NEW = "new"
    USED = "used"
    REFURBISHED = "refurbished"


# Changing these, or the name of a variant, needs another look by staff; price, stock and terms do not.
REVIEWED = (
    "title", "description", "category", "brand", "model", "gtin", "condition", "attributes", "warranty_by", "axes",
    "origin_country", "nom", "maker",
)  # fmt: skip
# Of a product, what holds at once; of its variants and pictures the names of both lists stand below.
AT_ONCE = (
    "warranty_months", "return_days", "return_paid_by", "instalments", "weight_grams", "length_mm", "width_mm", "height_mm",
    "sat_key", "sat_unit", "hs_code", "no_gtin",
)  # fmt: skip
REVIEWED_BESIDE = ("variant_name", "variant_gtin", "pictures", "alt", "focus")
AT_ONCE_BESIDE = ("price", "stock", "sku", "variant_weight", "variant_picture")


class NoGtin(StrEnum):
    """Why goods carry no article number."""

    HANDMADE = "handmade"
    OWN_BRAND = "own_brand"
    BUNDLE = "bundle"
    OTHER = "other"


class Goods(StrEnum):
    """Kinds of goods that IVA treats differently."""

    GENERAL = "general"
    FOOD = "food"
    PLANT = "plant"
    MEDICINE = "medicine"
    BOOK = "book"


class AttributeKind(StrEnum):
    """What is said of goods by an attribute."""

    NUMBER = "number"  # in its unit
    CHOICE = "choice"  # of its values
    BOOLEAN = "boolean"


# Goods that are plugged in, or that children play with, are sold with a standard's certificate (LFPC art. 19; NOM-001-SCFI,
# NOM-003-SCFI, NOM-252-SSA1). What a listing says of it is all the data there is.
NORM_ASKED = frozenset(
    (
        "electronica", "juguetes", "cafeteras", "licuadoras", "lamparas", "taladros", "sierras", "electricidad", "podadoras",
        "secadoras", "rasuradoras",
    )
)  # fmt: skip


def asks_norm(path: Sequence[str]) -> str | None:
    """Say which category of a path asks for an official standard (NOM); None where none does."""
    return next((code for code in path if code in NORM_ASKED), None)


def is_declined(declined: Mapping[str, Any] | None, revision: int) -> bool:
    """Say whether what a product says now is what staff declined of it."""
    return declined is not None and declined["revision"] == revision


def missing(product: Any, *, variants: int, pictures: int, alts: bool) -> list[str]:
    """List what a product, or a row with its columns, still needs before it can be submitted, as field names."""
    needed = [field for field in ("title", "description", "category", "brand") if not getattr(product, field)]
    if product.weight_grams <= 0:
        needed.append("weight_grams")
    if not variants:
        needed.append("variants")
    if not pictures:
        needed.append("pictures")
    if not alts:
        needed.append("alts")
    return [*needed, *(f"attr_{code}" for code in lacking(product.category, product.attributes))]


# Carriers count the greater of weight and volume: cm³ / 5000 = kg.
_VOLUME_DIVISOR_MM3_PER_GRAM = 5000


def billable_grams(weight_grams: int, length_mm: int, width_mm: int, height_mm: int) -> int:
    """Give the grams a carrier charges for: the greater of weight and volume (L·W·H in cm³ / 5000 kg)."""
    return max(weight_grams, length_mm * width_mm * height_mm // _VOLUME_DIVISOR_MM3_PER_GRAM)


def check_submittable(product: Any, *, variants: int, pictures: int, alts: bool = True, plea: str = "") -> None:
    """Refuse what is not to be looked at: a product, or a row with its columns, with so many variants and pictures.

    `alts`: whether each picture says what it shows.

    Raises ProductNotReady naming what is missing, ProductWrongState without news, NothingMended.
    """
    away = product.state in (ProductState.IN_REVIEW, ProductState.ARCHIVED)
    if away or product.approved_revision == product.revision:
        raise errors.ProductWrongState(state=product.state)
    if lacking := missing(product, variants=variants, pictures=pictures, alts=alts):
        raise errors.ProductNotReady(missing=lacking)
    if is_declined(product.declined, product.revision) and not plea:
        raise errors.NothingMended


def check_terms(warranty_months: int, return_days: int) -> None:
    """Refuse terms below the law's. Raises WarrantyTooShort (LFPC art. 77), ReturnTooShort (LFPC art. 56)."""
    if warranty_months < LEAST_WARRANTY_MONTHS:
        raise errors.WarrantyTooShort(least=LEAST_WARRANTY_MONTHS)
    if return_days < LEAST_RETURN_DAYS:
        raise errors.ReturnTooShort(least=LEAST_RETURN_DAYS)
