"""Which legal rate holds: pure decisions on published rates. A moment without a rate is a refusal, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.goods.catalog.rules import Goods
from marketplace.money.taxes.errors import NoRateInForce


class Levy(StrEnum):
    """What the law takes."""

    IVA = "iva"  # in the price of what is sold
    ISR_WITHHELD = "isr_withheld"  # of the seller's income, without IVA
    IVA_WITHHELD = "iva_withheld"  # of the IVA that the seller charged


class Place(StrEnum):
    """Where goods are sold and handed over, as far as IVA minds."""

    INLAND = "inland"
    BORDER = "border"  # from and to the border region, by a shop in the scheme


class TaxStanding(StrEnum):
    """What decides the taxes withheld from a seller (LIF 2026 art. 25 fr. VI and IX; LISR art. 113-C IV)."""

    REGISTERED = "registered"  # with RFC, natural or legal person
    UNREGISTERED = "unregistered"  # no RFC
    ABROAD = "abroad"  # with RFC, paid into an account abroad


@dataclass(frozen=True)
class Rate:
    """A published legal rate, in basis points. None for goods, place or standing: it holds for all of them.

    It holds from `valid_from` until just before `valid_until`; None: until it is replaced.
    """

    id: str
    levy: Levy
    goods: Goods | None
    place: Place | None
    standing: TaxStanding | None
    rate_bp: int
    valid_from: datetime
    valid_until: datetime | None
    article: str
    published: str
    text: str
    text_en: str

    def holds_at(self, moment: datetime) -> bool:
        """Say whether it is in force at a moment."""
        return self.valid_from <= moment and (self.valid_until is None or moment < self.valid_until)


@dataclass(frozen=True)
class Law:
    """The rates in force at one moment."""

    rates: Sequence[Rate]

    def iva(self, goods: Goods, place: Place = Place.INLAND) -> Rate:
        """The IVA of a kind of goods; of those for the place and for all places, the former. Raises NoRateInForce."""
        return self._narrowest(
            Levy.IVA, [rate for rate in self.rates if rate.goods is goods and rate.place in (None, place)]
        )

    def withheld(self, levy: Levy, standing: TaxStanding) -> Rate:
        """What is withheld from a seller of this standing. Raises NoRateInForce."""
        return self._narrowest(levy, [rate for rate in self.rates if rate.standing in (None, standing)])

    @staticmethod
    def _narrowest(levy: Levy, fitting: Iterable[Rate]) -> Rate:
        of_levy = [rate for rate in fitting if rate.levy is levy]
        if not of_levy:
            raise NoRateInForce(kind=levy.value)
        # Of two that hold, the one for this very case, and of these the one published for later.
        return max(of_levy, key=lambda rate: (rate.place is not None, rate.standing is not None, rate.valid_from))


def law_at(rates: Iterable[Rate], moment: datetime) -> Law:
    """Pick the rates in force at a moment."""
    return Law(tuple(rate for rate in rates if rate.holds_at(moment)))


@dataclass(frozen=True)
class Ending:
    """A rate after which there is none: from `at` on, nothing that needs it can be sold."""

    rate: Rate
    at: datetime


def endings(rates: Sequence[Rate], moment: datetime, within: timedelta) -> list[Ending]:
    """List what ends soon, or has ended, with no rate that follows it without a gap, the first to end first.

    A rate for one place only may end: the one for all places holds then.
    """
    series: dict[tuple[object, ...], list[Rate]] = {}
    for rate in rates:
        if rate.place is None:
            series.setdefault((rate.levy, rate.goods, rate.standing), []).append(rate)
    found = [ending for of in series.values() if (ending := _ending(of, moment)) and ending.at < moment + within]
    return sorted(found, key=lambda ending: (ending.at, ending.rate.id))


def _ending(series: Sequence[Rate], moment: datetime) -> Ending | None:
    begun = [rate for rate in series if rate.valid_from <= moment]
    if not begun:
        return None
    last = max(begun, key=lambda rate: (rate.valid_until is None, rate.valid_until or rate.valid_from))
    while last.valid_until is not None:
        end = last.valid_until
        following = next((rate for rate in series if rate.holds_at(end)), None)
        if following is None:
            return Ending(last, end)
        last = following
    return None
