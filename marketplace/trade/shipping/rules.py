"""What it costs to send something somewhere, and when it arrives: pure decisions on published terms."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from marketplace.kernel.calendar import MEXICO, add_business_days, is_business_day

_CLOSING = time(18, 0)


class Zone(StrEnum):
    """How far a destination is, as carriers in Mexico price it."""

    LOCAL = "local"
    STATE = "state"
    NATIONAL = "national"
    REMOTE = "remote"


class Speed(StrEnum):
    """The ways of delivery of a shop: the ordinary one, and a faster one at prices of its own, in the zones that have it."""

    ORDINARY = "ordinary"
    EXPRESS = "express"


# The peninsulas and the southern border: carriers add days and a surcharge (zona extendida).
REMOTE_STATES = frozenset({"BCN", "BCS", "CAM", "CHP", "ROO", "TAB", "YUC"})


@dataclass(frozen=True)
class Terms:
    """A shop's published shipping terms. Money in centavos, handling in business days.

    `free_from_minor` is of the ordinary way alone.
    """

    postal_code: str
    state_code: str
    handling_days: int
    cutoff_hour: int
    free_from_minor: int | None
    uncovered_states: Sequence[str]
    rates: Mapping[str, Any]


@dataclass(frozen=True)
class Destination:
    """Where something goes."""

    postal_code: str
    state_code: str


class Chosen(Protocol):
    """A place as a reader chose it."""

    @property
    def code(self) -> str:
        """Its postal code."""

    @property
    def state_code(self) -> str:
        """The state it is in."""


def destination_of(chosen: Chosen | None) -> Destination | None:
    """Say where something would go; None where nobody chose a place."""
    return Destination(chosen.code, chosen.state_code) if chosen else None


@dataclass(frozen=True)
class Promise:
    """When a shop must hand the parcel over, and the days between which it arrives."""

    ship_by: datetime
    first: date
    last: date


@dataclass(frozen=True)
class Quote:
    """What the buyer pays for the way (`charged_minor`), what the shop's own rate is (`rate_minor`), and when."""

    zone: Zone
    charged_minor: int
    rate_minor: int
    promise: Promise
    speed: Speed = Speed.ORDINARY


def zone(terms: Terms, to: Destination) -> Zone:
    """Say how far a destination is from a shop. The first two digits of a postal code name its district."""
    if to.state_code == terms.state_code:
        return Zone.LOCAL if to.postal_code[:2] == terms.postal_code[:2] else Zone.STATE
    return Zone.REMOTE if to.state_code in REMOTE_STATES else Zone.NATIONAL


def own_rate(base: Any, per_kg: Any, grams: Any) -> Any:
    """What a shop's own rate for one parcel is, in centavos: so much for the first kilo begun, and for each further one.

    The one formula: of numbers, and of numpy arrays of them, one a listing. In SQL it is `OWN_RATE_SQL`, beside it.
    """
    further = (grams + 999) // 1000 - 1
    return base + further * (further > 0) * per_kg


def ships_free(goods_minor: Any, free_from: Any) -> Any:
    """Whether goods of so many centavos ship free, of numbers or of arrays; `free_from` is infinite where nothing does."""
    return goods_minor >= free_from


NEVER_FREE = math.inf
OWN_RATE_SQL = "({base} + greatest(({grams} + 999) / 1000 - 1, 0) * {per_kg})"
SHIPS_FREE_SQL = "coalesce({goods} >= {free_from}, false)"


@dataclass(frozen=True)
class Way:
    """How a shop sends to one place, whatever the parcel: found once, asked for each parcel."""

    zone: Zone
    base_minor: int
    per_kg_minor: int
    free_from_minor: int | None
    promise: Promise
    speed: Speed = Speed.ORDINARY

    def quote(self, *, grams: int, goods_minor: int) -> Quote:
        """Quote one parcel. Weight in billable grams, money in centavos."""
        own = own_rate(self.base_minor, self.per_kg_minor, grams)
        free = ships_free(goods_minor, NEVER_FREE if self.free_from_minor is None else self.free_from_minor)
        return Quote(self.zone, 0 if free else own, own, self.promise, self.speed)


def way(terms: Terms, to: Destination, now: datetime, speed: Speed = Speed.ORDINARY) -> Way | None:
    """Find how a shop sends to a place; None where it does not, or not so fast. What is faster never ships free."""
    return None if to.state_code in terms.uncovered_states else way_in(terms, zone(terms, to), now, speed)


def way_in(terms: Terms, where: Zone, now: datetime, speed: Speed = Speed.ORDINARY) -> Way | None:
    """Find how a shop sends into a zone, as `way` does."""
    rate = terms.rates.get(where)
    free_from = terms.free_from_minor
    if rate is not None and speed is not Speed.ORDINARY:
        rate, free_from = rate.get(speed), None
    if rate is None:
        return None
    promise = promised(now, terms.handling_days, terms.cutoff_hour, rate["min_days"], rate["max_days"])
    return Way(where, rate["base_minor"], rate["per_kg_minor"], free_from, promise, speed)


def quote(terms: Terms, to: Destination, *, grams: int, goods_minor: int, now: datetime) -> Quote | None:
    """Quote the way of one parcel; None where the shop does not send. Weight in billable grams, money in centavos."""
    found = way(terms, to, now)
    return found.quote(grams=grams, goods_minor=goods_minor) if found else None


def quotes(terms: Terms, to: Destination, *, grams: int, goods_minor: int, now: datetime) -> dict[Speed, Quote]:
    """Quote each way of one parcel that a shop has to a place, the ordinary one first; none where it does not send."""
    ways = ((speed, way(terms, to, now, speed)) for speed in Speed)
    return {speed: found.quote(grams=grams, goods_minor=goods_minor) for speed, found in ways if found}


def promised(now: datetime, handling_days: int, cutoff_hour: int, min_days: int, max_days: int) -> Promise:
    """Promise a window: paid before the cut-off counts today; handling and way are counted in business days."""
    local = now.astimezone(MEXICO)
    before_cutoff = local.hour < cutoff_hour and is_business_day(local.date())
    return _promised(local.date(), before_cutoff, handling_days, min_days, max_days)


@lru_cache(1024)
def _promised(today: date, before_cutoff: bool, handling_days: int, min_days: int, max_days: int) -> Promise:
    start = today if before_cutoff else add_business_days(today, 1)
    handed_over = add_business_days(start, handling_days)
    return Promise(
        ship_by=datetime.combine(handed_over, _CLOSING, MEXICO).astimezone(UTC),
        first=add_business_days(handed_over, min_days),
        last=add_business_days(handed_over, max_days),
    )
