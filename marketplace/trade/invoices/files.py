"""Which uploads an invoice names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.trade.invoices.models import InvoiceRequest

FOLDER = "invoices"  # of the private store


def papers_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the PDFs that shops sent."""
    yield from (key for key in work.session.scalars(select(InvoiceRequest.pdf_key)) if key)
