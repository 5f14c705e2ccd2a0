"""What an act would do to a product: the one place that decides it, for the page before and for the act itself.

Each plan gives what is there before and after, or raises the refusal that says why nothing changes. A product is one that is
loaded, or a row with the columns of `PLANNED`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marketplace.goods.catalog import errors, taxonomy
from marketplace.goods.catalog.bulk_rules import DEAREST_MINOR, BulkKind, PriceEnding, PriceRule
from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.rules import NEXT, ProductState, check_submittable, is_declined

PLANNED = (
    Product.id, Product.title, Product.state, Product.version, Product.revision, Product.approved_revision, Product.recalled,
    Product.declined, Product.description, Product.category, Product.brand, Product.attributes, Product.weight_grams,
    Product.warranty_months, Product.return_days, Product.return_paid_by,
)  # fmt: skip
TERMS = ("warranty_months", "return_days", "return_paid_by")


@dataclass(frozen=True)
class PricedVariant:
    """A form with its price, in centavos."""

    id: UUID
    name: str
    price_minor: int


@dataclass(frozen=True)
class Beside:
    """What stands in other tables of a product: its forms, how many pictures it has, and whether each says what it shows."""

    variants: Sequence[PricedVariant] = ()
    pictures: int = 0
    alts: bool = True


@dataclass(frozen=True)
class Planned:
    """What is there, and what would be. Of prices, by the id of their form."""

    before: dict[str, Any]
    after: dict[str, Any]


Plan = Callable[[Any, Beside, Mapping[str, Any]], Planned]


def price_rule(said: Mapping[str, Any]) -> PriceRule:
    """Read the rule that an act on prices keeps."""
    return PriceRule(
        said.get("basis_points", 0), said.get("minor", 0), PriceEnding(said.get("ending", PriceEnding.AS_IT_COMES))
    )


def _price(product: Any, beside: Beside, said: Mapping[str, Any]) -> Planned:
    if not beside.variants:
        raise errors.NothingPriced
    rule = price_rule(said)
    new = {str(one.id): (one.price_minor, rule.of(one.price_minor)) for one in beside.variants}
    changed = {key: prices for key, prices in new.items() if prices[0] != prices[1]}
    if not changed:
        raise errors.NothingToChange
    if wrong := [after for _before, after in changed.values() if not 0 < after <= DEAREST_MINOR]:
        raise errors.PriceOutOfRange(price_minor=wrong[0])
    return Planned(
        {key: before for key, (before, _after) in changed.items()},
        {key: after for key, (_before, after) in changed.items()},
    )


def _moved(product: Any, to: ProductState, *, only_from: ProductState | None = None) -> Planned:
    here = ProductState(product.state)
    if here == to:
        raise errors.NothingToChange
    if (only_from is not None and here != only_from) or to not in NEXT[here]:
        raise errors.ProductWrongState(state=here)
    return Planned({"state": here.value}, {"state": to.value})


def _pause(product: Any, _beside: Beside, _said: Mapping[str, Any]) -> Planned:
    return _moved(product, ProductState.PAUSED, only_from=ProductState.PUBLISHED)


def _resume(product: Any, _beside: Beside, _said: Mapping[str, Any]) -> Planned:
    if product.recalled:
        raise errors.ProductRecalled
    if product.state == ProductState.PAUSED and product.approved_revision != product.revision:
        raise errors.EditedWhilePaused
    return _moved(product, ProductState.PUBLISHED, only_from=ProductState.PAUSED)


def _archive(product: Any, _beside: Beside, _said: Mapping[str, Any]) -> Planned:
    return _moved(product, ProductState.ARCHIVED)


def _unarchive(product: Any, _beside: Beside, _said: Mapping[str, Any]) -> Planned:
    return _moved(product, back_from_archive(product), only_from=ProductState.ARCHIVED)


def back_from_archive(product: Any) -> ProductState:
    """Say where a product stands when it comes back: what staff approved is paused, what they declined is to be mended."""
    if product.approved_revision == product.revision:
        return ProductState.PAUSED
    return ProductState.DECLINED if is_declined(product.declined, product.revision) else ProductState.DRAFT


def _submit(product: Any, beside: Beside, _said: Mapping[str, Any]) -> Planned:
    if product.recalled:
        raise errors.ProductRecalled
    check_submittable(product, variants=len(beside.variants), pictures=beside.pictures, alts=beside.alts)
    to = product.state if product.state in (ProductState.PUBLISHED, ProductState.PAUSED) else ProductState.IN_REVIEW
    return Planned({"state": product.state}, {"state": to, "submitted": True})


def _terms(product: Any, _beside: Beside, said: Mapping[str, Any]) -> Planned:
    new = {name: said[name] for name in TERMS if name in said and getattr(product, name) != said[name]}
    if not new:
        raise errors.NothingToChange
    return Planned({name: getattr(product, name) for name in new}, new)


def _category(product: Any, _beside: Beside, said: Mapping[str, Any]) -> Planned:
    if product.category == said["category"]:
        raise errors.NothingToChange
    if product.state == ProductState.IN_REVIEW:  # it would lose its place before staff
        raise errors.ProductWrongState(state=product.state)
    kept = {
        code: value for code, value in product.attributes.items() if taxonomy.accepts(said["category"], code, value)
    }
    return Planned(
        {"category": product.category, "attributes": product.attributes},
        {"category": said["category"], "attributes": kept},
    )


PLANS: Mapping[BulkKind, Plan] = {
    BulkKind.PRICE: _price,
    BulkKind.PAUSE: _pause,
    BulkKind.RESUME: _resume,
    BulkKind.ARCHIVE: _archive,
    BulkKind.UNARCHIVE: _unarchive,
    BulkKind.SUBMIT: _submit,
    BulkKind.TERMS: _terms,
    BulkKind.CATEGORY: _category,
}
