"""Money that goes back, whatever for: one path, which locks in the written order and acts once for each cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.money import portion_of_units, split
from marketplace.kernel.work import Work
from marketplace.money import fees, payments
from marketplace.money.ledger import lost_to_bank
from marketplace.money.payments import owed_back
from marketplace.money.payouts import empty_hold
from marketplace.trade.orders import service
from marketplace.trade.orders.models import Order, OrderLine


@dataclass(frozen=True)
class Worth:
    """What pieces are worth to their buyer, in centavos: the goods by line, their part of the way there and of wrapping them."""

    by_line: Mapping[UUID, int]
    shipping_minor: int
    wrap_minor: int = 0

    @property
    def total_minor(self) -> int:
        """All of it."""
        return sum(self.by_line.values()) + self.shipping_minor + self.wrap_minor

    def within(self, most_minor: int) -> Worth:
        """Give no more than so many centavos of it, each part in proportion."""
        if self.total_minor <= most_minor:
            return self
        *goods, way, wrap = split(most_minor, [*self.by_line.values(), self.shipping_minor, self.wrap_minor])
        return Worth(dict(zip(self.by_line, goods, strict=True)), way, wrap)


def worth_of(
    order: Order, lines: Sequence[OrderLine], pieces: Mapping[UUID, int], before: Mapping[UUID, int], *, with_way: bool
) -> Worth:
    """Say what pieces (order line -> how many) of an order are worth, after others (`before`) of the same lines.

    `with_way`: the way there goes back too, and the wrapping: shared between the lines by value, largest remainder first,
    and within a line piece by piece, so that all pieces together give all of it. Without it wrapping goes back with the
    last piece alone: what was wrapped as one is nothing of any of them.
    """
    values = [line.total_minor for line in lines]
    wrapped = order.wrap_minor or 0
    way, wrap = (split(minor if with_way else 0, values) for minor in (order.shipping_minor, wrapped))
    by_line, shipping, wrapping = {}, 0, 0
    for line, of_way, of_wrap in zip(lines, way, wrap, strict=True):
        now = pieces.get(line.id, 0)
        if now:
            taken = {"units": line.quantity, "already": before.get(line.id, 0), "now": now}
            by_line[line.id] = portion_of_units(line.total_minor, **taken)
            shipping += portion_of_units(of_way, **taken)
            wrapping += portion_of_units(of_wrap, **taken)
    if all(before.get(line.id, 0) + pieces.get(line.id, 0) >= line.quantity for line in lines):
        wrapping = wrapped - order.wrap_back_minor
    return Worth(by_line, shipping, wrapping)


def _services_back(order: Order, worth: Worth) -> dict[str, fees.Parts]:
    """What was paid for the order as a whole, what went back of it before, and what goes back now."""
    return {
        "way": (order.shipping_minor, order.shipping_back_minor, worth.shipping_minor),
        "wrap": (order.wrap_minor or 0, order.wrap_back_minor, worth.wrap_minor),
    }


def at_stake(work: Work, order: Order, pieces: Mapping[UUID, int], *, with_way: bool) -> int:
    """Say what a shop would lose of an order if pieces of it (order line -> how many) went back, in centavos: what they
    are worth, less the fees that would come back with them."""
    lines = list(service.lines_of(work, order))
    worth = worth_of(order, lines, pieces, {line.id: line.returned for line in lines}, with_way=with_way)
    units = {line.id: (line.quantity, line.returned, pieces[line.id]) for line in lines if pieces.get(line.id)}
    back = fees.would_come_back(work, order.id, units=units, **_services_back(order, worth))
    return max(0, worth.total_minor + back)


def left_to_give(work: Work, order: Order) -> int:
    """Say how much of an order its buyer does not have back, by whichever bank, and is not owed yet, in centavos.

    Above the walls: what a bank kept is the market's own loss, which no shop sees.
    """
    return max(0, order.total_minor - owed_back(work, order.id) - lost_to_bank(work, order.id))


def _lock(work: Work, key: tuple[UUID, UUID], cause: str) -> Order | None:
    """Lock the charge, then the order; None when money was asked back for this cause before."""
    asked = payments.find_refund(work, work.session.get_one(Order, key).purchase_id, cause)
    order = work.session.lock_row(Order, key)
    return None if asked else order


def give_pieces_back(
    work: Work,
    key: tuple[UUID, UUID],
    *,
    cause: str,
    pieces: Mapping[UUID, int],
    with_way: bool,
    count_going: bool = False,
) -> Worth | None:
    """Owe the buyer of an order what some of its pieces are worth, and give the shop their fees back, once for a cause.

    `with_way` gives their part of the way there and of the wrapping back too: the fault is the shop's (LFPC art. 92). Counts the
    pieces as returned; with `count_going` they were not asked to go back before, and what has gone meanwhile is left out. Gives
    what is owed now: no more than is left, which is nothing where a bank gave all of it back; None when this cause was asked for
    before.
    """
    order = _lock(work, key, cause)
    if order is None:
        return None
    lines = list(service.lines_of(work, order, lock=True))
    if count_going:
        pieces = {line.id: min(pieces.get(line.id, 0), line.quantity - line.going_back) for line in lines}
        for line in lines:
            line.going_back += pieces[line.id]
    before = {line.id: line.returned for line in lines}
    worth = worth_of(order, lines, pieces, before, with_way=with_way).within(left_to_give(work, order))
    units = {line.id: (line.quantity, line.returned, pieces[line.id]) for line in lines if pieces.get(line.id)}
    if worth.total_minor:
        taken_back = fees.reverse_units(work, order.id, cause=cause, units=units, **_services_back(order, worth))
        _owe(work, order, cause, worth.total_minor, taken_back)
        order.shipping_back_minor += worth.shipping_minor
        order.wrap_back_minor += worth.wrap_minor
    for line in lines:
        line.returned += pieces.get(line.id, 0)
    return worth


def give_all_back(work: Work, key: tuple[UUID, UUID], *, cause: str) -> bool:
    """Owe the buyer of an order all that was not given back yet, and give the shop every fee back, once for a cause.

    False when this cause was asked for before, or nothing is left.
    """
    order = _lock(work, key, cause)
    if order is None or not (left := left_to_give(work, order)):
        return False
    _owe(work, order, cause, left, fees.reverse_all(work, order.id, cause=cause))
    order.shipping_back_minor, order.wrap_back_minor = order.shipping_minor, order.wrap_minor or 0
    return True


def _owe(work: Work, order: Order, cause: str, amount_minor: int, taken_back: Mapping[str, int]) -> None:
    payments.request_refund(
        work,
        purchase_id=order.purchase_id,
        tenant_id=order.tenant_id,
        order_id=order.id,
        cause=cause,
        amount_minor=amount_minor,
        fees=taken_back,
        code=order.code,
    )
    empty_hold(work, tenant_id=order.tenant_id, order_id=order.id, cause=cause)
    service.note_owed_back(work, order.tenant_id, order.id)
