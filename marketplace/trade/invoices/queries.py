"""Questions about invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog.models import Product
from marketplace.kernel.money import portion_of_units
from marketplace.kernel.work import Work
from marketplace.trade.invoices.models import GlobalInvoice, GlobalInvoiceLine, InvoiceRequest
from marketplace.trade.invoices.papers import Operation
from marketplace.trade.invoices.rules import InvoiceKind, InvoiceState, LeftLine, ShopService, due_minor, shared_out
from marketplace.trade.orders import lines_of
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.trade.pricing import AmountKind
from marketplace.trade.pricing.models import AmountLine

# What a list shows: those that wait for the shop, those sent, all.
TABS = {"": InvoiceState.ASKED, "enviadas": InvoiceState.SENT, "todas": None}


def requests(
    work: Work, state: InvoiceState | None, *, offset: int = 0, limit: int = 30
) -> tuple[Sequence[tuple[InvoiceRequest, str, str]], int]:
    """List the requests that a shop may see, with order code and buyer's name: the first due first, or the latest first.

    What waits for its payment is none of the shop's business yet.
    """
    query = select(InvoiceRequest, Order.code, Order.buyer_name).join(
        Order, (Order.tenant_id == InvoiceRequest.tenant_id) & (Order.id == InvoiceRequest.order_id)
    )
    if state is None:
        query = query.where(InvoiceRequest.state != InvoiceState.WAITING)
    else:
        query = query.where(InvoiceRequest.state == state)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if state is InvoiceState.ASKED:
        query = query.order_by(InvoiceRequest.answer_by, InvoiceRequest.id)
    else:
        query = query.order_by(InvoiceRequest.asked_at.desc(), InvoiceRequest.id)
    rows = work.session.execute(query.offset(offset).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows], total


def invoices_of(work: Work, order: Order) -> tuple[InvoiceRequest | None, Sequence[InvoiceRequest]]:
    """Give the invoice that was asked for of an order, if one was, and its credit notes, oldest first."""
    found = work.session.scalars(
        select(InvoiceRequest)
        .where(InvoiceRequest.tenant_id == order.tenant_id, InvoiceRequest.order_id == order.id)
        .order_by(InvoiceRequest.asked_at, InvoiceRequest.id)
    ).all()
    sale = next((one for one in found if one.kind == InvoiceKind.SALE), None)
    return sale, [one for one in found if one.kind == InvoiceKind.CREDIT]


def find_sale(work: Work, order_id: UUID) -> InvoiceRequest | None:
    """Find the invoice that was asked for of an order, within the scope; not one that waits for the payment."""
    return work.session.scalar(
        select(InvoiceRequest).where(
            InvoiceRequest.order_id == order_id,
            InvoiceRequest.kind == InvoiceKind.SALE,
            InvoiceRequest.state != InvoiceState.WAITING,
        )
    )


def global_month_of(work: Work, order: Order) -> date | None:
    """Say in which month's global invoice an order stands, if in any: the first day of that month."""
    return work.session.scalar(
        select(GlobalInvoice.month)
        .join(
            GlobalInvoiceLine,
            (GlobalInvoiceLine.tenant_id == GlobalInvoice.tenant_id)
            & (GlobalInvoiceLine.global_id == GlobalInvoice.id),
        )
        .where(GlobalInvoiceLine.tenant_id == order.tenant_id, GlobalInvoiceLine.order_id == order.id)
        .limit(1)
    )


def left_of(work: Work, order: Order) -> list[LeftLine]:
    """List what is left of an order to invoice, line by line and what is of the whole last, with what it sums to: what was
    paid, less what went back, to the centavo."""
    return left_of_orders(work, [order])[order.id]


def left_of_orders(work: Work, orders: Sequence[Order]) -> dict[UUID, list[LeftLine]]:
    """As `left_of`, of many orders of one shop, by their ids; asked in three statements, however many there are."""
    found = work.session.scalars(
        select(OrderLine)
        .where(
            OrderLine.tenant_id.in_({order.tenant_id for order in orders}),
            OrderLine.order_id.in_([order.id for order in orders]),
        )
        .order_by(OrderLine.id)
    ).all()
    keys, ways = _keys_of(work, found), _rates_of_services(work, orders)
    lines: dict[UUID, list[LeftLine]] = {order.id: [] for order in orders}
    for line in found:
        lines[line.order_id].append(_left(line, *keys.get(line.product_id, (None, None))))
    for order in orders:
        rate = ways.get(order.id, _GENERAL_BP)
        for service, left in (
            (ShopService.WRAP, (order.wrap_minor or 0) - order.wrap_back_minor),
            (ShopService.WAY, order.shipping_minor - order.shipping_back_minor),
        ):
            lines[order.id].append(LeftLine("", "", "", None, None, 1, left, rate, service))
    return {
        order.id: shared_out(lines[order.id], due_minor(order.total_minor, order.refunded_minor)) for order in orders
    }


