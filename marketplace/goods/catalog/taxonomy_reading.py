"""From the rows of the tree to what a process knows. Each process looks for a new edition every other second."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import select

from marketplace.goods.catalog.taxonomy import Attribute, Category, Taxonomy, know, known
from marketplace.goods.catalog.taxonomy_models import AttributeRow, CategoryRow, FormerSlug, TaxonomyEdition
from marketplace.kernel.work import Work

LOOK_SECONDS = 2.0


class TaxonomyLooked:
    """When this process looked last."""

    def __init__(self) -> None:
        self.at = float("-inf")

    def is_due(self) -> bool:
        """Whether it is time to look; from then on it is not for a while."""
        now = time.monotonic()
        due = now - self.at > LOOK_SECONDS
        if due:
            self.at = now
        return due

    def look_at_once(self) -> None:
        """Look again at the next occasion: something was changed here."""
        self.at = float("-inf")


def refresh_taxonomy(work: Work) -> None:
    """Let this process know the tree as its rows say it, where they say something new."""
    edition = work.session.scalar(select(TaxonomyEdition.edition))
    if edition is not None and str(edition) != known().edition:
        know(read_taxonomy(work, str(edition)))


def read_taxonomy(work: Work, edition: str) -> Taxonomy:
    """Read the whole tree."""
    attributes = work.session.scalars(select(AttributeRow).order_by(AttributeRow.position, AttributeRow.code))
    former = work.session.execute(select(FormerSlug.slug, FormerSlug.category))
    return Taxonomy(
        edition,
        _in_order(work.session.scalars(select(CategoryRow)).all()),
        {row.code: _attribute(row) for row in attributes},
        {row.slug: row.category for row in former},
    )


def _in_order(rows: Sequence[CategoryRow]) -> dict[str, Category]:
    """Categories from the top down, each before what is below it."""
    below: dict[str | None, list[CategoryRow]] = {}
    for row in sorted(rows, key=lambda one: (one.position, one.number)):
        below.setdefault(row.parent, []).append(row)
    found: dict[str, Category] = {}

    def go_down(parent: str | None, path: tuple[str, ...]) -> None:
        for row in below.get(parent, ()):
            found[row.code] = _category(row, (*path, row.code))
            go_down(row.code, (*path, row.code))

    go_down(None, ())
    return found


def _category(row: CategoryRow, path: tuple[str, ...]) -> Category:
    return Category(
        row.code,
        row.number,
        row.parent,
        row.es,
        row.en,
        tuple(code for code, _required in row.attributes),
        path,
        row.slug,
        frozenset(code for code, required in row.attributes if required),
        row.goods,
        row.article,
        row.sat_key,
        row.retired,
        row.merged_into,
    )


def _attribute(row: AttributeRow) -> Attribute:
    return Attribute(
        row.code,
        row.es,
        row.en,
        row.kind,
        row.unit,
        row.decimals,
        row.better,
        {code: (es, en) for code, es, en, _chosen in row.values},
        row.help_es,
        row.help_en,
        row.filterable,
        row.comparable,
        row.axis,
        frozenset(code for code, _es, _en, chosen in row.values if not chosen),
        row.retired,
    )
