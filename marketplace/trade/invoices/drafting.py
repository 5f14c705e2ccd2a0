"""Drafts of the XML that a shop issues, from the frozen lines of its orders and the keys of its products."""

from __future__ import annotations

from datetime import date

from marketplace.kernel.money import split
from marketplace.kernel.work import Work
from marketplace.money.cfdi import Comprobante, Party
from marketplace.people.sellers.models import Shop
from marketplace.trade.invoices import papers, queries
from marketplace.trade.invoices.errors import InvoiceWrongState, NoSuchInvoice, NothingToInvoice
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceKind, InvoiceState
from marketplace.trade.invoices.service import get_invoice, issuer_of
from marketplace.trade.orders import lines_of, paid_by_of
from marketplace.trade.orders.models import Order


def _issuer(work: Work) -> Party:
    tax = issuer_of(work, work.tenant_id)
    shop = work.session.get_one(Shop, (work.tenant_id, work.tenant_id))
    return papers.party_of(tax.rfc or "", tax.legal_name, tax.postal_code or shop.postal_code, tax.regime)


def draft_invoice(work: Work, code: str) -> bytes:
    """Draft the XML that answers a request: neither sealed nor stamped. Raises what `paper_of` does,
    ExtraMissing, and DraftNotTaken."""
    return papers.write_draft(paper_of(work, code))


def paper_of(work: Work, code: str) -> Comprobante:
    """Say the paper that answers a request.

    Raises NoSuchInvoice, InvoiceWrongState where none is due, NothingToInvoice, ShopWithoutRfc, UnknownSatKey, UnknownSatUnit.
    """
    request = get_invoice(work, code)
    if request.state != InvoiceState.ASKED:
        raise InvoiceWrongState(state=request.state)
    order = work.session.get_one(Order, (request.tenant_id, request.order_id))
    if request.kind == InvoiceKind.CREDIT:
        return _credit_paper(work, request, order)
    lines = queries.left_of(work, order)
    if not lines:
        raise NothingToInvoice
    paid_by = paid_by_of(work, order.id)
    return papers.sale_paper(_issuer(work), request.for_whom, lines, paid_by=paid_by, folio=order.code, at=work.now)


def _credit_paper(work: Work, request: InvoiceRequest, order: Order) -> Comprobante:
    sale = work.session.get_one(InvoiceRequest, (request.tenant_id, request.corrects_id))
    gone = queries.gone_by_rate(work, order)
    amounts = split(request.amount_minor or 0, list(gone.values()))
    return papers.credit_paper(
        _issuer(work),
        request.for_whom,
        {rate: minor for rate, minor in zip(gone, amounts, strict=True) if minor},
        corrects=sale.uuid or "",
        paid_by=paid_by_of(work, order.id),
        goods_back=any(line.returned for line in lines_of(work, order)),
        folio=order.code,
        at=work.now,
    )


def draft_global(work: Work, month: date) -> bytes:
    """Draft the XML of a month's global invoice: neither sealed nor stamped. Raises NoSuchInvoice, ExtraMissing."""
    one = queries.find_global(work, month)
    if one is None:
        raise NoSuchInvoice
    rows, paid_by = queries.rows_of_global(work, one), ""
    if (largest := queries.largest_of_global(work, one)) is not None:
        paid_by = paid_by_of(work, largest)
    paper = papers.global_paper(_issuer(work), month, rows, paid_by=paid_by, at=work.now)
    return papers.write_draft(paper)
