"""Verbs on leaving: asking to be erased, thinking again, blocking, and the end. Above the walls: a person is everywhere.

LFPDPPP art. 2-III and 25: data are blocked first, then suppressed; what law or a contract needs stays, without a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people import accounts
from marketplace.people.accounts.models import Account
from marketplace.people.sellers import ShopState
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import Unfinished, unfinished_for
from marketplace.platform.privacy import errors, notifying
from marketplace.platform.privacy.erasing import erase_rows
from marketplace.platform.privacy.events import ErasureDue
from marketplace.platform.privacy.models import Erasure, Tombstone
from marketplace.platform.privacy.rules import ERASURE_NEXT, THINK_AGAIN, ErasureState
from marketplace.platform.privacy.subjects import subject_of
from tenants.models import Membership
from tenants.roles import Role
from tenants.service import leave_all


@dataclass(frozen=True)
class ErasureNeeds:
    """What keeps an account from being erased: what is not finished, the shops it owns (slug, name), being staff."""

    unfinished: Unfinished
    shops: Sequence[tuple[str, str]]
    staff: bool

    def __bool__(self) -> bool:
        return bool(self.unfinished or self.shops or self.staff)


def needed_by(work: Work, account_id: UUID) -> ErasureNeeds:
    """Say what a person must finish before their account can be erased."""
    shops = work.session.execute(
        select(Shop.slug, Shop.name)
        .join(Membership, Membership.tenant_id == Shop.tenant_id)
        .where(Membership.account_id == account_id, Membership.role == Role.OWNER, Shop.status != ShopState.CLOSED)
        .order_by(Shop.slug)
    ).all()
    staff = work.session.get_one(Account, account_id).staff_role is not None
    return ErasureNeeds(
        unfinished_for(work, subject_of(work, account_id).ids), [(slug, name) for slug, name in shops], staff
    )


def open_erasure(work: Work, account_id: UUID, *, lock: bool = False) -> Erasure | None:
    """Find a person's erasing that is on its way."""
    query = select(Erasure).where(
        Erasure.account_id == account_id, Erasure.state.in_([ErasureState.REQUESTED, ErasureState.BLOCKED])
    )
    return work.session.find(query, lock=lock)


@verb(needs=PROOF)
def ask_erasure(work: Work, account_id: UUID, *, blocked_for: timedelta) -> Erasure:
    """Ask for one's account to be erased: in fourteen days it is blocked, and after `blocked_for` more erased.

    Raises AlreadyLeaving; StillNeeded while orders, returns or claims wait, or a shop is owned.
    """
    work.session.lock_row(Account, account_id)  # two tabs: the second finds the first's
    if open_erasure(work, account_id) is not None:
        raise errors.AlreadyLeaving
    if needed_by(work, account_id):
        raise errors.StillNeeded
    block_at = work.now + THINK_AGAIN
    erasure = Erasure(
        account_id=account_id,
        state=ErasureState.REQUESTED,
        asked_at=work.now,
        block_at=block_at,
        erase_at=block_at + blocked_for,
    )
    work.session.add(erasure)
    work.session.flush()
    work.audit("privacy.ask_erasure", f"account:{account_id}")
    notifying.tell_leaving(work, erasure)
    return erasure


@verb(needs=PROOF)
def cancel_erasure(work: Work, account_id: UUID) -> None:
    """Stay after all. Raises NotLeaving."""
    erasure = open_erasure(work, account_id, lock=True)
    if erasure is None:
        raise errors.NotLeaving
    transition(erasure, ErasureState.CANCELLED, ERASURE_NEXT, otherwise=errors.NotLeaving())
    erasure.ended_at = work.now
    work.audit("privacy.cancel_erasure", f"account:{account_id}")


def go_on(work: Work) -> None:
    """By the clock: accounts whose time to think is over are blocked; those blocked for long enough are to be erased.

    Somebody who bought something meanwhile waits until it is finished.
    """
    due = select(Erasure).where(Erasure.state == ErasureState.REQUESTED, Erasure.block_at <= work.now)
    for erasure in work.session.lock(due.order_by(Erasure.id), skip_taken=True):
        if not needed_by(work, erasure.account_id):
            _block(work, erasure)
    over = select(Erasure.id).where(Erasure.state == ErasureState.BLOCKED, Erasure.erase_at <= work.now)
    for erasure_id in work.session.scalars(over.order_by(Erasure.id)).all():
        work.tell(ErasureDue(erasure_id))


def _block(work: Work, erasure: Erasure) -> None:
    # Whoever had to wait is blocked for as long as anybody; and what comes after this moment is not theirs.
    erasure.block_at, erasure.erase_at = work.now, work.now + (erasure.erase_at - erasure.block_at)
    notifying.tell_blocked(work, erasure)
    transition(erasure, ErasureState.BLOCKED, ERASURE_NEXT)
    erasure.worked_in = [str(shop) for shop in leave_all(work.session, erasure.account_id)]
    accounts.block_account(work, erasure.account_id)


def finish_erasure(work: Work, erasure_id: UUID) -> None:
    """Erase what the map says of a blocked account. A second telling finds nothing left to do."""
    erasure = work.session.lock_row(Erasure, erasure_id)
    if erasure.state != ErasureState.BLOCKED:
        return
    erase_account(work, erasure.account_id, worked_in=[UUID(one) for one in erasure.worked_in], until=erasure.block_at)
    transition(erasure, ErasureState.ERASED, ERASURE_NEXT)
    erasure.ended_at = work.now


def erase_account(work: Work, account_id: UUID, *, worked_in: Sequence[UUID], until: datetime) -> None:
    """Erase a person now, by the map, and write down that it was done. What came after `until` is a new account's."""
    erase_rows(work, subject_of(work, account_id, until=until), worked_in)
    if work.session.scalar(select(Tombstone.id).where(Tombstone.account_id == account_id)) is None:
        work.session.add(Tombstone(account_id=account_id, erased_at=work.now))
    work.audit("privacy.erase", f"account:{account_id}")
