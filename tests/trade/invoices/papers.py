"""What tests of invoices need: whom they are for, and the stamped XML that a shop brings back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.ids import new_token
from marketplace.kernel.money import without_tax
from marketplace.kernel.site import site
from marketplace.money.cfdi import (
    CfdiKind,
    Comprobante,
    Concept,
    Party,
    Relation,
    find_seal,
    get_pac,
    write_cfdi,
)
from marketplace.money.payments import acts, get_twin, hear_twin
from marketplace.trade.invoices import TaxData, ask_invoice, send_invoice, wish_invoices
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.orders.models import Order, OrderEvent
from marketplace.worker import Worker
from tests import make
from tests.cast import ALPACA_RFC, Cast

CARLA = TaxData("GODE561231GR8", "Carla Méndez", "06700", "612", "G03")
ALPACA = Party(ALPACA_RFC, "HILOS ALPACA", "90000", "625")
PDF_KEY = "invoices/ab/factura.pdf"


def stamped(
    total_minor: int,
    *,
    to: str = CARLA.rfc,
    issuer: Party = ALPACA,
    kind: CfdiKind = CfdiKind.INCOME,
    relations: tuple[Relation, ...] = (),
    stamp: bool = True,
) -> bytes:
    """An XML that a shop had sealed and stamped, of so many centavos with 16 % of IVA."""
    base = without_tax(total_minor, 1600)
    concept = Concept("11151700", "H87", "Estambre", base, 1600, iva_minor=total_minor - base)
    receiver = Party(to, "CARLA MENDEZ", CARLA.postal_code, CARLA.regime)
    at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    seal, pac = find_seal(site().settings), get_pac()
    assert seal is not None
    xml = write_cfdi(Comprobante(kind, issuer, receiver, "G03", (concept,), at, relations=relations), seal)
    if not stamp:
        return xml
    assert pac is not None
    return pac.stamp(new_token(), xml).xml


def asked(market: Cast, worker: Worker, *, pieces: int = 1, data: TaxData = CARLA) -> tuple[str, str]:
    """A paid order of Hilos Alpaca whose buyer asked for an invoice: codes of the order and of the request."""
    order = make.paid_order(market, worker, [make.line(make.goods(market), pieces)])
    return order, ask(market, worker, order, data)


def waiting(market: Cast) -> str:
    """An order of Hilos Alpaca that is not paid, whose buyer asked for its invoice at the checkout: the request's code."""
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above("checkout") as work:
        wish_invoices(work, placed.purchase_id, CARLA)
    (request,) = requests(market)
    return request.code


def ask(market: Cast, worker: Worker, order: str, data: TaxData = CARLA) -> str:
    """Carla asks for the invoice of an order."""
    with market.as_carla() as work:
        code = ask_invoice(work, order, data)
    worker.drain()
    return code


def send(market: Cast, worker: Worker, code: str, xml: bytes) -> None:
    """Alicia sends what was asked for."""
    with market.as_alicia() as work:
        send_invoice(work, code, xml=xml, pdf_key=PDF_KEY)
    worker.drain()


def request_of(market: Cast, code: str) -> InvoiceRequest:
    with market.above() as work:
        return work.session.scalars(select(InvoiceRequest).where(InvoiceRequest.code == code)).one()


def requests(market: Cast) -> list[InvoiceRequest]:
    with market.above() as work:
        return list(work.session.scalars(select(InvoiceRequest).order_by(InvoiceRequest.id)))


def order_of(market: Cast, code: str) -> Order:
    with market.above() as work:
        return work.session.scalars(select(Order).where(Order.code == code)).one()


def story(market: Cast, order_id: UUID) -> list[str]:
    with market.above() as work:
        found = select(OrderEvent.kind).where(OrderEvent.order_id == order_id, OrderEvent.kind.startswith("invoice"))
        return list(work.session.scalars(found.order_by(OrderEvent.at, OrderEvent.id)))


def paid(market: Cast, worker: Worker, way: str, *, price_minor: int = 20_000) -> str:
    """An order that was paid in some way: a card of either kind, in cash at OXXO, or by transfer."""
    placed = make.place(market, [make.line(make.goods(market, price_minor=price_minor))])
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        session, amount = attempt.provider_ref or "", attempt.amount_minor
    steps = {
        "credit": [lambda shelf: acts.pay_by_card(shelf, session, acts.APPROVED)],
        "debit": [lambda shelf: acts.pay_by_card(shelf, session, acts.DEBIT)],
        "oxxo": [lambda shelf: acts.choose_oxxo(shelf, session), lambda shelf: acts.pay_at_oxxo(shelf, session)],
        "spei": [lambda shelf: acts.choose_spei(shelf, session), lambda shelf: acts.transfer(shelf, session, amount)],
    }
    for step in steps[way]:
        with get_twin().store.change() as shelf:
            step(shelf)
        with market.above("webhook") as work:
            hear_twin(work)
        worker.drain()
    return make.order_codes(market, placed)[0]
