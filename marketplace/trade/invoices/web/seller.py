"""The invoices that buyers ask a shop for, and the global invoice of each month."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import NotADocument
from marketplace.kernel.work import Work
from marketplace.money.cfdi import cfdi_is_installed
from marketplace.trade.invoices import drafting, queries, service
from marketplace.trade.invoices.errors import (
    InvoiceWrongState,
    NoPdf,
    NoSuchInvoice,
    NoXml,
    PdfTooHeavy,
)
from marketplace.trade.invoices.files import FOLDER
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import MOST_PDF_BYTES, MOST_XML_BYTES, InvoiceState
from marketplace.trade.invoices.web.forms import InvoiceAnswerForm, InvoiceDeclineForm
from marketplace.trade.invoices.web.papers import xml_file
from marketplace.trade.orders.models import Order
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.uploads import read_raw, received_papers, receives_papers, refused_uploads

room = SELLER.room("invoices")
_ON_PAGE = 30
_PDF = "application/pdf"


@room.get("/facturas")
@requires(May.ISSUE_INVOICES)
def index(work: Work) -> str:
    """What was asked for: what waits, what was sent, all."""
    number = page_number()
    tab = request.args.get("cuales", "")
    tab = tab if tab in queries.TABS else ""
    rows, total = queries.requests(work, queries.TABS[tab], offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "trade/invoices/seller/index.html",
        rows=rows,
        tab=tab,
        page_of=Page(number, _ON_PAGE, total),
        now=work.now,
    )


def _show(work: Work, code: str, answer: InvoiceAnswerForm, decline: InvoiceDeclineForm) -> str:
    found = service.get_invoice(work, code)
    order = work.session.get_one(Order, (found.tenant_id, found.order_id))
    return page(
        "trade/invoices/seller/invoice.html",
        invoice=found,
        order=order,
        due_minor=found.due_minor(order),
        corrects=work.session.get_one(InvoiceRequest, (found.tenant_id, found.corrects_id))
        if found.corrects_id
        else None,
        answer=answer,
        decline=decline,
        installed=cfdi_is_installed(),
        global_month=queries.global_month_of(work, order),
    )


@room.get("/facturas/<code>")
@requires(May.ISSUE_INVOICES)
def show(work: Work, code: str) -> str:
    """One request and what is to be done with it."""
    return _show(work, code, InvoiceAnswerForm(formdata=None), InvoiceDeclineForm(formdata=None))


def _may_answer(work: Work, code: str) -> None:
    if service.get_invoice(work, code).state != InvoiceState.ASKED:
        raise InvoiceWrongState


@room.post("/facturas/<code>/enviar")
@requires(service.send_invoice)
@receives_papers(("pdf",), folder=FOLDER, ask_first=_may_answer, raw={"xml": MOST_XML_BYTES})
def send(work: Work, code: str) -> object:
    """Send what the shop issued. All that is wrong with the files is said at once."""
    form = InvoiceAnswerForm()
    if form.validate() and _files_are_right(form):
        stored, _name = received_papers()["pdf"]
        if form.carry_out(
            work, lambda: service.send_invoice(work, code, xml=read_raw("xml") or b"", pdf_key=stored.key)
        ):
            flash(_("Enviada. Ya avisamos a quien compró."), "success")
            return redirect(url_for(".show", code=code))
    return _show(work, code, form, InvoiceDeclineForm(formdata=None)), 422


def _files_are_right(form: InvoiceAnswerForm) -> bool:
    refused = refused_uploads()
    wrong: dict[str, Refusal] = {}
    if "xml" in refused or read_raw("xml") is None:
        wrong["xml"] = refused.get("xml") or NoXml()
    brought = received_papers().get("pdf")
    if "pdf" in refused or brought is None:
        wrong["pdf"] = refused.get("pdf") or NoPdf()
    elif brought[0].content_type != _PDF:
        wrong["pdf"] = NotADocument()
    elif brought[0].size > MOST_PDF_BYTES:
        wrong["pdf"] = PdfTooHeavy()
    for box, refusal in wrong.items():
        form.show(refusal, field=box)
    return not wrong


@room.post("/facturas/<code>/datos")
@requires(service.decline_invoice)
def decline(work: Work, code: str) -> object:
    """Say which of the data is wrong."""
    form = InvoiceDeclineForm()
    if not form.carry_out(work, lambda: service.decline_invoice(work, code, reason=form.chosen())):
        return _show(work, code, InvoiceAnswerForm(formdata=None), form), 422
    flash(_("Le pedimos que lo corrija. Te avisamos cuando lo haga."), "success")
    return redirect(url_for(".show", code=code))


@room.get("/facturas/<code>/borrador")
@requires(May.ISSUE_INVOICES)
def draft(work: Work, code: str) -> Response:
    """A draft of the XML: neither sealed nor stamped."""
    return xml_file(drafting.draft_invoice(work, code), f"borrador-{code}.xml")


@room.get("/facturas/<code>/xml")
@requires(May.ISSUE_INVOICES)
def xml(work: Work, code: str) -> Response:
    """The XML that was sent."""
    found = service.get_invoice(work, code)
    if found.state != InvoiceState.SENT or found.xml is None:
        raise NoSuchInvoice
    return xml_file(found.xml.encode(), f"{found.uuid}.xml")


@room.get("/facturas/globales")
@requires(May.ISSUE_INVOICES)
def monthly(work: Work) -> str:
    """The global invoice of each month."""
    number = page_number()
    rows, total = queries.globals_of(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "trade/invoices/seller/monthly.html",
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        installed=cfdi_is_installed(),
    )


@room.get("/facturas/globales/<int:year>-<int:month>.xml")
@requires(May.ISSUE_INVOICES)
def monthly_draft(work: Work, year: int, month: int) -> Response:
    """A draft of a month's global invoice."""
    if not (1 <= month <= 12 and 2000 <= year <= 9999):
        raise NoSuchInvoice
    return xml_file(drafting.draft_global(work, date(year, month, 1)), f"borrador-global-{year}-{month:02}.xml")
