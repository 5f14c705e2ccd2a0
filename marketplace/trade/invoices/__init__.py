"""Invoices of sales: buyers ask, shops send theirs; what goes back is credited, and the rest of a month is one global invoice."""

from marketplace.trade.invoices.papers import regime_choices, use_choices
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceKind, InvoiceState, TaxData
from marketplace.trade.invoices.service import (
    ask_invoice,
    begin_wished,
    check_tax_data,
    decline_invoice,
    find_tax_data,
    send_invoice,
    wish_invoices,
)

__all__ = [
    "InvoiceDecline",
    "InvoiceKind",
    "InvoiceState",
    "TaxData",
    "ask_invoice",
    "begin_wished",
    "check_tax_data",
    "decline_invoice",
    "find_tax_data",
    "regime_choices",
    "send_invoice",
    "use_choices",
    "wish_invoices",
]
