"""Verbs on what people agree to. Each row says what, under which version of the notice, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people import accounts
from marketplace.people.accounts.events import AccountOpened
from marketplace.people.sellers.events import BankAccountGiven
from marketplace.platform.privacy import errors
from marketplace.platform.privacy.models import Consent
from marketplace.platform.privacy.notices import NEWEST
from marketplace.platform.privacy.rules import VOLUNTARY, ConsentPurpose


def consents_of(work: Work, account_id: UUID) -> Sequence[Consent]:
    """List what a person agreed to, and what of it they took back, newest first."""
    return work.session.scalars(
        select(Consent).where(Consent.account_id == account_id).order_by(Consent.granted_at.desc(), Consent.id)
    ).all()


def _standing(work: Work, account_id: UUID, purpose: ConsentPurpose) -> Consent | None:
    return work.session.scalar(
        select(Consent)
        .where(Consent.account_id == account_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .order_by(Consent.version.desc())
        .limit(1)
    )


def _grant(work: Work, account_id: UUID, purpose: ConsentPurpose) -> None:
    """Write down that somebody agrees, under the newest notice. Again is no error and changes nothing."""
    before = _standing(work, account_id, purpose)
    if before is None or before.version < NEWEST:
        work.session.add(Consent(account_id=account_id, purpose=purpose, version=NEWEST, granted_at=work.now))
        work.audit("privacy.consent", f"account:{account_id}", purpose=purpose, version=NEWEST)


@verb(needs=PROOF)
def accept_notice(work: Work, account_id: UUID) -> None:
    """Note that a person accepts the newest notice (LFPDPPP art. 7 and 16)."""
    _grant(work, account_id, ConsentPurpose.NOTICE)
    accounts.note_notice(work, account_id, NEWEST)


@verb(needs=PROOF)
def switch(work: Work, account_id: UUID, purpose: str, *, on: bool) -> None:
    """Agree to a voluntary purpose, or take it back (LFPDPPP art. 7). Raises NotVoluntary."""
    if purpose not in VOLUNTARY:
        raise errors.NotVoluntary
    if on:
        _grant(work, account_id, ConsentPurpose(purpose))
        return
    standing = _standing(work, account_id, ConsentPurpose(purpose))
    if standing is not None:
        standing.withdrawn_at = work.now
        work.audit("privacy.withdraw", f"account:{account_id}", purpose=purpose)


def note_sign_up(work: Work, fact: AccountOpened) -> None:
    """Who opens an account has read the notice: the form says so above its button."""
    accept_notice(work, fact.account_id)


def note_bank_account(work: Work, fact: BankAccountGiven) -> None:
    """Who gives a CLABE agrees expressly to its use: the form says so (LFPDPPP art. 7)."""
    _grant(work, fact.account_id, ConsentPurpose.FINANCIAL)
