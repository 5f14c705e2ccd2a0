"""What moderation tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ListingDecided(Fact):
    """Staff approved or declined a listing; its shop is told why."""

    case_id: UUID
    tenant_id: UUID
    approved: bool


@dataclass(frozen=True)
class ShopClosingDecided(Fact):
    """Staff decided to close a shop; it is told why, from when, and how to appeal."""

    closing_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class AppealAnswered(Fact):
    """Another member of staff answered a shop's appeal."""

    closing_id: UUID
    tenant_id: UUID
    upheld: bool


@dataclass(frozen=True)
class GoodsUnmarked(Fact):
    """Pictures and description of a product were not looked at yet by the checks."""

    tenant_id: UUID
    product_id: UUID


@dataclass(frozen=True)
class ReportReceived(Fact):
    """Somebody reported something for the first time; they get a receipt."""

    report_id: UUID


@dataclass(frozen=True)
class ReportsDecided(Fact):
    """What people reported was decided; each of them is told."""

    case_id: UUID


@dataclass(frozen=True)
class BadFaithFound(Fact):
    """Staff said so often that somebody reports in bad faith that their reports wait behind the others."""

    report_id: UUID


@dataclass(frozen=True)
class MeasureDecided(Fact):
    """Staff decided something about a listing or a shop; its shop gets the statement of reasons."""

    measure_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class MeasureLifted(Fact):
    """Staff took a measure back before its end."""

    measure_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class DecisionAppealAnswered(Fact):
    """Somebody who did not take a decision answered what was said against it."""

    appeal_id: UUID
