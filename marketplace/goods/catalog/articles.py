"""Which listings are of one article: those with its number, unless a shop says that its own is another, or staff that it is.

A mark stands beside the listing and takes the place of its number; taking it away leaves the number as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, delete, select

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.models import ArticleMark, Listing
from marketplace.goods.catalog.service import get_product
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from tenants.wall import shelf_sql

# Of which article listing l is: by its number in its one form (`N/A` is of none), unless a mark says otherwise.
ARTICLE_MARK_SQL = "LEFT JOIN article_mark m ON m.tenant_id = l.tenant_id AND m.id = l.id"
ARTICLE_SQL = "CASE WHEN m.id IS NOT NULL THEN m.article WHEN l.gtin ~ '^[0-9]{14}$' THEN l.gtin END"

_MOST_MARKS = 200
_ARTICLES = shelf_sql(
    f"SELECT l.tenant_id, l.id, l.number, {ARTICLE_SQL} AS article "  # noqa: S608 - from above
    f"FROM listing l {ARTICLE_MARK_SQL} WHERE l.number = ANY(:numbers)"
)


@verb(needs=May.EDIT_PRODUCTS)
def unlink_article(work: Work, product_id: UUID, reason: str) -> None:
    """Say that a product of this shop is not the article that others sell under its number; staff read why.

    Raises NoArticle where it stands with none.
    """
    product = get_product(work, product_id, lock=True)
    mark = work.session.get(ArticleMark, (product.tenant_id, product_id))
    if (mark.article if mark else product.gtin) is None:
        raise errors.NoArticle
    _put(work, product.tenant_id, product_id, None, reason, by_staff=False)
    work.audit("catalog.article_off", f"product:{product_id}", title=product.title, reason=reason)


@verb(needs=May.EDIT_PRODUCTS)
def relink_article(work: Work, product_id: UUID) -> None:
    """Take back that it is another article. Raises NoArticle where this shop did not say so itself."""
    product = get_product(work, product_id, lock=True)
    mark = work.session.get(ArticleMark, (product.tenant_id, product_id))
    if mark is None or mark.by_staff:
        raise errors.NoArticle
    work.session.delete(mark)
    work.session.flush()
    work.audit("catalog.article_on", f"product:{product_id}", title=product.title)


@verb(needs=StaffMay.MODERATE)
def match_article(work: Work, number: int, other: int, reason: str) -> str:
    """Say that two listings are of one article, whatever their numbers say: the first joins the other's. Gives which it is.

    Where the other is of none, both get a name of their own. Raises NoSuchListing, SameArticle where they are of one already.
    """
    found = {row.number: row for row in work.session.read_shelf(_ARTICLES, numbers=[number, other])}
    if number not in found or other not in found:
        raise errors.NoSuchListing
    one, two = found[number], found[other]
    article = two.article or f"p{two.number}"
    if one.article == article or number == other:
        raise errors.SameArticle
    joining = [one] if two.article else [one, two]
    for row in joining:
        _put(work, row.tenant_id, row.id, article, reason, by_staff=True)
        work.audit(
            "catalog.article_match", f"product:{row.id}", tenant_id=row.tenant_id, number=row.number, reason=reason
        )
    return article


@verb(needs=StaffMay.MODERATE)
def undo_article_mark(work: Work, tenant_id: UUID, product_id: UUID, reason: str) -> None:
    """Take a mark away: the listing is again what its number says. Raises NoArticle where there is none any more."""
    gone = work.session.scalar(
        delete(ArticleMark)
        .where(ArticleMark.tenant_id == tenant_id, ArticleMark.id == product_id)
        .returning(ArticleMark.id)
        .execution_options(synchronize_session=False)
    )
    if gone is None:
        raise errors.NoArticle
    work.audit("catalog.article_undo", f"product:{product_id}", tenant_id=tenant_id, reason=reason)


def _put(work: Work, tenant_id: UUID, product_id: UUID, article: str | None, reason: str, *, by_staff: bool) -> None:
    mark = work.session.find(
        select(ArticleMark).where(ArticleMark.tenant_id == tenant_id, ArticleMark.id == product_id), lock=True
    )
    if mark is None:
        mark = ArticleMark(tenant_id=tenant_id, id=product_id)
        work.session.add(mark)
    mark.article, mark.reason, mark.by, mark.by_staff, mark.at = article, reason, work.actor.name, by_staff, work.now
    work.session.flush()


class OwnArticle(NamedTuple):
    """Of which article a product of this shop is: by its number, or by a mark."""

    article: str | None
    mark: ArticleMark | None


def own_article(work: Work, product_id: UUID) -> OwnArticle:
    """Of which article a product of this shop is."""
    product = get_product(work, product_id)
    mark = work.session.get(ArticleMark, (product.tenant_id, product_id))
    return OwnArticle(mark.article if mark else product.gtin, mark)


def article_marks(work: Work) -> Sequence[Row[ArticleMark, int, str]]:
    """List the marks there are, the latest first, each with its listing's number and title; those off the shelf are left out."""
    return work.session.execute(
        select(ArticleMark, Listing.number, Listing.title)
        .join(Listing, (Listing.tenant_id == ArticleMark.tenant_id) & (Listing.id == ArticleMark.id))
        .order_by(ArticleMark.at.desc())
        .limit(_MOST_MARKS)
    ).all()
