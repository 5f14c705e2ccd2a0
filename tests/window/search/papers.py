"""Listings on paper, and an index of them: for what needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from marketplace.goods.catalog import CATEGORIES, facts_of, seen_as
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument, SearchPage, SearchQuery

FACTS = RankingFacts(key="paper")


def paper(
    number: int,
    title: str,
    category: str = "estambres",
    *,
    description: str = "",
    attributes: Mapping[str, Any] | None = None,
    forms: Sequence[tuple[str, int]] = (("", 5),),
    brand: str = "",
) -> SearchDocument:
    """A listing as the shelf would give it; its forms with their pieces."""
    variants = [{"name": name, "available": pieces} for name, pieces in forms]
    seen = seen_as(category, attributes or {}, variants)
    return SearchDocument(
        number=number, title=title, text=f"{brand} {facts_of(category, seen, variants)}", description=description,
        categories=tuple(CATEGORIES[code].number for code in reversed(CATEGORIES[category].path)), brand=brand, shop="x",
        condition="new", price_minor=number * 100, available=sum(pieces for _name, pieces in forms), free_shipping=False,
        published_at=number, popularity=0, billable_grams=100, warranty_months=0, return_days=0, attributes=seen,
    )  # fmt: skip


class Market:
    """An index of some listings."""

    def __init__(self, folder: Path, *papers: SearchDocument) -> None:
        index = Index(folder)
        index.build(papers, since=1)
        self.executor = Executor(index)

    def find(self, text: str = "", **more: Any) -> SearchPage:
        """What a text finds, with every count there is."""
        return self.executor.search(SearchQuery(text, **more), FACTS)
