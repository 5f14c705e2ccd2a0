"""Which kind of goods a category holds, as IVA sees it and staff keep it with the category.

What is not listed is general: a rate is lowered by an article only.

A category speaks for all below it, until one below speaks for itself. Goods that are used are general too: LIVA art. 9
fr. IV exempts used movables unless businesses sell them, and who keeps a shop is a business (CFF art. 16).
"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.goods.catalog.rules import Goods
from marketplace.goods.catalog.taxonomy import CATEGORIES


@dataclass(frozen=True)
class Listed:
    """A kind of goods with the article that says so."""

    goods: Goods
    article: str


GENERAL = Listed(Goods.GENERAL, "LIVA art. 1")


def every_listed() -> dict[str, Listed]:
    """The categories that say themselves which kind of goods they are, by code."""
    return {code: Listed(Goods(one.goods), one.article) for code, one in CATEGORIES.items() if one.goods}


def listed(category: str) -> Listed:
    """Say which kind of goods a category is, and by which article; an unknown one is general."""
    path = CATEGORIES[category].path if category in CATEGORIES else ()
    own = (CATEGORIES[code] for code in reversed(path))
    return next((Listed(Goods(one.goods), one.article) for one in own if one.goods), GENERAL)
