"""Verbs on stock. Scarce things are taken by one conditional UPDATE, in key order; never read, checked, then written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods import catalog
from marketplace.goods.inventory.errors import HeldByBuyers, MoreThanThere, NotEnough, StockChanged
from marketplace.goods.inventory.models import Location, Reservation, Stock, StockMovement
from marketplace.goods.inventory.rules import NEXT, MovementKind, ReservationState, StockReason
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import leading_to
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from tenants.rows import NewRows
from tenants.wall import plain_sql


@dataclass(frozen=True)
class Wanted:
    """So many of one variant of one shop."""

    tenant_id: UUID
    variant_id: UUID
    quantity: int


_WHY = "stock of several shops is taken in one statement, rows locked in key order"
_TAKE = plain_sql(
    """
    WITH wanted AS (
        SELECT * FROM unnest(cast(:tenants AS uuid[]), cast(:variants AS uuid[]), cast(:quantities AS bigint[]))
                 AS w(tenant_id, variant_id, quantity)
    ), locked AS (
        SELECT s.tenant_id, s.id, w.quantity FROM stock s JOIN wanted w USING (tenant_id, variant_id)
        ORDER BY s.tenant_id, s.id FOR UPDATE OF s
    )
    UPDATE stock s SET reserved = s.reserved + l.quantity
    FROM locked l
    WHERE s.tenant_id = l.tenant_id AND s.id = l.id AND s.on_hand - s.reserved >= l.quantity
    RETURNING s.tenant_id, s.variant_id, s.location_id, s.product_id
    """,
    why=_WHY,
)
# Paid: what was held leaves the shelf. Released: what was held is free again.
_CLOSE = plain_sql(
    """
    WITH closed AS (
        UPDATE reservation SET state = :state WHERE purchase_id = :purchase AND state = ANY(:before)
        RETURNING tenant_id, variant_id, location_id, quantity
    ), locked AS (
        SELECT s.tenant_id, s.id, c.quantity FROM stock s JOIN closed c USING (tenant_id, variant_id, location_id)
        ORDER BY s.tenant_id, s.id FOR UPDATE OF s
    )
    UPDATE stock s SET reserved = s.reserved - l.quantity,
                       on_hand = s.on_hand - CASE WHEN :leaves THEN l.quantity ELSE 0 END
    FROM locked l
    WHERE s.tenant_id = l.tenant_id AND s.id = l.id
    RETURNING s.tenant_id, s.variant_id, s.location_id, s.product_id, l.quantity, s.on_hand
    """,
    why=_WHY,
)
_PUT_BACK = plain_sql(
    """
    WITH returned AS (
        SELECT tenant_id, variant_id, sum(quantity) AS quantity
        FROM unnest(cast(:tenants AS uuid[]), cast(:variants AS uuid[]), cast(:quantities AS bigint[]))
             AS r(tenant_id, variant_id, quantity) GROUP BY tenant_id, variant_id
    ), locked AS (
        SELECT s.tenant_id, s.id, r.quantity FROM stock s JOIN returned r USING (tenant_id, variant_id)
        ORDER BY s.tenant_id, s.id FOR UPDATE OF s
    )
    UPDATE stock s SET on_hand = s.on_hand + l.quantity
    FROM locked l
    WHERE s.tenant_id = l.tenant_id AND s.id = l.id
    RETURNING s.tenant_id, s.variant_id, s.location_id, s.product_id, l.quantity, s.on_hand
    """,
    why=_WHY,
)


def _columns(wanted: Iterable[Wanted]) -> dict[str, list[object]]:
    rows = sorted(wanted, key=lambda w: (w.tenant_id, w.variant_id))
    return {
        "tenants": [w.tenant_id for w in rows],
        "variants": [w.variant_id for w in rows],
        "quantities": [w.quantity for w in rows],
    }


@dataclass(frozen=True)
class NewStock:
    """So many pieces of a variant that is new."""

    product_id: UUID
    variant_id: UUID
    on_hand: int


def open_stocks(work: Work, new: Sequence[NewStock]) -> None:
    """Put new variants of the shop this work stands in on the shelf, each with so many pieces."""
    if not new:
        return
    location_id = open_location(work, work.tenant_id)
    rows = [
        Stock(
            tenant_id=work.tenant_id, id=new_id(), variant_id=one.variant_id, location_id=location_id,
            product_id=one.product_id, on_hand=one.on_hand, reserved=0,
        )
        for one in new
    ]  # fmt: skip
    work.session.add_all(rows)
    work.session.flush()
    for stock in rows:
        if stock.on_hand:
            _note(work, stock, MovementKind.OPENING, stock.on_hand, stock.on_hand, "product")


def open_location(work: Work, tenant_id: UUID) -> UUID:
    """Give the location where a shop keeps its goods; it is opened with the shop's first stock.

    Two at once are not both first: who comes second at the one location of a shop is tried again.
    """
    found = work.session.scalar(select(Location.id).where(Location.tenant_id == tenant_id))
    if found is not None:
        return found
    location = Location(tenant_id=tenant_id, id=new_id(), opened_at=work.now)
    work.session.add(location)
    work.session.flush()
    return location.id


@verb(needs=May.CHANGE_STOCK)
def count_stock(work: Work, counts: Mapping[UUID, int], *, counted_at: datetime, note: str) -> None:
    """Set how many of some variants there were when somebody counted them; what moved since is added to that.

    Raises NotEnough for a variant that the shop does not stock, HeldByBuyers where it would be less than what buyers are
    paying for at this moment. Whoever calls says so to the shelf.
    """
    rows = work.session.lock(
        select(Stock).where(Stock.tenant_id == work.tenant_id, Stock.variant_id.in_(list(counts))).order_by(Stock.id)
    )
    if len(rows) != len(counts):
        raise NotEnough
    moved: dict[UUID, int] = {
        variant_id: int(delta)
        for variant_id, delta in work.session.execute(
            select(StockMovement.variant_id, func.sum(StockMovement.delta))
            .where(
                StockMovement.tenant_id == work.tenant_id,
                StockMovement.variant_id.in_(list(counts)),
                StockMovement.at > counted_at,
            )
            .group_by(StockMovement.variant_id)
        )
    }
    for stock in rows:
        on_hand = counts[stock.variant_id] + moved.get(stock.variant_id, 0)
        if on_hand < stock.reserved:
            raise HeldByBuyers(variant_id=stock.variant_id, held=stock.reserved)
        delta, stock.on_hand = on_hand - stock.on_hand, on_hand
        if delta:
            _note(work, stock, MovementKind.CORRECTION, delta, on_hand, note)
    work.session.flush()


@verb(needs=May.CHANGE_STOCK)
def set_stock(work: Work, variant_id: UUID, *, on_hand: int, seen: int | None = None, note: str = "") -> None:
    """Correct how many of a variant the shop has, from the number that was `seen`.

    Raises StockChanged when some were sold or corrected since; HeldByBuyers when it is less than what buyers are paying
    for at this moment.
    """
    stock = _seen_stock(work, variant_id, seen)
    _correct(work, stock, on_hand - stock.on_hand, MovementKind.CORRECTION, note)


@verb(needs=May.CHANGE_STOCK)
def change_stock(work: Work, variant_id: UUID, *, delta: int, reason: StockReason, seen: int | None = None) -> None:
    """Note that a shop has so many pieces more, or fewer, and why; from the number that was `seen`.

    Raises StockChanged, HeldByBuyers, and MoreThanThere where fewer than none would be left.
    """
    stock = _seen_stock(work, variant_id, seen)
    if stock.on_hand + delta < 0:
        raise MoreThanThere(variant_id=variant_id, now=stock.on_hand)
    kind = MovementKind.DAMAGED if reason is StockReason.DAMAGED else MovementKind.CORRECTION
    _correct(work, stock, delta, kind, f"reason:{reason.value}", {"reason": reason.value})


def _seen_stock(work: Work, variant_id: UUID, seen: int | None) -> Stock:
    stock = work.session.find(select(Stock).where(Stock.variant_id == variant_id), lock=True)
    if stock is None:
        raise NotEnough
    if seen is not None and seen != stock.on_hand:
        raise StockChanged(variant_id=variant_id, seen=seen, now=stock.on_hand)
    return stock


def _correct(
    work: Work, stock: Stock, delta: int, kind: MovementKind, subject: str, why: dict[str, Any] | None = None
) -> None:
    on_hand = stock.on_hand + delta
    if on_hand < stock.reserved:
        raise HeldByBuyers(variant_id=stock.variant_id, held=stock.reserved)
    if not delta:
        return
    stock.on_hand = on_hand
    _note(work, stock, kind, delta, on_hand, subject)
    work.audit(
        "inventory.stock", f"variant:{stock.variant_id}",
        **catalog.name_variant(work, stock.tenant_id, stock.variant_id), before=on_hand - delta, after=on_hand, **(why or {}),
    )  # fmt: skip
    work.session.flush()
    catalog.refresh_availability(work, [(stock.tenant_id, stock.product_id)])


def reserve(work: Work, rows: NewRows, purchase_id: UUID, wanted: Sequence[Wanted], *, until: datetime) -> None:
    """Hold stock for a purchase until a moment: all of it, or none. The caller writes the rows.

    Raises NotEnough naming the variants that fell short; nothing is held then (the caller's work rolls back).
    """
    taken = work.session.execute(_TAKE, _columns(wanted)).all()
    at = {(row.tenant_id, row.variant_id): row.location_id for row in taken}
    if len(taken) < len(wanted):
        raise NotEnough(variants=[w.variant_id for w in wanted if (w.tenant_id, w.variant_id) not in at])
    for w in wanted:
        rows.add(
            Reservation,
            tenant_id=w.tenant_id,
            purchase_id=purchase_id,
            variant_id=w.variant_id,
            location_id=at[w.tenant_id, w.variant_id],
            quantity=w.quantity,
            state=ReservationState.HELD,
            expires_at=until,
        )
    catalog.refresh_availability(work, [(row.tenant_id, row.product_id) for row in taken])


def consume(work: Work, purchase_id: UUID, subject: str) -> bool:
    """Let what was held for a purchase leave the shelf: it is paid. False when nothing is held any more."""
    rows = _close(work, purchase_id, ReservationState.CONSUMED)
    for row in rows:
        _note(work, row, MovementKind.SALE, -row.quantity, row.on_hand, subject)
    catalog.count_sold(work, [(row.tenant_id, row.product_id, row.quantity) for row in rows])
    return bool(rows)


def release(work: Work, purchase_id: UUID) -> bool:
    """Free what was held for a purchase. False when nothing is held any more."""
    rows = _close(work, purchase_id, ReservationState.RELEASED)
    catalog.refresh_availability(work, [(row.tenant_id, row.product_id) for row in rows])
    return bool(rows)


def _close(work: Work, purchase_id: UUID, to: ReservationState) -> Sequence[Any]:
    """End what is held for a purchase, all of it in one statement."""
    asked = {
        "purchase": purchase_id, "state": to.value, "before": [state.value for state in leading_to(to, NEXT)],
        "leaves": to is ReservationState.CONSUMED,
    }  # fmt: skip
    return work.session.execute(_CLOSE, asked).all()


def put_back(work: Work, returned: Sequence[Wanted], *, kind: MovementKind, subject: str) -> None:
    """Put sold pieces back on the shelf, after a cancellation or a return."""
    rows = work.session.execute(_PUT_BACK, _columns(returned)).all()
    for row in rows:
        _note(work, row, kind, row.quantity, row.on_hand, subject)
    catalog.refresh_availability(work, [(row.tenant_id, row.product_id) for row in rows])
    catalog.count_sold(work, [(row.tenant_id, row.product_id, -row.quantity) for row in rows])


def keep_out(work: Work, came: Sequence[Wanted], *, kind: MovementKind, subject: str) -> None:
    """Note that sold pieces are with the shop again and are not for sale: they came (`kind`), and are damaged or missing."""
    for one in sorted(came, key=lambda w: (w.tenant_id, w.variant_id)):
        stock = work.session.lock(
            select(Stock).where(Stock.tenant_id == one.tenant_id, Stock.variant_id == one.variant_id)
        )[0]
        _note(work, stock, kind, one.quantity, stock.on_hand + one.quantity, subject)
        _note(work, stock, MovementKind.DAMAGED, -one.quantity, stock.on_hand, subject)


def _note(work: Work, of: Any, kind: MovementKind, delta: int, on_hand: int, subject: str) -> None:
    """Write down why the stock `of` a variant at a location changed."""
    work.session.add(
        StockMovement(
            tenant_id=of.tenant_id,
            variant_id=of.variant_id,
            location_id=of.location_id,
            at=work.now,
            kind=kind,
            delta=delta,
            on_hand_after=on_hand,
            by=work.actor.name,
            subject=subject,
        )
    )
