"""What can be asked of search and what it answers: plain values, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

FACETS = ("category", "brand", "shop", "condition", "price", "in_stock", "free_shipping")
SORTS = ("relevance", "price", "price_down", "landed", "newest")
# Price ranges offered, in centavos: up to the first, between each, over the last.
PRICE_STEPS = (20_000, 50_000, 100_000, 250_000, 500_000)
# What is counted on request: “this or more”, in months and in days.
AT_LEAST = {"warranty": (3, 6, 12, 24), "returns": (15, 30, 60)}


@dataclass(frozen=True)
class SearchDocument:
    """A listing as it is indexed. `number` is its public number; money in centavos; times in Unix seconds."""

    number: int
    title: str
    text: str  # what is known of it: brand, article numbers, categories, attributes
    description: str
    categories: tuple[int, ...]  # numbers from the leaf up to the top
    brand: str
    shop: str
    condition: str
    price_minor: int
    available: int
    free_shipping: bool
    published_at: int
    popularity: int
    billable_grams: int
    warranty_months: int
    return_days: int
    attributes: Mapping[str, object]  # several values of one as a tuple


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for. Prices in centavos; ranges of attributes in the attribute's own unit, both ends included."""

    text: str = ""
    category: int | None = None
    brands: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    free_shipping: bool = False
    warranty_months: int | None = None  # at least
    return_days: int | None = None  # at least
    landed_to: int | None = None  # delivered to the chosen place, at most
    arrives_by: date | None = None
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()  # attribute -> any of these values
    ranges: tuple[tuple[str, float | None, float | None], ...] = ()  # attribute -> from, to
    among: tuple[int, ...] = ()  # none but these listings
    literally: bool = False  # do not correct what was typed
    facets: tuple[str, ...] = FACETS  # what is counted; attributes by their code
    sort: str = "relevance"
    offset: int = 0
    limit: int = 24

    @cached_property
    def is_filtered(self) -> bool:
        """Whether anything but the text narrows it."""
        return (
            replace(self, text="", literally=False, facets=FACETS, sort="relevance", offset=0, limit=24) != _UNFILTERED
        )


_UNFILTERED = SearchQuery()


@dataclass(frozen=True)
class FacetCount:
    """How many results have a value, under all the other filters."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchPage:
    """Listing numbers in order, how many there are, and how many of them say all of the words; the counts to filter by.

    And what to tell who asked: the text that was searched for instead (corrected), how it reads mended where that is not
    sure (meant), and the words that nothing says.
    """

    numbers: Sequence[int]
    total: int
    exact: int = 0
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    corrected: str | None = None
    meant: str | None = None
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class RankingReason:
    """What a signal of the ranking gave a result, of the most it can give."""

    signal: str
    points: float
    most: int
