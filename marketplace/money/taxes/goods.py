"""Which kind of goods a category holds, as IVA sees it. What is not listed is general: a rate is lowered by an article only.

A category speaks for all below it, until one below speaks for itself. Goods that are used are general too: LIVA art. 9
fr. IV exempts used movables unless businesses sell them, and who keeps a shop is a business (CFF art. 16).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.money.taxes.rules import Goods


@dataclass(frozen=True)
class Listed:
    """A kind of goods with the article that says so."""

    goods: Goods
    article: str


GENERAL = Listed(Goods.GENERAL, "LIVA art. 1")
# No category holds drinks (2-A fr. I b) num. 1), chewing gum (num. 5), food prepared to be eaten where it is sold (last
# paragraph of fr. I) or medicines: whoever adds one says so here. Coffee and tea are sold dry: food, not yet a drink.
LIST: Mapping[str, Listed] = {
    "alimentos": Listed(Goods.FOOD, "LIVA art. 2-A fr. I b)"),
    "semillas": Listed(Goods.PLANT, "LIVA art. 2-A fr. I a)"),
    # At 0 % only for who publishes them (2-A fr. I i); a shop that sells others' books is exempt. The price is the same.
    "libros": Listed(Goods.BOOK, "LIVA art. 9 fr. III"),
    "alimento-mascota": Listed(Goods.GENERAL, "LIVA art. 2-A fr. I b) num. 6"),
}


def listed(category: str) -> Listed:
    """Say which kind of goods a category is, and by which article; an unknown one is general."""
    path = CATEGORIES[category].path if category in CATEGORIES else ()
    return next((LIST[code] for code in reversed(path) if code in LIST), GENERAL)
