"""What the desk tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ComparisonAsked(Fact):
    """Somebody of the staff wants everything compared now, and not at night; a job does it."""

    asked_by: UUID


@dataclass(frozen=True)
class StatementFileAsked(Fact):
    """A shop wants a long statement as a file; a job writes it."""

    tenant_id: UUID
    file_id: UUID
