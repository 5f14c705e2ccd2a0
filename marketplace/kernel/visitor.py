"""Who is at a door, as far as a browser tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Visitor:
    """The browser at a door: its network address, its name, and the accounts it entered with before.

    `known` gives the browser's own name for each of those accounts (from a cookie that we signed).
    """

    source: str = ""
    browser: str = ""
    known: Mapping[str, str] = field(default_factory=dict)

    def device(self, account_id: UUID | None) -> str | None:
        """This browser's name for an account it entered with before; None for a stranger."""
        return self.known.get(str(account_id)) if account_id else None
