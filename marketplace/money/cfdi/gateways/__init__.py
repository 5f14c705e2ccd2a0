"""Who stamps papers (a PAC), and which one is in use. docs/operations.md says what a real one needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.money.cfdi.gateways.told import Stamped
from marketplace.money.cfdi.gateways.twin import PacTwin


class CancelReason(StrEnum):
    """Why a paper is cancelled (RMF 2.7.1.35, c_MotivoCancelacion)."""

    REPLACED = "01"
    WRONG = "02"
    NEVER_HAPPENED = "03"


class Pac(Protocol):
    """Who stamps papers for the SAT. All calls happen outside of any transaction.

    They raise PacSilent where no answer came: whether it was stamped is then not known; PacRefused, with `why`.
    """

    name: str
    is_test: bool

    def stamp(self, key: str, xml: bytes) -> Stamped:
        """Have a sealed paper stamped. The same key is stamped once, and gives the same answer."""
        ...

    def find(self, key: str) -> Stamped | None:
        """Look for the paper that was sent under a key; None where it knows of none."""
        ...

    def cancel(self, uuid: str, reason: str, replaced_by: str | None = None) -> datetime:
        """Have a stamped paper cancelled; gives the moment. One that is cancelled stays so."""
        ...


@dataclass
class _InUse:
    """The one of this installation."""

    pac: Pac | None = None


def get_pac() -> Pac | None:
    """Give who stamps papers here; None where nobody does, and they stay sealed and unstamped."""
    held = site().part(_InUse)
    if held.pac is None:
        held.pac = make_pac(site().settings)
    return held.pac


def use_pac(pac: Pac | None) -> None:
    """Take a PAC into use."""
    site().part(_InUse).pac = pac


def make_pac(settings: Settings) -> Pac | None:
    """Make the PAC that these settings name."""
    return PacTwin(settings.var / "pac-twin") if settings.pac == "twin" else None


__all__ = ["CancelReason", "Pac", "PacTwin", "Stamped", "get_pac", "make_pac", "use_pac"]
