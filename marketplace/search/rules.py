"""What can be asked of search and what it answers: plain values, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

SORTS = ("relevance", "price", "price_down", "newest")
# Price ranges offered, in centavos: up to the first, between each, over the last.
PRICE_STEPS = (20_000, 50_000, 100_000, 250_000, 500_000)


@dataclass(frozen=True)
class SearchDocument:
    """A listing as it is indexed. `number` is its public number; money in centavos; times in Unix seconds."""

    number: int
    title: str
    text: str
    categories: tuple[int, ...]  # numbers from the leaf up to the top
    brand: str
    shop: str
    condition: str
    price_minor: int
    available: int
    free_shipping: bool
    published_at: int
    popularity: int


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for. Prices in centavos."""

    text: str = ""
    category: int | None = None
    brands: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    free_shipping: bool = False
    sort: str = "relevance"
    offset: int = 0
    limit: int = 24


@dataclass(frozen=True)
class FacetCount:
    """How many results have a value, under all the other filters."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchPage:
    """Listing numbers in order, how many there are, the counts to filter by, and the corrected text if it was."""

    numbers: Sequence[int]
    total: int
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    corrected: str | None = None


class SearchBackend(Protocol):
    """Anything that can answer a search."""

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace documents by their number."""
        ...

    def delete(self, numbers: Iterable[int]) -> None:
        """Forget documents."""
        ...

    def search(self, query: SearchQuery) -> SearchPage:
        """Answer a query."""
        ...
