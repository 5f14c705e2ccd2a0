"""What imports tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ImportToCheck(Fact):
    """A shop said what the columns of its file are: it is looked at, and nothing is changed."""

    tenant_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class ImportToApply(Fact):
    """A shop saw what its file would do, and wants it done."""

    tenant_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class ImportEnded(Fact):
    """A file was carried out, or could not be; who brought it is told."""

    tenant_id: UUID
    run_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class PicturesLeft(Fact):
    """Pictures that a file named are still to be fetched: some are, and the rest is told again, so that others come between."""

    tenant_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class ProductsFileAsked(Fact):
    """A shop wants its products as a file."""

    tenant_id: UUID
    file_id: UUID
