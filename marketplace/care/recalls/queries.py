"""Questions about recalls: whom one would meet, who answered what, and which there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from marketplace.care.recalls.models import Recall, RecallNotice
from marketplace.care.recalls.rules import LOOK_WITHIN, SHOWN_AFTER, RecallState
from marketplace.goods.catalog.models import ArticleMark, Product
from marketplace.kernel.calendar import morning_of, night_of
from marketplace.kernel.work import Work
from marketplace.trade.orders import SOLD, OrderState
from marketplace.trade.orders.models import Order, OrderLine

_FILE_ROWS = 500


@dataclass(frozen=True)
class Reach:
    """Whom a recall meets."""

    orders: int = 0
    buyers: int = 0
    pieces: int = 0
    on_the_way: int = 0  # of the orders, those that have not left their shop

    def __add__(self, other: Reach) -> Reach:
        return Reach(
            self.orders + other.orders,
            self.buyers + other.buyers,
            self.pieces + other.pieces,
            self.on_the_way + other.on_the_way,
        )


def reach_of(
    work: Work,
    tenant_id: UUID,
    product_id: UUID,
    variants: Collection[UUID],
    bought_from: date | None,
    bought_until: date | None,
) -> Reach:
    """Count the paid orders, their buyers and the pieces that a recall of a product would meet, by days of Mexico City."""
    said: list[ColumnElement[bool]] = [
        OrderLine.tenant_id == tenant_id,
        OrderLine.product_id == product_id,
        OrderLine.quantity > OrderLine.returned,
        Order.state.in_(SOLD),
    ]
    if variants:
        said.append(OrderLine.variant_id.in_(variants))
    if bought_from:
        said.append(Order.placed_at >= morning_of(bought_from))
    if bought_until:
        said.append(Order.placed_at < night_of(bought_until))
    in_shop = Order.state.in_([OrderState.PAID, OrderState.PACKED])
    row = work.session.execute(
        select(
            func.count(Order.id.distinct()),
            func.count(Order.buyer_id.distinct()),
            func.coalesce(func.sum(OrderLine.quantity - OrderLine.returned), 0),
            func.count(Order.id.distinct()).filter(in_shop),
        )
        .join(OrderLine, (OrderLine.tenant_id == Order.tenant_id) & (OrderLine.order_id == Order.id))
        .where(*said)
    ).one()
    return Reach(row[0], row[1], int(row[2]), row[3])


def products_of_article(work: Work, article: str) -> Sequence[tuple[UUID, UUID]]:
    """List the products of every shop that are of an article: by their number, unless a mark says otherwise."""
    is_of = or_(ArticleMark.article == article, ArticleMark.id.is_(None) & (Product.gtin == article))
    rows = work.session.execute(
        select(Product.tenant_id, Product.id)
        .outerjoin(ArticleMark, (ArticleMark.tenant_id == Product.tenant_id) & (ArticleMark.id == Product.id))
        .where(is_of)
        .order_by(Product.tenant_id, Product.id)
    )
    return [(row[0], row[1]) for row in rows]


def product_of_listing(work: Work, number: int) -> Sequence[tuple[UUID, UUID]]:
    """Find the product that is, or was, for sale under a number; nothing where there is none."""
    rows = work.session.execute(select(Product.tenant_id, Product.id).where(Product.listing_number == number))
    return [(row[0], row[1]) for row in rows]


def without_open(work: Work, products: Sequence[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Give those of some products that have no open recall."""
    rows = work.session.execute(
        select(Recall.tenant_id, Recall.product_id).where(
            Recall.state == RecallState.OPEN, Recall.product_id.in_([one[1] for one in products])
        )
    )
    taken = {(row[0], row[1]) for row in rows}
    return [one for one in products if one not in taken]


@dataclass(frozen=True)
class RecallTally:
    """How far a recall is: orders met, written to, reminded, and answered, by answer."""

    met: int
    written: int
    reminded: int
    answers: Mapping[str, int]

    @property
    def answered(self) -> int:
        """How many answered at all."""
        return sum(self.answers.values())


def tally(work: Work, recall: Recall) -> RecallTally:
    """Count the notices of a recall in one statement."""
    rows = work.session.execute(
        select(
            RecallNotice.answer,
            func.count(),
            func.count(RecallNotice.written_at),
            func.count(RecallNotice.reminded_at),
        )
        .where(RecallNotice.tenant_id == recall.tenant_id, RecallNotice.recall_id == recall.id)
        .group_by(RecallNotice.answer)
    ).all()
    return RecallTally(
        sum(row[1] for row in rows),
        sum(row[2] for row in rows),
        sum(row[3] for row in rows),
        {row[0]: row[1] for row in rows if row[0]},
    )


