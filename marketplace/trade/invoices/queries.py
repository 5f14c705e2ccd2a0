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
from marketplace.trade.invoices.rules import InvoiceKind, InvoiceState, LeftLine, due_minor, shared_out
from marketplace.trade.orders import lines_of
from marketplace.trade.orders.models import Order
from marketplace.trade.pricing import AmountKind, amounts_of_order

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
    """List what is left of an order to invoice, line by line and the way last, with what it sums to: what was paid, less
    what went back, to the centavo."""
    lines = lines_of(work, order)
    keys = _keys_of(work, order, [line.product_id for line in lines])
    left = []
    for line in lines:
        back = portion_of_units(line.total_minor, units=line.quantity, already=0, now=line.returned)
        name = f"{line.title} · {line.variant_name}" if line.variant_name else line.title
        sat_key, sat_unit = keys.get(line.product_id, (None, None))
        left.append(
            LeftLine(
                name, line.sku, line.category, sat_key, sat_unit, line.quantity - line.returned,
                line.total_minor - back, line.iva_bp,
            )
        )  # fmt: skip
    way = order.shipping_minor - order.shipping_back_minor
    left.append(LeftLine("", "", "", None, None, 1, way, _rate_of_way(work, order)))
    return shared_out(left, due_minor(order.total_minor, order.refunded_minor))


def gone_by_rate(work: Work, order: Order) -> dict[int, int]:
    """Say what went back of an order by its rates of IVA: basis points -> centavos with tax."""
    gone: dict[int, int] = {}
    for line in lines_of(work, order):
        gone[line.iva_bp] = gone.get(line.iva_bp, 0) + line.total_minor
    way_bp = _rate_of_way(work, order)
    gone[way_bp] = gone.get(way_bp, 0) + order.shipping_minor
    for left in left_of(work, order):
        gone[left.iva_bp] -= left.gross_minor
    return {rate: minor for rate, minor in gone.items() if minor > 0}


def _keys_of(work: Work, order: Order, products: Sequence[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    """What a shop says its products are to the tax office, as they are now: a wrong key is mended before its draft."""
    rows = work.session.execute(
        select(Product.id, Product.sat_key, Product.sat_unit).where(
            Product.tenant_id == order.tenant_id, Product.id.in_(products)
        )
    )
    return {row.id: (row.sat_key, row.sat_unit) for row in rows}


_GENERAL_BP = 1600


def _rate_of_way(work: Work, order: Order) -> int:
    taxes = [
        one for one in amounts_of_order(work, order.id) if one.kind == AmountKind.TAX and one.order_line_id is None
    ]
    return taxes[0].rate_bp if taxes else _GENERAL_BP


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
