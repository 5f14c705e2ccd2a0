"""The month's global invoice: what a shop sold to those who asked for no invoice of their own (RMF 2.7.1.21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from marketplace.kernel.calendar import mexican_day, month_after, month_before, morning_of
from marketplace.kernel.ids import new_id
from marketplace.kernel.reading import SHARED
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import ShopTax
from marketplace.trade.invoices.models import GlobalInvoice, GlobalInvoiceLine, InvoiceRequest
from marketplace.trade.invoices.queries import left_of_orders
from marketplace.trade.invoices.rules import InvoiceState, LeftLine, by_rate
from marketplace.trade.orders import SOLD
from marketplace.trade.orders.models import Order, Purchase

_HAS_ITS_OWN = (InvoiceState.WAITING, InvoiceState.ASKED, InvoiceState.SENT)
_AT_ONCE = 20  # shops in one job


def _open_in(month: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the orders that belong into a month's global invoice: paid in it, not all given back, no invoice of
    their own asked for, in no other one."""
    asked = exists().where(
        InvoiceRequest.tenant_id == Order.tenant_id,
        InvoiceRequest.order_id == Order.id,
        InvoiceRequest.state.in_(_HAS_ITS_OWN),
    )
    stands = exists().where(GlobalInvoiceLine.tenant_id == Order.tenant_id, GlobalInvoiceLine.order_id == Order.id)
    first, last = _moments(month)
    return (
        Purchase.paid_at >= first, Purchase.paid_at < last, Order.state.in_(SOLD),
        Order.refunded_minor < Order.total_minor, ~asked, ~stands,
    )  # fmt: skip


def _moments(month: date) -> tuple[datetime, datetime]:
    return morning_of(month), morning_of(month_after(month))


def draw_up_globals(work: Work) -> None:
    """By the clock: of the month before, draw up the global invoice of each shop with an RFC that sold in it. Once."""
    month = month_before(mexican_day(work.now))
    made = exists().where(GlobalInvoice.tenant_id == Order.tenant_id, GlobalInvoice.month == month)
    shops = work.session.scalars(
        select(Order.tenant_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .join(ShopTax, ShopTax.tenant_id == Order.tenant_id)
        .where(*_open_in(month), ShopTax.rfc.not_in(SHARED), ~made)
        .distinct()
        .order_by(Order.tenant_id)
        .limit(_AT_ONCE)
    ).all()
    for tenant_id in shops:
        _draw_up(work, tenant_id, month)


def _ids(tenant_id: UUID, month: date) -> Select[UUID]:
    return (
        select(Order.id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(Order.tenant_id == tenant_id, *_open_in(month))
        .order_by(Order.id)
    )


def _draw_up(work: Work, tenant_id: UUID, month: date) -> None:
    found = work.session.scalars(_ids(tenant_id, month)).all()
    locked = work.session.lock(
        select(Order).where(Order.tenant_id == tenant_id, Order.id.in_(found)).order_by(Order.tenant_id, Order.id)
    )
    fitting = set(work.session.scalars(_ids(tenant_id, month)))  # an invoice may have been asked for meanwhile
    orders = [order for order in locked if order.id in fitting]
    one = GlobalInvoice(tenant_id=tenant_id, id=new_id(), month=month, made_at=work.now, orders=0)
    left = left_of_orders(work, orders)
    lines = [line for order in orders for line in _lines_of(one, order, left[order.id])]
    one.orders = len({line.order_id for line in lines})
    one.base_minor, one.tax_minor = sum(line.base_minor for line in lines), sum(line.tax_minor for line in lines)
    one.total_minor = one.base_minor + one.tax_minor
    if not lines:
        return
    work.session.add(one)
    work.session.flush()
    work.session.add_all(lines)
    work.audit(
        "invoices.global", f"global_invoice:{one.id}", tenant_id=tenant_id, month=month.isoformat(), orders=one.orders
    )


def _lines_of(one: GlobalInvoice, order: Order, left: Sequence[LeftLine]) -> Sequence[GlobalInvoiceLine]:
    return [
        GlobalInvoiceLine(
            tenant_id=one.tenant_id, id=new_id(), global_id=one.id, order_id=order.id, code=order.code, iva_bp=rate,
            base_minor=base, tax_minor=tax,
        )
        for rate, (base, tax) in by_rate(left).items()
    ]  # fmt: skip
