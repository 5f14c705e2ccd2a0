"""Decisions about quality on plain values: which facts there are, and when what was measured of one is worth saying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(days=90)  # over which the market is measured
OWN_WINDOW = timedelta(days=30)  # over which a shop sees its own numbers
LEAST_PICTURES = 3
LEAST_LETTERS = 200  # of a description
# What is said of a fact has so much behind it on either side, or is not said. By the shops nobody's own numbers are told.
LEAST_LISTINGS, LEAST_SHOPS, LEAST_SEEN = 30, 5, 1_000
LEAST_OPENED = 100  # to say how many were bought

MARKET = ""  # the branch that holds all categories


class ListingFact(StrEnum):
    """Something that a listing says or lacks, by its name in addresses. A fact that its category does not ask for is neither."""

    PICTURE = "foto"
    PICTURES = "fotos"  # three or more
    ALT = "que-se-ve"  # each picture says what it shows
    TEXT = "texto"  # of 200 letters or more
    BRAND = "marca"
    GTIN = "barras"  # an article number, or why there is none
    REQUIRED = "obligatorias"  # what its category requires
    FILTERS = "filtros"  # what people filter its category by
    VARIANTS = "variantes"  # each of several has a name
    WEIGHT = "peso"
    SIZE = "medidas"
    WARRANTY = "garantia"  # at least the law's, and who answers
    RETURNS = "devolucion"  # at least the law's
    NOM = "nom"
    MAKER = "fabricante"
    ORIGIN = "origen"
    SAT_KEY = "sat"  # its own


@dataclass(frozen=True)
class MeasuredSide:
    """Listings that have a fact, or those that lack it: how many, of how many shops, and what became of them."""

    listings: int = 0
    shops: int = 0
    seen: int = 0
    opened: int = 0
    bought: int = 0

    @property
    def opening(self) -> float:
        """Which part of the times they were seen they were opened."""
        return self.opened / self.seen

    @property
    def buying(self) -> float:
        """Which part of the times they were opened they were bought."""
        return self.bought / self.opened


@dataclass(frozen=True)
class MeasuredFact:
    """What was measured of a fact in a branch of the categories."""

    branch: str  # a category's code, or MARKET
    fact: ListingFact
    having: MeasuredSide
    lacking: MeasuredSide

    @property
    def lift(self) -> float:
        """How many more times of each time seen those that have it were opened; nothing where it were fewer."""
        return max(self.having.opening - self.lacking.opening, 0.0)

    @property
    def tells_bought(self) -> bool:
        """Whether enough were opened on both sides to say how many were bought."""
        return min(self.having.opened, self.lacking.opened) >= LEAST_OPENED


def tells(having: MeasuredSide, lacking: MeasuredSide) -> bool:
    """Say whether there is enough on both sides to say anything."""
    return all(
        one.listings >= LEAST_LISTINGS and one.shops >= LEAST_SHOPS and one.seen >= LEAST_SEEN
        for one in (having, lacking)
    )


def effects_for(path: Sequence[str], effects: Iterable[MeasuredFact]) -> dict[ListingFact, MeasuredFact]:
    """Give of each fact what was measured nearest to a category, whose `path` leads from the top down to it."""
    places: Mapping[str, int] = {code: place for place, code in enumerate((MARKET, *path))}
    found: dict[ListingFact, MeasuredFact] = {}
    for one in sorted((one for one in effects if one.branch in places), key=lambda one: places[one.branch]):
        found[one.fact] = one
    return found


def by_what_they_bring(facts: Iterable[ListingFact], effects: Mapping[ListingFact, MeasuredFact]) -> list[ListingFact]:
    """Put facts in order: those first that were measured to bring most, the others as they are listed."""
    known = list(ListingFact)
    return sorted(facts, key=lambda fact: (-(effects[fact].lift if fact in effects else 0.0), known.index(fact)))
