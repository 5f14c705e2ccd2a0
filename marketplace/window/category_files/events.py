"""What files of categories tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class CategoryFileBrought(Fact):
    """Somebody brought a file: what it would do is to be looked at."""

    file_id: UUID


@dataclass(frozen=True)
class CategoryFileWentOn(Fact):
    """Some rows of a file were applied, or none yet; more wait."""

    file_id: UUID
