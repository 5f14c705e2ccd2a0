"""A buyer's receipt on paper: what was bought from whom, what it cost with the IVA in it, and how it was paid (LFPC art. 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _

from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.queries import OrderView
from marketplace.trade.pricing import AmountKind
from marketplace.trade.pricing.models import AmountLine
from marketplace.web.formatting import day, money, percent
from marketplace.web.printing import new_paper, write_sums


def write_receipt(
    purchase: Purchase, views: Sequence[OrderView], amounts: Mapping[UUID, Sequence[AmountLine]], *, paid_by: str
) -> bytes:
    """Write a purchase's receipt as a PDF. `amounts`: of each order what it cost, as frozen; `paid_by` in words."""
    under = [_("A nombre de %(name)s", name=purchase.name)]
    if purchase.paid_at:
        under.append(_("Pagada el %(day)s: %(way)s", day=day(purchase.paid_at), way=paid_by))
    paper = new_paper(_("Recibo de la compra %(code)s", code=purchase.code), *under)
    for view in views:
        paper.set_font("Helvetica", "B", 11)
        write_sums(paper, [(f"{view.order.shop_name} · {view.order.code}", "")])
        paper.set_font("Helvetica", size=10)
        write_sums(paper, _sums(view, amounts[view.order.id]))
        paper.ln(4)
    paper.set_font("Helvetica", "B", 12)
    write_sums(paper, [(_("Pagado en total"), money(purchase.total_minor))])
    paper.set_font("Helvetica", size=9)
    paper.ln(4)
    write_sums(paper, [(_("Este recibo no es una factura. La factura la da cada tienda."), "")])
    return bytes(paper.output())


def _sums(view: OrderView, amounts: Sequence[AmountLine]) -> Iterator[tuple[str, str]]:
    order = view.order
    for line in view.lines:
        named = f"{line.quantity} × {line.title}" + (f" · {line.variant_name}" if line.variant_name else "")
        if line.price_group:
            named += f" · {_('Precio para %(group)s', group=line.price_group)}"
        yield named, money(line.total_minor)
    if order.wrap_minor is not None:
        yield _("Envoltura para regalo"), money(order.wrap_minor)
    yield _("Envío exprés") if order.express else _("Envío"), money(order.shipping_minor)
    yield _("Total"), money(order.total_minor)
    for rate, minor in sorted(_taxes(amounts).items(), reverse=True):
        yield _("IVA incluido al %(rate)s", rate=percent(rate)), money(minor)
    if order.refunded_minor:
        yield _("Va de regreso, o regresó"), money(-order.refunded_minor)


def _taxes(amounts: Sequence[AmountLine]) -> dict[int, int]:
    """The IVA in an order by rate in basis points, in centavos."""
    found: dict[int, int] = {}
    for one in amounts:
        if one.kind == AmountKind.TAX and one.amount_minor:
            found[one.rate_bp] = found.get(one.rate_bp, 0) + one.amount_minor
    return found
