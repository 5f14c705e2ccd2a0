"""What the catalogue tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class WordsOutdated(Fact):
    """The release before wrote other words of some listings than this one would."""


@dataclass(frozen=True)
class BrandsMerged(Fact):
    """Staff said that two brands are one: all that carries `name` is to carry `into`."""

    name: str
    into: str


@dataclass(frozen=True)
class TaxonomyChanged(Fact):
    """Staff changed the tree in a way that products follow, some at a time: the change that says which, and how."""

    change_id: UUID


@dataclass(frozen=True)
class ProductSubmitted(Fact):
    """A shop asks staff to look at a revision of a product."""

    tenant_id: UUID
    product_id: UUID
    revision: int
    shop_slug: str
    shop_name: str
    plea: str = ""  # why what was declined before is right


@dataclass(frozen=True)
class EditDiscarded(Fact):
    """A shop gave up what it had changed of a product since it was approved."""

    tenant_id: UUID
    product_id: UUID


@dataclass(frozen=True)
class BulkActWentOn(Fact):
    """Some products of an act on many were changed, or none yet; more wait. `by` and `account_id` say whose act it is."""

    tenant_id: UUID
    act_id: UUID
    by: str
    account_id: UUID | None
