"""The rules a listing and a shop are held to, and the clocks staff stand on. What each says is in the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

DECIDE_DAYS = 1  # working days staff have to decide
NOTICE = timedelta(days=30)  # between the statement of reasons and the closing of a shop (P2B art. 4(2))
LONGEST_NOTICE = timedelta(days=366)


class CaseState(StrEnum):
    """Where a listing before staff stands."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    SUPERSEDED = "superseded"  # there is a newer revision


CASE_NEXT: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.APPROVED, CaseState.DECLINED, CaseState.SUPERSEDED}),
    CaseState.APPROVED: frozenset(),
    CaseState.DECLINED: frozenset(),
    CaseState.SUPERSEDED: frozenset(),
}
CASE_DECIDED = (CaseState.APPROVED, CaseState.DECLINED)


@dataclass(frozen=True)
class Changed:
    """What a shop says otherwise than before: of what (a field, or `attributes.<code>`, `variants.<sku>`), and both."""

    of: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """List what one snapshot of a product says otherwise than another; what is only in one is None in the other."""
    flat_before, flat_after = _flat(before), _flat(after)
    return [
        Changed(of, flat_before.get(of), flat_after.get(of))
        for of in dict.fromkeys([*flat_before, *flat_after])
        if (flat_before.get(of) or None) != (flat_after.get(of) or None)
    ]


def _flat(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    flat = {
        name: value for name, value in snapshot.items() if name not in ("attributes", "variants", "pictures", "alts")
    }
    flat |= {f"attributes.{code}": value for code, value in snapshot["attributes"].items()}
    flat |= {f"variants.{one['sku']}": (one["name"], one["price_minor"]) for one in snapshot["variants"]}
    flat |= {f"alts.{key}": alt for key, alt in snapshot.get("alts", {}).items()}
    return flat | {f"pictures.{key}": key for key in snapshot["pictures"]}


class ClosingState(StrEnum):
    """Where the closing of a shop stands."""

    ANNOUNCED = "announced"
    IN_EFFECT = "in_effect"
    WITHDRAWN = "withdrawn"


CLOSING_NEXT: Mapping[ClosingState, frozenset[ClosingState]] = {
    ClosingState.ANNOUNCED: frozenset({ClosingState.IN_EFFECT, ClosingState.WITHDRAWN}),
    ClosingState.IN_EFFECT: frozenset({ClosingState.WITHDRAWN}),
    ClosingState.WITHDRAWN: frozenset(),
}
STANDING = (ClosingState.ANNOUNCED, ClosingState.IN_EFFECT)

# code -> where it comes from
RULES: dict[str, str] = {
    "prohibited": "LFPC art. 24; LGS art. 194",
    "nom_missing": "LFPC art. 19; Ley de Infraestructura de la Calidad art. 139",
    "misleading": "LFPC art. 32",
    "counterfeit": "LFPPI art. 386",
    "unclear_picture": "Tianguis",
    "wrong_category": "Tianguis",
}


@dataclass(frozen=True)
class Ground:
    """Why a shop may be closed, where that comes from, and whether it may be at once (P2B art. 4(4))."""

    source: str
    at_once: bool = False


# code -> ground. The market holds itself to Regulation (EU) 2019/1150 (P2B) although Mexico has no law like it.
GROUNDS: dict[str, Ground] = {
    "prohibited_goods": Ground("LFPC art. 24; P2B art. 4(4)(a)", at_once=True),
    "counterfeit_goods": Ground("LFPPI art. 386; P2B art. 4(4)(a)", at_once=True),
    "fraud": Ground("CPF art. 386; P2B art. 4(4)(a)", at_once=True),
    "repeated": Ground("Tianguis; P2B art. 4(4)(c)", at_once=True),
    "undelivered": Ground("LFPC art. 76 Bis; Tianguis"),
    "false_data": Ground("Tianguis"),
    "unreachable": Ground("Tianguis"),
}


def is_closing_day(day: date | None, today: date, *, ground: str) -> bool:
    """Say whether a shop may be closed on a day; None is at once."""
    if day is None:
        return GROUNDS[ground].at_once
    return NOTICE <= day - today <= LONGEST_NOTICE