def _left(line: OrderLine, sat_key: str | None, sat_unit: str | None) -> LeftLine:
    back = portion_of_units(line.total_minor, units=line.quantity, already=0, now=line.returned)
    return LeftLine(
        f"{line.title} · {line.variant_name}" if line.variant_name else line.title,
        line.sku, line.category, sat_key, sat_unit, line.quantity - line.returned, line.total_minor - back, line.iva_bp,
    )  # fmt: skip


def gone_by_rate(work: Work, order: Order) -> dict[int, int]:
    """Say what went back of an order by its rates of IVA: basis points -> centavos with tax."""
    gone: dict[int, int] = {}
    for line in lines_of(work, order):
        gone[line.iva_bp] = gone.get(line.iva_bp, 0) + line.total_minor
    way_bp = _rates_of_services(work, [order]).get(order.id, _GENERAL_BP)
    gone[way_bp] = gone.get(way_bp, 0) + order.services_minor
    for left in left_of(work, order):
        gone[left.iva_bp] -= left.gross_minor
    return {rate: minor for rate, minor in gone.items() if minor > 0}


def _keys_of(work: Work, lines: Sequence[OrderLine]) -> dict[UUID, tuple[str | None, str | None]]:
    """What a shop says its products are to the tax office, as they are now: a wrong key is mended before its draft."""
    rows = work.session.execute(
        select(Product.id, Product.sat_key, Product.sat_unit).where(
            Product.tenant_id.in_({line.tenant_id for line in lines}),
            Product.id.in_({line.product_id for line in lines}),
        )
    )
    return {row.id: (row.sat_key, row.sat_unit) for row in rows}


_GENERAL_BP = 1600


def _rates_of_services(work: Work, orders: Sequence[Order]) -> dict[UUID, int]:
    """The IVA that was frozen with way and wrapping of orders; those without one paid nothing for them, or are of before."""
    rows = work.session.execute(
        select(AmountLine.order_id, AmountLine.rate_bp).where(
            AmountLine.tenant_id.in_({order.tenant_id for order in orders}),
            AmountLine.order_id.in_([order.id for order in orders]),
            AmountLine.kind == AmountKind.TAX,
            AmountLine.order_line_id.is_(None),
        )
    )
    return {row.order_id: row.rate_bp for row in rows}


def globals_of(work: Work, *, offset: int = 0, limit: int = 24) -> tuple[Sequence[GlobalInvoice], int]:
    """List a shop's global invoices, the latest month first."""
    query = select(GlobalInvoice)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return work.session.scalars(query.order_by(GlobalInvoice.month.desc()).offset(offset).limit(limit)).all(), total


def find_global(work: Work, month: date) -> GlobalInvoice | None:
    """Find a shop's global invoice of a month, within the scope."""
    return work.session.scalar(select(GlobalInvoice).where(GlobalInvoice.month == month))


def rows_of_global(work: Work, one: GlobalInvoice) -> list[Operation]:
    """List what stands in a global invoice, by order and rate."""
    rows = work.session.execute(
        select(
            GlobalInvoiceLine.code, GlobalInvoiceLine.iva_bp, GlobalInvoiceLine.base_minor, GlobalInvoiceLine.tax_minor
        )
        .where(GlobalInvoiceLine.tenant_id == one.tenant_id, GlobalInvoiceLine.global_id == one.id)
        .order_by(GlobalInvoiceLine.code, GlobalInvoiceLine.iva_bp)
    )
    return [Operation(*row) for row in rows]


def largest_of_global(work: Work, one: GlobalInvoice) -> UUID | None:
    """Find the order of the greatest amount in a global invoice; None where it is of none."""
    amount = func.sum(GlobalInvoiceLine.base_minor + GlobalInvoiceLine.tax_minor)
    return work.session.scalar(
        select(GlobalInvoiceLine.order_id)
        .where(GlobalInvoiceLine.tenant_id == one.tenant_id, GlobalInvoiceLine.global_id == one.id)
        .group_by(GlobalInvoiceLine.order_id, GlobalInvoiceLine.code)
        .order_by(amount.desc(), GlobalInvoiceLine.code)
        .limit(1)
    )
