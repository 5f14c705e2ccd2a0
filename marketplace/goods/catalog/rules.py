"""Pure decisions about products: states, and what a product needs before anybody may see it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

MOST_VARIANTS = 60


class ProductState(StrEnum):
    """Where a product stands. A published one stays visible while a new revision of it is looked at."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    DECLINED = "declined"
    PUBLISHED = "published"
    PAUSED = "paused"


NEXT: Mapping[ProductState, frozenset[ProductState]] = {
    # One that was edited while staff had it off the shelf's sight is a draft when they approve what they saw.
    ProductState.DRAFT: frozenset({ProductState.IN_REVIEW, ProductState.PUBLISHED}),
    ProductState.IN_REVIEW: frozenset({ProductState.PUBLISHED, ProductState.DECLINED, ProductState.DRAFT}),
    # An appeal that is right brings what was taken down back to where it stood.
    ProductState.DECLINED: frozenset(
        {ProductState.IN_REVIEW, ProductState.DRAFT, ProductState.PUBLISHED, ProductState.PAUSED}
    ),
    # What comes back with edits that nobody approved is not shown; what staff take down is to be mended.
    ProductState.PUBLISHED: frozenset({ProductState.PAUSED, ProductState.DRAFT, ProductState.DECLINED}),
    ProductState.PAUSED: frozenset({ProductState.PUBLISHED, ProductState.DRAFT, ProductState.DECLINED}),
}


class Condition(StrEnum):
    """What state the goods are in."""

    NEW = "new"
    USED = "used"
    REFURBISHED = "refurbished"


# Changing these, or the name of a variant, needs another look by staff; price, stock and terms do not.
REVIEWED = (
    "title", "description", "category", "brand", "model", "gtin", "condition", "attributes", "warranty_by",
)  # fmt: skip


def is_declined(declined: Mapping[str, Any] | None, revision: int) -> bool:
    """Say whether what a product says now is what staff declined of it."""
    return declined is not None and declined["revision"] == revision


def missing(product: Mapping[str, Any], *, variants: int, pictures: int) -> list[str]:
    """List what a product still needs before it can be submitted, as field names."""
    needed = [field for field in ("title", "description", "category", "brand") if not product[field]]
    if product["weight_grams"] <= 0:
        needed.append("weight_grams")
    if not variants:
        needed.append("variants")
    if not pictures:
        needed.append("pictures")
    return needed


# Carriers count the greater of weight and volume: cm³ / 5000 = kg.
_VOLUME_DIVISOR_MM3_PER_GRAM = 5000


def billable_grams(weight_grams: int, length_mm: int, width_mm: int, height_mm: int) -> int:
    """Give the grams a carrier charges for: the greater of weight and volume (L·W·H in cm³ / 5000 kg)."""
    return max(weight_grams, length_mm * width_mm * height_mm // _VOLUME_DIVISOR_MM3_PER_GRAM)
