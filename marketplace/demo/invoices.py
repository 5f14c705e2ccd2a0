"""Invoices that buyers asked for: two that wait, one that is late, one that asks for other data, and one that was sent."""

from __future__ import annotations

from datetime import timedelta

from fpdf import FPDF
from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.kernel.ids import new_token
from marketplace.kernel.site import site
from marketplace.kernel.uploads import Uploads
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.cfdi import cfdi_is_installed, find_seal, get_pac, pesos, write_cfdi
from marketplace.trade.invoices import (
    FOLDER,
    InvoiceDecline,
    TaxData,
    ask_invoice,
    decline_invoice,
    may_ask,
    paper_of,
    sales_of,
    save_tax_data,
    send_invoice,
    tell_late,
)
from marketplace.trade.orders.models import Order
from tenants.scope import PlatformScope

_CARLA = TaxData("GODE561231GR8", "Carla Méndez", "06700", "612", "G03")
_HILOS, _ABEDUL = "hilos-alpaca", "ferreteria-abedul"
_LATE_DAYS, _SENT_DAYS = 9, 5


def tell(story: Story, uploads: Uploads) -> None:
    """Let Carla ask for invoices, and shops answer some."""
    _ask(story, _HILOS, 0.3)
    waiting = _ask(story, _ABEDUL, 0.5)
    _ask(story, _HILOS, _LATE_DAYS)
    if waiting:
        story.as_buyer("carla", "Carla Méndez", 0.5, lambda work: save_tax_data(work, story.people["carla"], _CARLA))
    if other := _ask(story, _ABEDUL, 2):
        story.as_shop(_ABEDUL, 1, lambda work: decline_invoice(work, other, reason=InvoiceDecline.NAME))
    sent = _ask(story, _HILOS, _SENT_DAYS)
    if sent and cfdi_is_installed():
        _send(story, uploads, sent)
    with unit_of_work(PlatformScope("clock")) as work:
        tell_late(work)
    story.settle(0)


def _ask(story: Story, slug: str, days: float) -> str:
    """Ask for the invoice of the latest order at a shop that had none asked for then; gives the request's code, if one was."""
    asked: list[str] = []

    def ask(work: Work) -> None:
        bought = (Order.tenant_id == story.shops[slug]) & (Order.placed_at < work.now - timedelta(hours=1))
        for order in work.session.scalars(select(Order).where(bought).order_by(Order.placed_at.desc(), Order.id)):
            if not sales_of(work, [order.id]) and may_ask(work, order):
                asked.append(ask_invoice(work, order.code, _CARLA))
                return

    story.as_buyer("carla", "Carla Méndez", days, ask)
    return asked[0] if asked else ""


def _send(story: Story, uploads: Uploads, code: str) -> None:
    """Seal what the market drafts with the seal for trying, have it stamped by the twin, and send it with a sheet."""
    days = _SENT_DAYS - 0.4
    scope, actor = story.seller(_HILOS)
    seal, pac = find_seal(site().settings), get_pac()
    if seal is None or pac is None:
        return
    with at(story.ago(days)), unit_of_work(scope, actor, read_only=True) as work:
        paper = paper_of(work, code)
    with at(story.ago(days)):
        xml = pac.stamp(new_token(), write_cfdi(paper, seal)).xml
    key = uploads.keep_document(_sheet(code, f"${pesos(paper.total_minor):,}"), folder=FOLDER)
    story.as_shop(_HILOS, days, lambda work: send_invoice(work, code, xml=xml, pdf_key=key))


def _sheet(code: str, total: str) -> bytes:
    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("Helvetica", size=14)
    for line in (f"Factura {code}", f"Total {total} MXN", "De prueba: sin valor fiscal"):
        sheet.cell(0, 12, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(sheet.output())
