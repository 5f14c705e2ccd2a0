"""What somebody may be typing. Nothing is learnt from what people search for: the shelf knows enough."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.analysis import spelled_out
from marketplace.kernel.work import Work
from marketplace.window.search.gateways.executor import Executor, begin
from marketplace.window.search.queries import Surroundings

log = structlog.get_logger()
_MOST_PHRASES, _MOST_NAMES = 4, 2  # words, and each of the others


@dataclass(frozen=True)
class Suggestion:
    """What somebody may be typing: words to search for, a category (its code), a brand, or a shop (its slug)."""

    kind: str  # words, category, brand, shop
    text: str
    value: str


def suggest(work: Work, executor: Executor, known: Surroundings, typed: str, language: str) -> list[Suggestion]:
    """Offer at most ten things for what was typed; without an index, categories and shops only."""
    parts = spelled_out(typed).split()
    phrases: list[str] = []
    brands: list[str] = []
    try:
        if parts and executor.available():
            phrases, brands = executor.suggest(typed, _MOST_PHRASES), executor.brands(typed, _MOST_NAMES)
    except Exception:  # whatever a broken index raises
        log.exception("search.index_unreadable")
    named = [(one.name(language), one.code) for one in CATEGORIES.values() if not (one.retired or one.merged_into)]
    categories = [(name, code) for name, code in named if begin(name, parts)][:_MOST_NAMES]
    shops = known.shops(work, typed, _MOST_NAMES)
    return [
        *(Suggestion("words", phrase, phrase) for phrase in phrases),
        *(Suggestion("category", name, code) for name, code in categories),
        *(Suggestion("brand", brand, brand) for brand in brands),
        *(Suggestion("shop", name, slug) for name, slug in shops),
    ]
