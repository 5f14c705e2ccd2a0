"""Which categories have goods, and how many: none other is offered. Looked up once a minute in each process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import structlog

from marketplace.goods.catalog import CATEGORIES, CHILDREN, Category
from marketplace.kernel.site import site
from marketplace.kernel.work import unit_of_work
from marketplace.window.storefront import queries
from tenants.scope import PublicScope

log = structlog.get_logger()
_KEPT_SECONDS = 60


class CategoryShelf(NamedTuple):
    """A category of the menu: how many listings it holds with those below it (0: not known), and what is below it."""

    category: Category
    goods: int
    below: tuple[CategoryShelf, ...]


class Shelves:
    """What one process knows of it."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._keep(dict.fromkeys(CATEGORIES, 0))

    def _keep(self, goods: Mapping[str, int]) -> None:
        self.codes, self.tree = frozenset(goods), _branches(None, goods)

    def look(self) -> Shelves:
        """Look the goods up again where that was a while ago."""
        now = time.monotonic()
        if now - self._read_at > _KEPT_SECONDS:
            self._read_at = now
            try:
                with unit_of_work(PublicScope(), read_only=True) as work:
                    leaves = queries.categories(work)
            except Exception:  # a page about the database being away needs its menu too
                log.warning("shelves.unread")
            else:
                goods = Counter[str]()
                for leaf, count in leaves.items():
                    goods.update(dict.fromkeys(CATEGORIES[leaf].path, count))
                self._keep(goods)
        return self


def _branches(parent: str | None, goods: Mapping[str, int]) -> tuple[CategoryShelf, ...]:
    return tuple(
        CategoryShelf(one, goods[one.code], _branches(one.code, goods)) for one in CHILDREN[parent] if one.code in goods
    )


def stocked() -> frozenset[str]:
    """Give the codes of the categories that hold goods, and of those above them, as this process knows them."""
    return site().part(Shelves).look().codes


def shelves() -> tuple[CategoryShelf, ...]:
    """Give the tree of the categories that have goods; the same one until it is looked up again."""
    return site().part(Shelves).look().tree
