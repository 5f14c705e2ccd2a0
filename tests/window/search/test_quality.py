"""What people type finds what they mean: some two hundred queries over the demo's goods, scored, with a floor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.search import document
from marketplace.demo.goods import KINDS
from marketplace.kernel.text import fold
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument, SearchQuery

EACH = 16  # products of each kind
NDCG_FLOOR, FIRST_THREE_FLOOR = 0.85, 0.93
FACTS = RankingFacts(key="quality")


@dataclass(frozen=True)
class Intention:
    """A query, and the words that the title somebody means begins with and holds."""

    query: str
    name: str
    also: str

    def gain(self, one: SearchDocument) -> float:
        """3 for what is meant; 1 for the same name without the detail; nothing for the rest."""
        if not fold(one.title).startswith(fold(self.name)):
            return 0.0
        return 3.0 if not self.also or self.also in one.title else 1.0


def _intentions() -> list[Intention]:
    found = []
    for line in (Path(__file__).parent / "queries.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            meant, _bar, queries = line.partition(" | ")
            name, _and, also = meant.partition(" & ")
            found += [Intention(query.strip(), name, also) for query in queries.split(" / ")]
    return found


INTENTIONS = _intentions()


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> tuple[Executor, dict[int, SearchDocument]]:
    """An index of the demo's goods, of every kind some."""
    goods = [
        document(number, kind)
        for place, kind in enumerate(sorted(KINDS))
        for number in range(place * EACH + 1, place * EACH + EACH + 1)
    ]
    index = Index(tmp_path_factory.mktemp("index"))
    index.build(goods, since=1)
    return Executor(index), {one.number: one for one in goods}


def _scores(intention: Intention, market: tuple[Executor, dict[int, SearchDocument]]) -> tuple[float, bool]:
    """nDCG of the first ten, and whether one of the first three is what is meant."""
    executor, goods = market
    numbers = executor.search(SearchQuery(text=intention.query, limit=10), FACTS).numbers
    gains = [intention.gain(goods[number]) for number in numbers]
    ideal = sorted((intention.gain(one) for one in goods.values()), reverse=True)[:10]

    def dcg(of: list[float]) -> float:
        return sum(gain / math.log2(place + 2) for place, gain in enumerate(of))

    assert ideal[0] == 3.0, f"nothing in the demo is what {intention} means"
    return dcg(gains) / dcg(ideal), 3.0 in gains[:3]


@pytest.mark.parametrize("half", [0, 1], ids=["tuned on", "reported"])
def test_queries_find_what_is_meant(market: tuple[Executor, dict[int, SearchDocument]], half: int) -> None:
    assert len(INTENTIONS) >= 120
    scored = {one.query: _scores(one, market) for one in INTENTIONS[half::2]}
    ndcg = sum(score for score, _hit in scored.values()) / len(scored)
    hits = sum(hit for _score, hit in scored.values()) / len(scored)
    missed = [query for query, (_score, hit) in scored.items() if not hit]
    print(f"nDCG@10 {ndcg:.3f}, in the first three {hits:.3f}, missed: {missed}")
    assert ndcg >= NDCG_FLOOR, sorted(scored.items(), key=lambda item: item[1])[:12]
    assert hits >= FIRST_THREE_FLOOR, missed


def test_accents_and_case_change_nothing(market: tuple[Executor, dict[int, SearchDocument]]) -> None:
    executor, _goods = market
    for one in INTENTIONS:
        asked = [
            executor.search(SearchQuery(text=t), FACTS).numbers for t in (one.query, fold(one.query), one.query.upper())
        ]
        assert asked[0] == asked[1] == asked[2], one.query


def test_single_mistakes_in_long_words_are_mended(market: tuple[Executor, dict[int, SearchDocument]]) -> None:
    """Each word of five letters or more of every title's name, with letters swapped, left out, doubled and replaced."""
    executor, _goods = market
    words = sorted(
        {word for kind in KINDS.values() for name in kind.names for word in fold(name).split() if len(word) >= 5}
    )
    tried, mended = 0, []
    for word in words:
        meant = set(executor.search(SearchQuery(text=word, limit=500), FACTS).numbers)
        at = len(word) // 2
        for wrong in (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word,
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + ("x" if word[at] != "x" else "k") + word[at + 1 :],
        ):
            tried += 1
            mended.append(set(executor.search(SearchQuery(text=wrong, limit=500), FACTS).numbers) == meant)
    assert tried > 300
    assert sum(mended) / tried >= 0.95, f"{sum(mended)} of {tried}"