def _listed(work: Work, *conditions: ColumnElement[bool], offset: int, limit: int) -> tuple[Sequence[Recall], int]:
    total = work.session.scalar(select(func.count()).select_from(Recall).where(*conditions)) or 0
    rows = work.session.scalars(
        select(Recall)
        .where(*conditions)
        .order_by(Recall.state != RecallState.OPEN, Recall.started_at.desc(), Recall.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total


def recalls_of_shop(work: Work, *, offset: int, limit: int) -> tuple[Sequence[Recall], int]:
    """List the recalls of the shop this work stands in, the open ones first."""
    return _listed(work, Recall.tenant_id == work.tenant_id, offset=offset, limit=limit)


def recalls(work: Work, *, offset: int, limit: int) -> tuple[Sequence[Recall], int]:
    """List every recall there was, the open ones first."""
    return _listed(work, offset=offset, limit=limit)


def count_to_look_at(work: Work) -> tuple[int, int]:
    """Count the open recalls that shops began and nobody of the staff looked at, and those of them that wait since yesterday."""
    late = func.count().filter(Recall.started_at < work.now - LOOK_WITHIN)
    waiting = (Recall.ground.is_(None), Recall.looked_at.is_(None), Recall.state == RecallState.OPEN)
    row = work.session.execute(select(func.count(), late).select_from(Recall).where(*waiting)).one()
    return row[0], row[1]


def recalls_by_staff(work: Work) -> Sequence[Recall]:
    """List what staff recalled of the shop this work stands in, the latest first."""
    query = select(Recall).where(Recall.tenant_id == work.tenant_id, Recall.ground.is_not(None))
    return work.session.scalars(query.order_by(Recall.started_at.desc(), Recall.id)).all()


def public_recalls(work: Work, *, offset: int, limit: int) -> tuple[Sequence[Recall], int]:
    """List the recalls under way, and those closed within a year."""
    shown = (Recall.state == RecallState.OPEN) | (Recall.closed_at >= work.now - SHOWN_AFTER)
    return _listed(work, shown, offset=offset, limit=limit)


def _with_order(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(RecallNotice, Order)
        .join(Order, (Order.tenant_id == RecallNotice.tenant_id) & (Order.id == RecallNotice.order_id))
        .where(*conditions)
    )


def notices(
    work: Work, recall: Recall, *, answer: str = "", offset: int, limit: int
) -> tuple[Sequence[tuple[RecallNotice, Order]], int]:
    """List the orders that a recall meets, those that answered lately first.

    `answer` gives those that said so, or ("none") nothing.
    """
    of_it = [RecallNotice.tenant_id == recall.tenant_id, RecallNotice.recall_id == recall.id]
    if answer:
        of_it.append(RecallNotice.answer.is_(None) if answer == "none" else RecallNotice.answer == answer)
    total = work.session.scalar(select(func.count()).select_from(RecallNotice).where(*of_it)) or 0
    rows = work.session.execute(
        _with_order(*of_it)
        .order_by(RecallNotice.answered_at.desc().nulls_last(), Order.code)
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows], total


def every_notice(work: Work, recall: Recall) -> Iterator[tuple[RecallNotice, Order]]:
    """Give all orders that a recall meets, by code."""
    of_it = (RecallNotice.tenant_id == recall.tenant_id, RecallNotice.recall_id == recall.id)
    for row in work.session.execute(
        _with_order(*of_it).order_by(Order.code), execution_options={"yield_per": _FILE_ROWS}
    ):
        yield row[0], row[1]


def notices_of_order(work: Work, order: Order) -> Sequence[tuple[RecallNotice, Recall]]:
    """List the recalls that meet an order, the latest first."""
    return _noticed(
        work, RecallNotice.tenant_id == order.tenant_id, RecallNotice.order_id == order.id, offset=0, limit=None
    )


def _noticed(
    work: Work, *conditions: ColumnElement[bool], offset: int, limit: int | None
) -> Sequence[tuple[RecallNotice, Recall]]:
    rows = work.session.execute(
        select(RecallNotice, Recall)
        .join(Recall, (Recall.tenant_id == RecallNotice.tenant_id) & (Recall.id == RecallNotice.recall_id))
        .where(RecallNotice.written_at.is_not(None), *conditions)
        .order_by(Recall.started_at.desc(), RecallNotice.id)
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def notices_of_person(
    work: Work, account_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[tuple[RecallNotice, Recall, str]], int]:
    """List the recalls that meet what a person bought, each with its order's code, the latest first."""
    mine = (RecallNotice.buyer_id == account_id) & RecallNotice.written_at.is_not(None)
    total = work.session.scalar(select(func.count()).select_from(RecallNotice).where(mine)) or 0
    found = _noticed(work, mine, offset=offset, limit=limit)
    orders = select(Order.id, Order.code).where(Order.id.in_([notice.order_id for notice, _recall in found]))
    codes = {row[0]: row[1] for row in work.session.execute(orders)}
    return [(notice, recall, codes[notice.order_id]) for notice, recall in found], total
