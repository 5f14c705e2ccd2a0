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
class PicturesNamed(Fact):
    """A file named the addresses of a product's pictures, which has none yet."""

    tenant_id: UUID
    run_id: UUID
    product_id: UUID
    urls: tuple[str, ...]


@dataclass(frozen=True)
class ProductsFileAsked(Fact):
    """A shop wants its products as a file."""

    tenant_id: UUID
    file_id: UUID
