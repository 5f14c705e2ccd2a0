"""Pure decisions about the addresses of shops: what a look at the DNS means, and when to look again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.kernel.reading import Unreadable, read_line, read_path
from tenants.names import DomainProblem, DomainState

# A slug that a shop had leads to it for a year, and nobody else may have it meanwhile.
YEAR = timedelta(days=365)
MOST_OLD_SLUGS = 3
MOST_DOMAINS = 3
MOST_OLD_ADDRESSES = 20_000

RECORD_PREFIX = "_tianguis."
TEXT_PREFIX = "tianguis-verification="

_WHILE_PENDING = timedelta(minutes=10)
_PENDING_FOR = timedelta(days=3)
_WHILE_VERIFIED = timedelta(days=1)
_AFTER_A_MISS = timedelta(hours=1)
# A record that is not seen four times in a row, an hour apart, is gone; one slow name server is not.
MOST_MISSED = 4


@dataclass(frozen=True)
class DomainVerdict:
    """What a look at the DNS means. `check_at` is None when the clock need not look again."""

    state: DomainState
    problem: DomainProblem | None
    missed: int
    check_at: datetime | None


def carries(texts: Sequence[str], token: str) -> bool:
    """Say whether one of a name's TXT records is the one that was asked for."""
    return f"{TEXT_PREFIX}{token}" in (text.strip() for text in texts)


def judge(
    state: DomainState, *, found: bool, taken: bool, missed: int, added_at: datetime, now: datetime
) -> DomainVerdict:
    """Judge a domain after a look: `found` its record, `taken` when another shop answers there."""
    if found and not taken:
        return DomainVerdict(DomainState.VERIFIED, None, 0, now + _WHILE_VERIFIED)
    problem = DomainProblem.TAKEN if found else DomainProblem.MISSING
    if state == DomainState.VERIFIED:
        if missed + 1 < MOST_MISSED:
            return DomainVerdict(DomainState.VERIFIED, problem, missed + 1, now + _AFTER_A_MISS)
        return DomainVerdict(DomainState.LOST, problem, missed + 1, None)
    if state == DomainState.PENDING and now - added_at < _PENDING_FOR:
        return DomainVerdict(DomainState.PENDING, problem, missed + 1, now + _WHILE_PENDING)
    return DomainVerdict(DomainState.FAILED if state == DomainState.PENDING else state, problem, missed + 1, None)


def postponed(now: datetime) -> datetime:
    """Say when to look again after the DNS gave no answer."""
    return now + _WHILE_PENDING


def is_ours(domain: str, ours: Collection[str]) -> bool:
    """Say whether a domain is one of the market's own, or below one."""
    return any(domain == own or domain.endswith(f".{own}") for own in ours if own)


@dataclass(frozen=True)
class OldLine:
    """A line that somebody wrote: the path of an old address, and the key (SKU) of a variant of what stood there."""

    number: int
    path: str
    sku: str


@dataclass(frozen=True)
class OldLineProblem:
    """What is wrong with a line, the first being 1."""

    line: int
    why: str  # "key": it names none; "path": no address; "ours": the market's own; "sku": nobody's; "twice": of two products


def read_old_lines(typed: str) -> tuple[list[OldLine], list[OldLineProblem]]:
    """Read lines of an address and a key, parted by a comma, a semicolon or a tab; empty ones are passed over."""
    lines, problems = [], []
    for number, text in enumerate(typed.splitlines(), 1):
        if not text.strip():
            continue
        separator = next((sign for sign in "\t;" if sign in text), ",")
        address, _separator, key = text.rpartition(separator)
        try:
            sku, path = read_line(key), read_path(address) if address.strip() else ""
        except Unreadable:
            problems.append(OldLineProblem(number, "path"))
            continue
        if sku and path:
            lines.append(OldLine(number, path, sku))
        else:
            problems.append(OldLineProblem(number, "key"))
    return lines, problems
