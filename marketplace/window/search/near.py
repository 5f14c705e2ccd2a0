"""Categories near what somebody typed, where nothing says it."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.goods.catalog import CATEGORIES, CHILDREN, Category
from marketplace.kernel.analysis import understand
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.vocabulary import is_one_mistake

_ALIKE = 5  # letters at the beginning that two words of one family share: “cafetería” and “cafetera”


def near(text: str, chosen: Category | None, stocked: Collection[str], facts: RankingFacts, most: int) -> list[str]:
    """Give the codes of categories that have goods and are near: by their names, else beside the chosen one.

    Nothing is near where no name says a word that was typed, or one like it: then none is proposed.
    """
    typed = {term for word in understand(text, facts.synonyms).words for term in word}
    scores = {code: _likeness(category, typed) for code, category in CATEGORIES.items() if code in stocked}
    by_name = sorted((code for code, score in scores.items() if score), key=lambda code: -scores[code])
    if by_name:
        return by_name[:most]
    beside = CHILDREN[chosen.parent] if chosen else ()
    return [one.code for one in beside if one != chosen and one.code in stocked][:most]


def _likeness(category: Category, typed: Collection[str]) -> int:
    """How many words of a category's names were typed; those that are only like one count half."""
    said = {word[0] for word in understand(f"{category.es} {category.en}").words}
    return sum(2 if word in said else 1 for word in typed if word in said or any(_are_alike(word, one) for one in said))


def _are_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _ALIKE:
        return False
    return one[:_ALIKE] == other[:_ALIKE] or is_one_mistake(one, other)
