"""What a change of the tree does to the products that there are, before anybody makes it. Above the walls; it never writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union

from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.goods.catalog.rules import AttributeKind
from marketplace.kernel.work import Work


class EffectKind(StrEnum):
    """What is said of products."""

    MOVED = "moved"  # they stand in another branch
    REQUIRED = "required"  # they lack what is asked for from now on
    UNASKED = "unasked"  # they say what is asked for no more
    GOODS = "goods"  # they are another kind of goods to IVA
    RETIRED = "retired"  # their category, or what they say, is chosen no more
    VALUE = "value"  # they hold a value that is chosen no more
    KIND = "kind"  # what they hold is written as another kind
    MERGED = "merged"  # they go into another category
    UNPLACED = "unplaced"  # they say what their next category does not ask for


@dataclass(frozen=True)
class Effect:
    """That so many products, of them so many for sale, are met by a change; `what` names the attribute or value."""

    kind: EffectKind
    what: str
    products: int
    listings: int


def count_held(work: Work, *which: ColumnElement[bool]) -> tuple[int, int]:
    """Count the products of which something is true, and of them those for sale."""
    query = (
        select(func.count(), func.count(Listing.id))
        .select_from(Product)
        .outerjoin(Listing, and_(Listing.tenant_id == Product.tenant_id, Listing.id == Product.id))
        .where(*which)
    )
    products, listings = work.session.execute(query).one()
    return products, listings


def values_held(work: Work, attribute: str) -> list[tuple[Any, int, int]]:
    """List what products, or forms of them, say by an attribute: each value, how many products say it, and of them those for
    sale.
    """
    said = union(
        select(Product.tenant_id, Product.id, Product.attributes[attribute].label("value")).where(says(attribute)),
        select(Variant.tenant_id, Variant.product_id, Variant.options[attribute]).where(*_forms_say(attribute)),
    ).subquery()
    query = (
        select(said.c.value, func.count(), func.count(Listing.id))
        .outerjoin(Listing, and_(Listing.tenant_id == said.c.tenant_id, Listing.id == said.c.id))
        .group_by(said.c.value)
        .order_by(said.c.value)
    )
    return [(row[0], row[1], row[2]) for row in work.session.execute(query)]


def says(attribute: str) -> ColumnElement[bool]:
    """Condition for a product that says something by an attribute."""
    found: ColumnElement[bool] = Product.attributes.has_key(attribute)
    return found


def says_in_any_form(attribute: str) -> ColumnElement[bool]:
    """Condition for a product that says something by an attribute, itself or by a form of it."""
    own = (Variant.tenant_id == Product.tenant_id, Variant.product_id == Product.id)
    return or_(says(attribute), exists().where(*own, *_forms_say(attribute)))


def _forms_say(attribute: str) -> tuple[ColumnElement[bool], ...]:
    return Variant.options.has_key(attribute), Variant.removed_at.is_(None)


def in_any(categories: Sequence[str]) -> ColumnElement[bool]:
    """Condition for a product in one of some categories."""
    return Product.category.in_(categories)


def counts_by_category(work: Work) -> dict[str, tuple[int, int]]:
    """Count products, and of them those for sale, of every category that holds any."""
    query = (
        select(Product.category, func.count(), func.count(Listing.id))
        .outerjoin(Listing, and_(Listing.tenant_id == Product.tenant_id, Listing.id == Product.id))
        .group_by(Product.category)
    )
    return {row[0]: (row[1], row[2]) for row in work.session.execute(query)}


def convert(value: object, kind: str, choices: Sequence[object]) -> object | None:
    """Write a value as another kind says it; None where that kind cannot."""
    written = (
        {True: "si", False: "no"}[value] if isinstance(value, bool) else f"{value:g}" if _is_number(value) else value
    )
    match kind:
        case AttributeKind.CHOICE:
            return written if written in choices else None
        case AttributeKind.BOOLEAN:
            return {"si": True, "no": False}.get(str(written))
        case _:
            try:
                number = float(str(written))
            except ValueError:
                return None
            return number if 0 <= number < 10**9 else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def sure_of(data: object, effects: Sequence[Effect]) -> str:
    """What a form carries once somebody saw what a change does: the same change, the same products."""
    told = json.dumps([asdict(data), [asdict(one) for one in effects]], sort_keys=True, default=str)  # type: ignore[call-overload]
    return hashlib.sha256(told.encode()).hexdigest()[:32]
