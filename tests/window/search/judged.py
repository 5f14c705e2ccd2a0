"""What people type, judged by what they want of the demo's goods; half of it is never looked at while tuning."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.search import document
from marketplace.demo.goods import KINDS
from marketplace.goods.catalog import several
from marketplace.kernel.text import fold
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument, SearchQuery

EACH = 16  # products of each kind
FACTS = RankingFacts(key="quality")
HERE = Path(__file__).parent
DemoMarket = tuple[Executor, dict[int, SearchDocument]]


@dataclass(frozen=True)
class Wanted:
    """What gains how much: goods whose title begins so, that have these attributes, and whose title holds these words."""

    gain: float
    begins: str
    attributes: tuple[tuple[str, str], ...] = ()
    holds: str = ""

    def fits(self, one: SearchDocument) -> bool:
        has = all(value in map(str, several(one.attributes.get(code))) for code, value in self.attributes)
        return fold(one.title).startswith(fold(self.begins)) and has and self.holds in one.title


@dataclass(frozen=True)
class Intention:
    """A query, and what somebody who types it wants, the first that fits."""

    query: str
    wanted: tuple[Wanted, ...]

    def gain(self, one: SearchDocument) -> float:
        return next((wanted.gain for wanted in self.wanted if wanted.fits(one)), 0.0)

    @property
    def is_held_out(self) -> bool:
        """Whether nobody looked at it while tuning: half of them, by their own words."""
        return hashlib.sha256(self.query.encode()).digest()[0] % 2 == 1


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _intentions() -> list[Intention]:
    """3 for what is meant; 1 for the same name without the detail; nothing for the rest."""
    found = []
    for line in _lines("queries.txt"):
        meant, _bar, queries = line.partition(" | ")
        name, _and, also = meant.partition(" & ")
        wanted = (Wanted(3, name, holds=also), *([Wanted(1, name)] if also else []))
        found += [Intention(query.strip(), wanted) for query in queries.split(" / ")]
    return found


def _questions() -> list[Intention]:
    found = []
    for line in _lines("questions.txt"):
        query, _bar, judgements = line.partition(" | ")
        wanted = []
        for judgement in judgements.split("; "):
            gain, _colon, which = judgement.partition(": ")
            begins, *said = which.split(" & ")
            wanted.append(
                Wanted(float(gain), begins, tuple((code, value) for code, value in (one.split("=") for one in said)))
            )
        found.append(Intention(query, tuple(wanted)))
    return found


REAL_WORDS = [word for line in _lines("real_words.txt") for word in line.split()]
SHORT, QUESTIONS = _intentions(), _questions()
SETS = {"names": SHORT, "questions": QUESTIONS}
INTENTIONS = [*SHORT, *QUESTIONS]


def demo_market(folder: Path) -> DemoMarket:
    """An index of the demo's goods, of every kind some."""
    goods = [
        document(number, kind)
        for place, kind in enumerate(sorted(KINDS))
        for number in range(place * EACH + 1, place * EACH + EACH + 1)
    ]
    index = Index(folder)
    index.build(goods, since=1)
    return Executor(index), {one.number: one for one in goods}


@dataclass(frozen=True)
class Figures:
    """Of some queries: how many, their mean nDCG@10, how many have what is meant in the first three, and which have not."""

    queries: int
    ndcg: float
    hits: float
    missed: Sequence[str]


def measure(market: DemoMarket, kind: str, *, held_out: bool) -> Figures:
    """Ask one half of a set."""
    asked = [one for one in SETS[kind] if one.is_held_out == held_out]
    scored = {one.query: _scores(one, market) for one in asked}
    return Figures(
        len(asked),
        sum(score for score, _hit in scored.values()) / len(scored),
        sum(hit for _score, hit in scored.values()) / len(scored),
        [query for query, (_score, hit) in scored.items() if not hit],
    )


def _scores(intention: Intention, market: DemoMarket) -> tuple[float, bool]:
    """nDCG of the first ten, and whether one of the first three is what is meant."""
    executor, goods = market
    numbers = executor.search(SearchQuery(text=intention.query, limit=10), FACTS).numbers
    gains = [intention.gain(goods[number]) for number in numbers]
    ideal = sorted((intention.gain(one) for one in goods.values()), reverse=True)[:10]

    def dcg(of: list[float]) -> float:
        return sum(gain / math.log2(place + 2) for place, gain in enumerate(of))

    assert ideal[0] >= 2, f"nothing in the demo is what {intention} means"
    return dcg(gains) / dcg(ideal), max(gains[:3], default=0) >= 2
