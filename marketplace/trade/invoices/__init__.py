"""Invoices of sales: buyers ask, shops send theirs; what goes back is credited, and the rest of a month is one global invoice."""

from marketplace.trade.invoices.drafting import paper_of
from marketplace.trade.invoices.files import FOLDER
from marketplace.trade.invoices.jobs import tell_late
from marketplace.trade.invoices.papers import OFFERED_USES
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceKind, InvoiceState, TaxData
from marketplace.trade.invoices.service import (
    ask_invoice,
    begin_wished,
    decline_invoice,
    faults_of_tax_data,
    find_tax_data,
    may_ask,
    sales_of,
    save_tax_data,
    send_invoice,
    wish_invoices,
)

__all__ = [
    "FOLDER",
    "OFFERED_USES",
    "InvoiceDecline",
    "InvoiceKind",
    "InvoiceState",
    "TaxData",
    "ask_invoice",
    "begin_wished",
    "decline_invoice",
    "faults_of_tax_data",
    "find_tax_data",
    "may_ask",
    "paper_of",
    "sales_of",
    "save_tax_data",
    "send_invoice",
    "tell_late",
    "wish_invoices",
]
