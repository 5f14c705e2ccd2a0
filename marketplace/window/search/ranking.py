"""How results are ordered: the one formula, with its weights. The public page and each “why is this here” are made from it.

Every signal gives between nothing and its points; the sum decides, and what cannot be bought comes last. What a shop
pays, which plan it has or whose logistics it uses are no signals and cannot become one without appearing here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class RankingSignal:
    """Something that counts, and the most points it can give."""

    code: str
    points: int


WORDS = RankingSignal("words", 60)  # how well title, facts and description say what was asked for
HEAD = RankingSignal("head", 12)  # the title begins with what was asked for: a coffee maker, not a filter for one
SOLD = RankingSignal("sold", 10)  # how often it was bought
ON_TIME = RankingSignal("on_time", 8)  # share of its shop's parcels handed over in time, over 60 days
REPLY = RankingSignal("reply", 4)  # how fast its shop answers
EXPLORING = RankingSignal("exploring", 6)  # today's lot of new shops' listings

SIGNALS = (WORDS, HEAD, SOLD, ON_TIME, REPLY, EXPLORING)

# Text: a word in the title counts three times one in the facts (category, brand, attributes), and that twice one in the
# description. Rarer words count more (BM25's idf), the tenth repetition little more than the third (k1), and long titles
# less (b).
TITLE_WEIGHT, TEXT_WEIGHT, DESCRIPTION_WEIGHT, SATURATION, LENGTH = 3.0, 1.0, 0.5, 1.2, 0.3
MOST_SOLD = 500  # more sales than this count no further
REPLY_FAST_MINUTES, REPLY_SLOW_MINUTES = 60, 24 * 60
# A shop that was not measured yet counts as a decent one, so that beginning is no handicap.
UNMEASURED_ON_TIME, UNMEASURED_REPLY = 0.85, 0.5
NEW_SHOP_DAYS = 90
EXPLORED_SHARE = 10  # one in ten listings of new shops, another tenth each day


def sold(pieces: Numbers) -> Points:
    """Points for sales: logarithmic, so that the first ten count as much as the next hundred."""
    share = np.log1p(np.minimum(pieces, MOST_SOLD)) / np.log1p(MOST_SOLD)
    points: Points = (SOLD.points * share).astype(np.float32)
    return points


def on_time(basis_points: int | None) -> float:
    """Points for handing parcels over in time."""
    return ON_TIME.points * (UNMEASURED_ON_TIME if basis_points is None else basis_points / 10_000)


def reply(minutes: int | None) -> float:
    """Points for answering: all of them up to an hour, none from a day on."""
    if minutes is None:
        return REPLY.points * UNMEASURED_REPLY
    late = (minutes - REPLY_FAST_MINUTES) / (REPLY_SLOW_MINUTES - REPLY_FAST_MINUTES)
    return REPLY.points * (1 - min(max(late, 0.0), 1.0))


def exploring(listings: Numbers, of_new_shops: NDArray[np.bool_], day: int) -> Points:
    """Points for today's lot: which tenth of new shops' listings it is depends on their numbers and the day only."""
    drawn = (listings * 2_654_435_761 + day * 97_531) % 2**32 % EXPLORED_SHARE == 0
    return np.where(drawn & of_new_shops, np.float32(EXPLORING.points), np.float32(0))


def rarity(living: int, having: int) -> float:
    """How much a word tells, by how many listings have it (BM25's idf)."""
    return math.log1p((living - having + 0.5) / (having + 0.5))


def saturated(often: Points, relative_length: Points | float = 1.0) -> Points:
    """What a word's repetitions count, between nothing and one (BM25's k1 and b)."""
    counted: Points = (often / (often + SATURATION * (1 - LENGTH + LENGTH * relative_length))).astype(np.float32)
    return counted
