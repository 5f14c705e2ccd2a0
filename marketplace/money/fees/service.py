"""Verbs on fees: freezing what a sale costs its seller, and taking it back line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.kernel.money import portion_of_units
from marketplace.kernel.work import Work
from marketplace.money.fees import rules
from marketplace.money.fees.models import FeeLine
from tenants.rows import NewRows

Parts = tuple[int, int, int]  # of what there is, what came back before, and what comes back now


def freeze(
    work: Work, rows: NewRows, *, tenant_id: UUID, buyer_id: UUID, order_id: UUID, fees: Sequence[rules.Fee]
) -> None:
    """Write down, for good, what a sale costs its seller. Each fee's `line` is the id of its order line, as text."""
    for fee in fees:
        rows.add(
            FeeLine,
            tenant_id=tenant_id,
            id=new_id(),
            buyer_id=buyer_id,
            order_id=order_id,
            order_line_id=UUID(fee.line) if fee.line else None,
            kind=fee.rule.kind.value,
            rule_id=fee.rule.id,
            version=fee.rule.version,
            source=fee.rule.source,
            base_minor=fee.base_minor,
            rate_bp=fee.rule.rate_bp,
            fixed_minor=fee.fixed_minor,
            floor_minor=fee.floor_minor,
            cap_minor=fee.cap_minor,
            amount_minor=fee.amount_minor,
            shop_plan=fee.shop_plan,
            cause=f"order:{order_id}",
            at=work.now,
        )


def sums_by_kind(work: Work, order_id: UUID) -> dict[str, int]:
    """Sum an order's lines by kind, as they stand now."""
    totals: Counter[str] = Counter()
    for kind, amount in work.session.execute(
        select(FeeLine.kind, FeeLine.amount_minor).where(FeeLine.order_id == order_id)
    ):
        totals[kind] += amount
    return dict(totals)


def reverse_all(work: Work, order_id: UUID, *, cause: str) -> dict[str, int]:
    """Take back what is left of every line of an order; gives what was taken back by kind (negative).

    Taking back for a cause happens once: again it takes nothing.
    """
    return _reverse(work, order_id, cause, lambda line: -line.amount_minor)


def reverse_units(
    work: Work,
    order_id: UUID,
    *,
    cause: str,
    units: Mapping[UUID, Parts],
    way: Parts = (0, 0, 0),
    wrap: Parts = (0, 0, 0),
) -> dict[str, int]:
    """Take back the lines' share of units that come back; gives what was taken back by kind (negative).

    `units`: order line -> (bought, returned before, returning now). `way`, `wrap`: what was paid for the way there and for
    wrapping, given back of it before, giving back now, in centavos: the lines of the order as a whole come back in the
    proportion of both, the help with the way in that of the way. Taking back for a cause happens once: again it takes nothing.
    """

    return _reverse(work, order_id, cause, _share_of(units, way, wrap))


def would_come_back(
    work: Work, order_id: UUID, *, units: Mapping[UUID, Parts], way: Parts, wrap: Parts = (0, 0, 0)
) -> int:
    """Say what `reverse_units` would take back, in centavos, all kinds together (negative)."""
    return sum(amount for _line, amount in _taken_back(_lines(work, order_id), _share_of(units, way, wrap)))


def _share_of(units: Mapping[UUID, Parts], way: Parts, wrap: Parts) -> Callable[[FeeLine], int]:
    services = (way[0] + wrap[0], way[1] + wrap[1], way[2] + wrap[2])

    def amount(line: FeeLine) -> int:
        if line.order_line_id is not None:
            of = units.get(line.order_line_id, (0, 0, 0))
        else:
            of = way if line.kind == rules.FeeKind.SHIPPING_SUBSIDY else services
        whole, before, now = of
        return -portion_of_units(line.amount_minor, units=whole, already=before, now=now)

    return amount


def _lines(work: Work, order_id: UUID) -> Sequence[FeeLine]:
    return work.session.scalars(select(FeeLine).where(FeeLine.order_id == order_id)).all()


def _taken_back(lines: Sequence[FeeLine], amount_of: Callable[[FeeLine], int]) -> Iterator[tuple[FeeLine, int]]:
    """Give each line with what is taken back of it; never more than is left."""
    before = Counter[UUID]()
    for line in lines:
        if line.reverses_id is not None:
            before[line.reverses_id] += line.amount_minor
    for line in lines:
        if line.reverses_id is not None:
            continue
        left = line.amount_minor + before[line.id]
        amount = amount_of(line)
        if abs(amount) > abs(left):
            amount = -left
        if amount:
            yield line, amount


def _reverse(work: Work, order_id: UUID, cause: str, amount_of: Callable[[FeeLine], int]) -> dict[str, int]:
    lines = _lines(work, order_id)
    if any(line.cause == cause for line in lines):
        return {}
    totals: Counter[str] = Counter()
    for line, amount in _taken_back(lines, amount_of):
        totals[line.kind] += amount
        work.session.add(_reversing(work, line, amount, cause))
    work.session.flush()
    return dict(totals)


def _reversing(work: Work, line: FeeLine, amount: int, cause: str) -> FeeLine:
    return FeeLine(
        tenant_id=line.tenant_id,
        id=new_id(),
        buyer_id=line.buyer_id,
        order_id=line.order_id,
        order_line_id=line.order_line_id,
        kind=line.kind,
        rule_id=line.rule_id,
        version=line.version,
        source=line.source,
        base_minor=line.base_minor,
        rate_bp=line.rate_bp,
        fixed_minor=line.fixed_minor,
        floor_minor=line.floor_minor,
        cap_minor=line.cap_minor,
        amount_minor=amount,
        shop_plan=line.shop_plan,
        reverses_id=line.id,
        cause=cause,
        at=work.now,
    )
