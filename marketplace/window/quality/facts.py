"""Which facts a product has, as one expression over its row: the same for a page of a shop, one product, and the whole market.

It is asked of the database because a shop has tens of thousands of products, and its list is in the order of what they lack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, Category, asks_norm
from marketplace.goods.catalog.models import Media, Product, Variant
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.window.quality.rules import LEAST_LETTERS, LEAST_PICTURES, ListingFact

_ITS_PICTURES = (Media.tenant_id == Product.tenant_id, Media.product_id == Product.id)
_ITS_VARIANTS = (Variant.tenant_id == Product.tenant_id, Variant.product_id == Product.id, Variant.removed_at.is_(None))


def asked_of(category: Category) -> list[str]:
    """List the attributes that are asked of goods of a category, but for those that their variants say."""
    return [code for code in category.attributes if not ATTRIBUTES[code].retired and not ATTRIBUTES[code].axis]


def missing_of(category: str, attributes: Mapping[str, Any], *, required: bool) -> list[str]:
    """List what a product does not say of what its category requires, or of what people filter it by."""
    known = CATEGORIES.get(category)
    return [code for code in _asked(known, required=required) if code not in attributes] if known else []


def stated() -> ColumnElement[Any]:
    """Say of each fact that is asked of a product whether it has it: an object of truths, by `ListingFact`."""
    asked = _asked_of_some()
    pairs = ((fact.value, case((asked[fact], has)) if fact in asked else has) for fact, has in _has().items())
    return func.jsonb_strip_nulls(func.jsonb_build_object(*(part for pair in pairs for part in pair)), type_=JSONB)


def lacks(fact: ListingFact | None = None) -> ColumnElement[bool]:
    """Whether a product lacks a fact, or anything at all; what its own row says is looked at first."""
    has, asked = _has(), _asked_of_some()
    facts = [fact] if fact else sorted(ListingFact, key=lambda one: one in _BESIDE)
    return or_(*(and_(asked[one], ~has[one]) if one in asked else ~has[one] for one in facts))


def _asked_of_some() -> Mapping[ListingFact, ColumnElement[bool]]:
    """Of which products a fact is asked, where it is not asked of all."""
    has_picture = _has()[ListingFact.PICTURE]
    return {
        ListingFact.PICTURES: has_picture,
        ListingFact.ALT: has_picture,
        ListingFact.REQUIRED: _asks(lambda one: bool(_asked(one, required=True))),
        ListingFact.FILTERS: _asks(lambda one: bool(_asked(one, required=False))),
        ListingFact.VARIANTS: _count(Variant.id, _ITS_VARIANTS) > 1,
        ListingFact.NOM: _asks(lambda one: asks_norm(one.path) is not None),
    }


# What other rows say of a product, or its category.
_BESIDE = frozenset(
    {
        ListingFact.PICTURE,
        ListingFact.PICTURES,
        ListingFact.ALT,
        ListingFact.GTIN,
        ListingFact.REQUIRED,
        ListingFact.FILTERS,
        ListingFact.VARIANTS,
    }
)


def _has() -> dict[ListingFact, ColumnElement[bool]]:
    pictures = _count(Media.id, _ITS_PICTURES)
    return {
        ListingFact.PICTURE: pictures > 0,
        ListingFact.PICTURES: pictures >= LEAST_PICTURES,
        ListingFact.ALT: ~exists().where(*_ITS_PICTURES, Media.alt == ""),
        ListingFact.TEXT: func.length(Product.description) >= LEAST_LETTERS,
        ListingFact.BRAND: Product.brand != "",
        ListingFact.GTIN: or_(
            Product.gtin.is_not(None),
            Product.no_gtin.is_not(None),
            exists().where(*_ITS_VARIANTS, Variant.gtin.is_not(None)),
        ),
        ListingFact.REQUIRED: _says_all(required=True),
        ListingFact.FILTERS: _says_all(required=False),
        ListingFact.VARIANTS: ~exists().where(*_ITS_VARIANTS, Variant.name == ""),
        ListingFact.WEIGHT: Product.weight_grams > 0,
        ListingFact.SIZE: and_(Product.length_mm > 0, Product.width_mm > 0, Product.height_mm > 0),
        ListingFact.WARRANTY: and_(Product.warranty_months >= LEAST_WARRANTY_MONTHS, Product.warranty_by != ""),
        ListingFact.RETURNS: Product.return_days >= LEAST_RETURN_DAYS,
        ListingFact.NOM: Product.nom != "",
        ListingFact.MAKER: Product.maker != "",
        ListingFact.ORIGIN: Product.origin_country.is_not(None),
        ListingFact.SAT_KEY: Product.sat_key.is_not(None),
    }


def _count(column: Any, of_it: tuple[ColumnElement[bool], ...]) -> ColumnElement[int]:
    return select(func.count(column)).where(*of_it).correlate(Product).scalar_subquery()


def _asked(category: Category, *, required: bool) -> list[str]:
    every = asked_of(category)
    return [code for code in every if (code in category.required if required else ATTRIBUTES[code].filterable)]


def _asks(of: Callable[[Category], bool]) -> ColumnElement[bool]:
    return Product.category.in_([code for code, one in CATEGORIES.items() if of(one)])


def _says_all(*, required: bool) -> ColumnElement[bool]:
    """Whether a product says every one of the attributes that its category asks for."""
    asked = {code: found for code, one in CATEGORIES.items() if (found := _asked(one, required=required))}
    of_category = cast(literal(asked, JSONB), JSONB)[Product.category]
    one = func.jsonb_array_elements_text(of_category).table_valued("value")
    missing = select(literal(1)).select_from(one).where(~Product.attributes.has_key(cast(one.c.value, Text)))
    return ~missing.correlate(Product).exists()
