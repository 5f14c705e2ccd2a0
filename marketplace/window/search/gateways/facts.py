"""What the index does not know and an answer needs: shops' measured facts, the words that mean the same, and the way
from each shop to where the reader lives. Read from the database, kept for a minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.trade.shipping import NEVER_FREE, Way, own_rate, ships_free
from marketplace.window.search.gateways.segments import Ids
from marketplace.window.search.gateways.view import View

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class ShopFact:
    """What is measured of a shop: parcels in time (basis points), minutes to answer, and whether it is new here."""

    on_time_bp: int | None
    reply_minutes: int | None
    is_new: bool


@dataclass(frozen=True)
class RankingFacts:
    """All of them at one moment. Two with the same key say the same."""

    key: object
    shops: Mapping[str, ShopFact] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: int = 0  # since year 1
    place: object = None  # what the ways lead to
    ways: Mapping[str, Way | None] = field(default_factory=dict)

    def landed(self, view: View, ids: Ids) -> NDArray[np.float64]:
        """What each listing costs delivered to the chosen place, in centavos; infinite where its shop does not send."""
        ways = self._ways(view)
        of = view.columns["shop"][ids]
        price = view.columns["price"][ids].astype(np.float64)
        own = own_rate(ways["base"][of], ways["per_kilo"][of], view.columns["grams"][ids])
        return np.asarray(price + np.where(ships_free(price, ways["free_from"][of]), 0.0, own))

    def arrives(self, view: View, ids: Ids) -> NDArray[np.int64]:
        """The last day on which each listing would arrive, counted since year 1; never where its shop does not send."""
        return np.asarray(self._ways(view)["last"][view.columns["shop"][ids]])

    def _ways(self, view: View) -> dict[str, Any]:
        ways = [self.ways.get(name) for name in view.names["shop"]]
        return {
            "base": np.array([w.base_minor if w else np.inf for w in ways]),
            "per_kilo": np.array([w.per_kg_minor if w else 0 for w in ways]),
            "free_from": np.array(
                [NEVER_FREE if w is None or w.free_from_minor is None else w.free_from_minor for w in ways]
            ),
            "last": np.array([w.promise.last.toordinal() if w else NEVER for w in ways], dtype=np.int64),
        }
