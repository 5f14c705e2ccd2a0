"""What people type finds what they mean: some three hundred queries over the demo's goods, scored, with a floor."""

from __future__ import annotations

import pytest

from marketplace.demo.goods import KINDS
from marketplace.kernel.text import fold
from marketplace.window.search.gateways.wordlist import is_known
from marketplace.window.search.rules import SearchQuery
from tests.window.search.judged import FACTS, INTENTIONS, QUESTIONS, REAL_WORDS, SHORT, DemoMarket, demo_market, measure

NDCG_FLOOR, FIRST_THREE_FLOOR = 0.90, 0.93


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> DemoMarket:
    return demo_market(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize("kind", ["names", "questions"])
@pytest.mark.parametrize("held_out", [False, True], ids=["tuned on", "held out"])
def test_queries_find_what_is_meant(market: DemoMarket, held_out: bool, kind: str) -> None:
    """`pytest -s` prints the figures, and bench/SEARCH.md has them."""
    found = measure(market, kind, held_out=held_out)
    print(f"{kind}, {found}")
    assert found.ndcg >= NDCG_FLOOR
    assert found.hits >= FIRST_THREE_FLOOR, found.missed


def test_the_set_asks_enough() -> None:
    assert len(SHORT) >= 200
    assert sum(4 <= len(one.query.split()) <= 6 for one in QUESTIONS) >= 40
    english = [one.query for one in QUESTIONS].index("coffee maker")  # from there on
    assert len(QUESTIONS[english:]) >= 20
    assert 0.4 < sum(one.is_held_out for one in INTENTIONS) / len(INTENTIONS) < 0.6
    assert len(set(REAL_WORDS)) >= 60


@pytest.mark.parametrize("text", [*REAL_WORDS, "regalo para mamá", "Pedro Páramo", "coffee maker"])
def test_real_words_are_not_corrected(market: DemoMarket, text: str) -> None:
    executor, _goods = market
    found = executor.search(SearchQuery(text=text), FACTS)
    assert (found.corrected, found.meant) == (None, None)


def test_accents_and_case_change_nothing(market: DemoMarket) -> None:
    executor, _goods = market
    for one in INTENTIONS:
        asked = [
            executor.search(SearchQuery(text=t), FACTS).numbers for t in (one.query, fold(one.query), one.query.upper())
        ]
        assert asked[0] == asked[1] == asked[2], one.query


def test_single_mistakes_in_long_words_are_mended_or_asked_about(
    market: DemoMarket,
) -> None:
    """Each word of five letters or more of every title's name, with letters swapped, left out, doubled and replaced.

    But for those that make another word: that is left alone.
    """
    executor, _goods = market
    words = sorted(
        {word for kind in KINDS.values() for name in kind.names for word in fold(name).split() if len(word) >= 5}
    )
    tried, mended, asked = 0, 0, 0
    for word in words:
        meant = set(executor.search(SearchQuery(text=word, limit=500), FACTS).numbers)
        at = len(word) // 2
        for wrong in (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word,
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + ("x" if word[at] != "x" else "k") + word[at + 1 :],
        ):
            found = executor.search(SearchQuery(text=wrong, limit=500), FACTS)
            if wrong == word or is_known(wrong):
                assert found.corrected is None, wrong
                continue
            tried += 1
            mended += set(found.numbers) == meant
            again = executor.search(SearchQuery(text=found.meant or "", limit=500), FACTS)
            asked += found.corrected is None and set(again.numbers) == meant
    assert tried > 300
    assert mended / tried >= 0.93, f"{mended} of {tried}"
    assert (mended + asked) / tried >= 0.98, f"{mended} and {asked} of {tried}"
