"""What may be reported and why, when reports wait behind the others, and how they weigh: plain values, no session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class ReportAbout(StrEnum):
    """What a report is about."""

    LISTING = "listing"
    SHOP = "shop"
    MESSAGE = "message"


class ReportReason(StrEnum):
    """Why somebody reports something."""

    FORBIDDEN = "forbidden"
    COUNTERFEIT = "counterfeit"
    MISLEADING = "misleading"
    PICTURE = "picture"
    CONTACT = "contact"
    OFFENSIVE = "offensive"
    RIGHTS = "rights"  # intellectual property: who owns the right is said
    OTHER = "other"


class ReportCaseState(StrEnum):
    """Where what was reported stands."""

    OPEN = "open"
    ACTED = "acted"
    DISMISSED = "dismissed"


REPORT_CASE_NEXT: Mapping[ReportCaseState, frozenset[ReportCaseState]] = {
    ReportCaseState.OPEN: frozenset({ReportCaseState.ACTED, ReportCaseState.DISMISSED}),
    ReportCaseState.ACTED: frozenset(),
    # Who reported it appealed, and was right: it is looked at anew.
    ReportCaseState.DISMISSED: frozenset({ReportCaseState.OPEN}),
}

REPORTS_AN_HOUR = 4  # of different things by one address; each sends a letter to it
REPORTS_AN_HOUR_KNOWN = 20  # by an account whose address is verified
ANSWER_REPORTS_DAYS = 2  # working days

# Who reported in bad faith so often, in so long, waits behind the others for as long (after DSA art. 23(2)).
BAD_FAITH_MOST = 3
BAD_FAITH_FOR = timedelta(days=180)

BEHIND = -1  # the risk of a case of which all reports wait behind the others
_WEIGHT = {
    ReportReason.FORBIDDEN: 40,
    ReportReason.COUNTERFEIT: 30,
    ReportReason.RIGHTS: 25,
    ReportReason.OFFENSIVE: 20,
}
_ORDINARY = 10
_EACH_MORE, _MOST_MORE = 5, 40


def risk_of_reports(reasons: list[str], flags: int) -> int:
    """Weigh reports that do not wait behind the others by their gravest reason and how many people they are of; `flags` is
    what automatic checks found. Without any report it is `BEHIND`.
    """
    if not reasons:
        return BEHIND
    gravest = max(_WEIGHT.get(ReportReason(one), _ORDINARY) for one in reasons)
    return gravest + min(_EACH_MORE * (len(reasons) - 1), _MOST_MORE) + flags


def waits_behind(bad_faith: int) -> bool:
    """Say whether somebody's reports wait behind the others, by how many were called bad faith lately."""
    return bad_faith >= BAD_FAITH_MOST
