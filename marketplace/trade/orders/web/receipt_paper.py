"""A buyer's receipt on paper: what was bought from whom, what it cost with the IVA in it, and how it was paid (LFPC art. 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _

from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.queries import OrderView
from marketplace.trade.pricing import AmountKind
from marketplace.trade.pricing.models import AmountLine
from marketplace.web.formatting import day, money, percent
from marketplace.web.paper import open_paper, write_line


def write_receipt(
    purchase: Purchase, views: Sequence[OrderView], amounts: Mapping[UUID, Sequence[AmountLine]], *, paid_by: str
) -> bytes:
    """Write a purchase's receipt as a PDF. `amounts`: of each order what it cost, as frozen; `paid_by` in words."""
    code = purchase.code
    paper = open_paper(_("Recibo %(code)s", code=code), _("Recibo de la compra %(code)s", code=code))
    write_line(paper, _("A nombre de %(name)s", name=purchase.name))
    if purchase.paid_at:
        write_line(paper, _("Pagada el %(day)s: %(way)s", day=day(purchase.paid_at), way=paid_by))
    for view in views:
        order = view.order
        paper.ln(4)
        paper.set_font("Helvetica", "B", 11)
        write_line(paper, f"{order.shop_name} · {order.code}")
        paper.set_font("Helvetica", size=10)
        for line in view.lines:
            named = f"{line.quantity} × {line.title}" + (f" · {line.variant_name}" if line.variant_name else "")
            write_line(paper, named, money(line.total_minor))
        write_line(paper, _("Envío"), money(order.shipping_minor))
        write_line(paper, _("Total"), money(order.total_minor))
        for rate, minor in sorted(_taxes(amounts[order.id]).items(), reverse=True):
            write_line(paper, _("IVA incluido al %(rate)s", rate=percent(rate)), money(minor))
        if order.refunded_minor:
            write_line(paper, _("Va de regreso, o regresó"), money(-order.refunded_minor))
    paper.ln(4)
    paper.set_font("Helvetica", "B", 12)
    write_line(paper, _("Pagado en total"), money(purchase.total_minor))
    paper.set_font("Helvetica", size=9)
    paper.ln(4)
    write_line(paper, _("Este recibo no es una factura. La factura la da cada tienda."))
    return bytes(paper.output())


def _taxes(amounts: Sequence[AmountLine]) -> dict[int, int]:
    """The IVA in an order by rate in basis points, in centavos."""
    found: dict[int, int] = {}
    for one in amounts:
        if one.kind == AmountKind.TAX and one.amount_minor:
            found[one.rate_bp] = found.get(one.rate_bp, 0) + one.amount_minor
    return found
