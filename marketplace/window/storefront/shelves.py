"""Which categories have goods: none other is offered. Looked up once a minute in each process."""

from __future__ import annotations

import time

import structlog

from marketplace.goods.catalog import CATEGORIES, CHILDREN, Category
from marketplace.kernel.site import site
from marketplace.kernel.work import unit_of_work
from marketplace.window.storefront import queries
from tenants.scope import PublicScope

log = structlog.get_logger()
_KEPT_SECONDS = 60


class Shelves:
    """What one process knows of it."""

    def __init__(self) -> None:
        self._codes = frozenset(CATEGORIES)
        self._read_at = float("-inf")

    def stocked(self) -> frozenset[str]:
        """Give the codes of the categories that hold goods, and of those above them."""
        now = time.monotonic()
        if now - self._read_at > _KEPT_SECONDS:
            self._read_at = now
            try:
                with unit_of_work(PublicScope(), read_only=True) as work:
                    leaves = queries.categories(work)
                self._codes = frozenset(code for leaf in leaves for code in CATEGORIES[leaf].path)
            except Exception:  # a page about the database being away needs its bar too
                log.warning("shelves.unread")
        return self._codes


def stocked() -> frozenset[str]:
    """Give the codes of the categories that hold goods, and of those above them, as this process knows them."""
    return site().part(Shelves).stocked()


def top_categories() -> tuple[Category, ...]:
    """Give the highest categories that have goods."""
    there = stocked()
    return tuple(category for category in CHILDREN[None] if category.code in there)
