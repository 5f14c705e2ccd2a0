"""The time to object before a lost second factor is taken away: whether one runs, and its end before its time."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from marketplace.kernel.ids import new_id
from marketplace.kernel.states import leading_to
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts.events import AccountTouched
from marketplace.people.accounts.models import Account, LostFactor
from marketplace.people.accounts.rules import LOST_NEXT, LostState


def find_waiting(work: Work, account_id: UUID, *, lock: bool = False) -> LostFactor | None:
    """Find a person's time to object that still runs."""
    query = select(LostFactor).where(LostFactor.account_id == account_id, LostFactor.state == LostState.WAITING)
    return work.session.find(query, lock=lock)


@verb(needs=PROOF)
def stop_waiting(work: Work, account_id: UUID, *, why: str) -> bool:
    """Cancel it: the factor stays, and the owner hears so. False when none runs.

    `why`: factor (one was used, or set up), owner (from a session), letter, password, email (one was changed).
    """
    stopped = work.session.execute(
        update(LostFactor)
        .where(LostFactor.account_id == account_id, LostFactor.state.in_(leading_to(LostState.CANCELLED, LOST_NEXT)))
        .values(state=LostState.CANCELLED, ended_at=work.now)
        .returning(LostFactor.id)
    ).first()
    if stopped is None:
        return False
    account = work.session.get_one(Account, account_id)
    work.audit("accounts.keep_factor", f"account:{account_id}", why=why)
    work.tell(AccountTouched(new_id(), account_id, "factor_kept", account.email, ""))
    return True
