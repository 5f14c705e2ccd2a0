"""Verbs of staff: looking into a shop, and who is staff at all."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from marketplace.care.disputes.models import Dispute
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people import accounts
from marketplace.people.accounts.models import Account
from marketplace.people.sellers import NoSuchShop
from marketplace.platform.staff import errors, rules
from marketplace.trade.orders.models import Order
from tenants import resolve
from tenants.models import StaffLook

_ADMINISTRATOR = "administrator"


@verb(needs=StaffMay.LOOK)
def open_look(
    work: Work, slug: str, *, areas: Collection[str], reason: str, note: str, about: str | None = None
) -> StaffLook:
    """Open a look into a shop for thirty minutes. The shop reads who, as what, what, why and when, from now on.

    Raises NoSuchShop, NothingToOpen, AreaNotYours, LookReasonMissing, NoSuchLookedCase when `about` is no code of that shop.
    """
    shop = resolve.find_shop(work.session, slug)
    if shop is None:
        raise NoSuchShop
    chosen = [area for area in rules.AREAS if area in areas]
    if not chosen:
        raise errors.NothingToOpen
    if not set(chosen) <= work.actor.may:
        raise errors.AreaNotYours
    if reason not in rules.REASONS or len(note.strip()) < rules.SHORTEST_NOTE:
        raise errors.LookReasonMissing(least=rules.SHORTEST_NOTE)
    if about and not _is_of(work, shop.tenant_id, about):
        raise errors.NoSuchLookedCase
    assert work.actor.account_id is not None  # staff are people
    look = StaffLook(
        tenant_id=shop.tenant_id,
        account_id=work.actor.account_id,
        who=work.actor.name,
        role=work.actor.role,
        areas=[area.value for area in chosen],
        reason=reason,
        note=note.strip(),
        about=about or None,
        at=work.now,
        ends_at=work.now + rules.LOOK_LASTS,
    )
    work.session.add(look)
    work.session.flush()
    work.audit("staff.look", f"look:{look.id}", tenant_id=shop.tenant_id, areas=look.areas, reason=reason)
    return look


def _is_of(work: Work, tenant_id: UUID, code: str) -> bool:
    return any(
        work.session.scalar(select(table.id).where(table.tenant_id == tenant_id, table.code == code)) is not None
        for table in (Order, ReturnCase, Claim, Dispute)
    )


@verb(needs=StaffMay.MANAGE_STAFF)
def set_role(work: Work, account_id: UUID, role: str) -> None:
    """Give a member of staff another role, from their next page on.

    Raises NoSuchStaff, UnknownRole, or LastAdministrator when nobody else may let people in.
    """
    if role not in STAFF_GRANTED:
        raise errors.UnknownRole
    before = _leave(work, account_id, keeps=role == _ADMINISTRATOR)
    accounts.set_staff_role(work, account_id, role)
    work.audit("staff.role", f"account:{account_id}", before=before, after=role)


@verb(needs=StaffMay.MANAGE_STAFF)
def remove_member(work: Work, account_id: UUID) -> None:
    """Take somebody off the staff and sign them out everywhere; their account stays. Raises as `set_role`."""
    before = _leave(work, account_id, keeps=False)
    accounts.set_staff_role(work, account_id, None)
    accounts.end_other_sessions(work, account_id, but="")
    work.audit("staff.remove", f"account:{account_id}", before=before)


def _leave(work: Work, account_id: UUID, *, keeps: bool) -> str:
    """Lock the administrators, so that two cannot take leave of each other at once; give the member's role."""
    held = work.session.lock(select(Account).where(Account.staff_role == _ADMINISTRATOR))
    administrators = [account.account_id for account in held]
    role = work.session.scalar(select(Account.staff_role).where(Account.account_id == account_id))
    if role is None:
        raise errors.NoSuchStaff
    if not keeps and administrators == [account_id]:
        raise errors.LastAdministrator
    if work.actor.account_id not in (None, *administrators):  # removed a moment ago; an operator's terminal is nobody
        raise NotAllowed
    return role
