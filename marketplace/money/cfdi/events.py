"""What tax papers tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class TaxMonthOver(Fact):
    """A month of a shop is over whose papers were not drawn up yet; `month` is its first day."""

    tenant_id: UUID
    month: date


@dataclass(frozen=True)
class PaperDrawn(Fact):
    """A paper is to be sealed and stamped, as far as it is not; a job does what is missing."""

    tenant_id: UUID
    paper_id: UUID
