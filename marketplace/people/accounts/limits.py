"""How often a door was tried, kept in the database so that every process counts the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, true

from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, rules
from marketplace.people.accounts.models import SignInAttempt
from marketplace.people.accounts.rules import Door
from tenants.wall import plain_sql

# Always in this order: see docs/rules/locking.md.
_WAIT = plain_sql(
    "SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0)), "
    "CASE WHEN :network <> '' THEN pg_advisory_xact_lock(hashtextextended(:network, 0)) END",
    why="an advisory lock touches no row",
)


def check_limit(work: Work, door: Door, subject: str, visitor: Visitor, *, account_id: UUID | None = None) -> None:
    """Refuse when a door was tried too often; raises TooManyAttempts.

    A browser that is known for the account is counted by itself, apart from strangers. From here until the transaction
    ends, tries of one subject wait for each other, and so do a network's: each is counted before the next is looked at.
    """
    limit = rules.LIMITS[door]
    device = visitor.device(account_id)
    network = f"try {door} from {visitor.source}" if device is None else ""  # a known browser's network is not counted
    work.session.execute(_WAIT, {"subject": f"try {door} of {subject} {device or ''}", "network": network})
    failed = SignInAttempt.ok.is_(False) if limit.only_failures else true()
    tried = SignInAttempt.at > work.now - timedelta(minutes=limit.minutes)
    count = select(func.count()).select_from(SignInAttempt).where(SignInAttempt.kind == door, tried, failed)
    same_browser = SignInAttempt.device == device if device else SignInAttempt.device.is_(None)
    if rules.too_many(
        door,
        account=work.session.scalar(count.where(SignInAttempt.email == subject, same_browser)) or 0,
        source=work.session.scalar(count.where(SignInAttempt.source == visitor.source)) or 0,
        known_browser=device is not None,
    ):
        raise errors.TooManyAttempts(minutes=limit.minutes)


def note_try(
    work: Work, door: Door, subject: str, visitor: Visitor, *, ok: bool, account_id: UUID | None = None
) -> None:
    """Write a try down, so that the next one is counted."""
    work.session.add(
        SignInAttempt(
            at=work.now, kind=door, email=subject, source=visitor.source, device=visitor.device(account_id), ok=ok
        )
    )
