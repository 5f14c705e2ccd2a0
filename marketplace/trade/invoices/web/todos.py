"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceState


def _to_send(work: Work) -> Any:
    return count_own(work, InvoiceRequest, InvoiceRequest.state == InvoiceState.ASKED)


def _say_to_send(count: int) -> str:
    return ngettext("factura por enviar", "facturas por enviar", count)


TODOS = (Todo(45, _to_send, _say_to_send, "invoices_seller.index", May.ISSUE_INVOICES, {}),)
