"""Questions about the comparison that a person keeps, and about the same article elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import ARTICLE_MARK_SQL
from marketplace.kernel.work import Work
from marketplace.trade.pricing import SAME_ARTICLE
from marketplace.window.compare.models import Compared
from tenants.wall import shelf_sql

_SAME_ARTICLE = shelf_sql(
    f"""
    SELECT o.number FROM listing l {ARTICLE_MARK_SQL} CROSS JOIN LATERAL ({SAME_ARTICLE}) s
    JOIN listing o ON o.tenant_id = s.tenant_id AND o.id = s.id
    WHERE l.number = :number ORDER BY o.number <> l.number, o.available <= 0, o.price_minor, o.number LIMIT :most
    """  # noqa: S608 - from the catalogue and pricing
)


def tray_of(work: Work, account_id: UUID) -> Sequence[Compared]:
    """List what a person compares, in their order."""
    query = select(Compared).where(Compared.account_id == account_id).order_by(Compared.position, Compared.number)
    return work.session.scalars(query).all()


def same_article(work: Work, number: int, most: int) -> list[int]:
    """Give the numbers of listings with the same bar code, the one asked about first, then the cheapest."""
    return [row.number for row in work.session.read_shelf(_SAME_ARTICLE, number=number, most=most)]
