"""Verbs of a shop on its customer groups: making, changing and deleting them, inviting people and taking them out.

Each locks its group first (the shop, where one is made), so that two people of the shop count one after the other. Lines of the
record name no addresses: those go with their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from marketplace.goods.groups import errors
from marketplace.goods.groups.events import InvitedToGroup
from marketplace.goods.groups.links import group_token
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation, GroupMember, GroupPrice
from marketplace.goods.groups.rules import INVITED_FOR, MOST_GROUPS, MOST_LETTERS, MOST_PEOPLE, addresses_said
from marketplace.kernel.ids import hash_token, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.text import leads_elsewhere
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import AuditLine, Work
from marketplace.people.sellers import SHUT
from marketplace.people.sellers.models import Shop


def get_group(work: Work, group_id: UUID, *, lock: bool = False) -> CustomerGroup:
    """Load a group of the shop this work stands in; raises NoSuchCustomerGroup."""
    query = select(CustomerGroup).where(CustomerGroup.tenant_id == work.tenant_id, CustomerGroup.id == group_id)
    found = work.session.find(query, lock=lock)
    if found is None:
        raise errors.NoSuchCustomerGroup
    return found


@verb(needs=May.EDIT_PRODUCTS)
def open_group(work: Work, name: str, *, note: str = "") -> UUID:
    """Make a group, which is on at once and has neither people nor prices.

    Raises GroupNameTaken, GroupNameLeadsElsewhere, TooManyGroups.
    """
    work.session.lock_row(Shop, (work.tenant_id, work.tenant_id))  # so that they are counted one after the other
    every = work.session.scalars(select(CustomerGroup).where(CustomerGroup.tenant_id == work.tenant_id)).all()
    if len(every) >= MOST_GROUPS:
        raise errors.TooManyGroups(most=MOST_GROUPS)
    _check_name(every, name)
    group = CustomerGroup(
        tenant_id=work.tenant_id, id=new_id(), name=name, note=note, is_on=True, made_at=work.now
    )  # fmt: skip
    work.session.add(group)
    work.session.flush()
    work.audit("groups.open", f"customer_group:{group.id}", name=name)
    return group.id


def _check_name(others: Sequence[CustomerGroup], name: str) -> None:
    if leads_elsewhere(name):
        raise errors.GroupNameLeadsElsewhere
    if name.lower() in {one.name.lower() for one in others}:
        raise errors.GroupNameTaken


@verb(needs=May.EDIT_PRODUCTS)
def change_group(work: Work, group_id: UUID, *, name: str, note: str, is_on: bool) -> None:
    """Call a group something else, note something of it, turn it on or off: its prices hold or end for what is not bought yet.

    Raises NoSuchCustomerGroup, GroupNameTaken, GroupNameLeadsElsewhere.
    """
    every = work.session.lock(select(CustomerGroup).where(CustomerGroup.tenant_id == work.tenant_id))
    group = next((one for one in every if one.id == group_id), None)
    if group is None:
        raise errors.NoSuchCustomerGroup
    _check_name([one for one in every if one is not group], name)
    group.name, group.note, group.is_on = name, note, is_on
    work.session.flush()
    work.audit("groups.change", f"customer_group:{group_id}", name=name, is_on=is_on)


@verb(needs=May.EDIT_PRODUCTS)
def delete_group(work: Work, group_id: UUID) -> None:
    """Delete a group with its prices, invitations and who is in it; what was bought keeps its price.

    Raises NoSuchCustomerGroup.
    """
    group = get_group(work, group_id, lock=True)
    work.audit("groups.delete", f"customer_group:{group_id}", name=group.name)
    for of in (GroupPrice, GroupInvitation, GroupMember):
        work.session.execute(delete(of).where(of.tenant_id == work.tenant_id, of.group_id == group_id))
    work.session.delete(group)
    work.session.flush()


@verb(needs=May.EDIT_PRODUCTS)
def invite_people(work: Work, group_id: UUID, addresses: Sequence[str]) -> int:
    """Invite people by e-mail, each address as `read_email` gives it; gives how many letters go out.

    Who is in the group, or invited and not for too long, is not written to again. Whether an address has an account is not
    told and makes no difference. Raises NoSuchCustomerGroup, ShopMayNotInvite, InOtherGroup for who accepted another group of
    the shop, NobodyInvited, TooManyPeople, TooManyLetters.
    """
    shop = work.session.lock_row(
        Shop, (work.tenant_id, work.tenant_id)
    )  # so that letters are counted one after the other
    if shop.status in SHUT:
        raise errors.ShopMayNotInvite
    group = get_group(work, group_id, lock=True)
    theirs = (GroupMember.tenant_id == work.tenant_id, GroupMember.email.in_(addresses))
    members = dict(work.session.execute(select(GroupMember.email, GroupMember.group_id).where(*theirs)).all())
    if elsewhere := [one for one in addresses if members.get(one, group_id) != group_id]:
        raise errors.InOtherGroup(who=addresses_said(elsewhere))
    _forget_lapsed(work, group_id, addresses)
    waiting = set(
        work.session.scalars(
            select(GroupInvitation.email).where(
                GroupInvitation.tenant_id == work.tenant_id,
                GroupInvitation.group_id == group_id,
                GroupInvitation.email.in_(addresses),
            )
        )
    )
    new = [one for one in dict.fromkeys(addresses) if one not in members and one not in waiting]
    if not new:
        raise errors.NobodyInvited
    if _count(work, group_id) + len(new) > MOST_PEOPLE:
        raise errors.TooManyPeople(most=MOST_PEOPLE)
    if _sent_today(work) + len(new) > MOST_LETTERS:
        raise errors.TooManyLetters(most=MOST_LETTERS)
    for email in new:
        _invite(work, group_id, email)
    work.audit("groups.invite", f"customer_group:{group_id}", name=group.name, count=len(new))
    work.session.flush()
    return len(new)


def _forget_lapsed(work: Work, group_id: UUID, addresses: Sequence[str]) -> None:
    work.session.execute(
        delete(GroupInvitation).where(
            GroupInvitation.tenant_id == work.tenant_id,
            GroupInvitation.group_id == group_id,
            GroupInvitation.email.in_(addresses),
            GroupInvitation.expires_at <= work.now,
        )
    )


def _count(work: Work, group_id: UUID) -> int:
    """How many people a group holds, with those who are invited."""
    counts = (
        work.session.scalar(
            select(func.count()).select_from(of).where(of.tenant_id == work.tenant_id, of.group_id == group_id)
        )
        for of in (GroupMember, GroupInvitation)
    )
    return sum(one or 0 for one in counts)


def _sent_today(work: Work) -> int:
    """How many invitations the shop sent within a day, also of those that it took back."""
    sent = select(func.sum(AuditLine.details["count"].as_integer())).where(
        AuditLine.tenant_id == work.tenant_id,
        AuditLine.verb == "groups.invite",
        AuditLine.at > work.now - timedelta(days=1),
    )
    return work.session.scalar(sent) or 0


def _invite(work: Work, group_id: UUID, email: str) -> None:
    invitation_id = new_id()
    work.session.add(
        GroupInvitation(
            tenant_id=work.tenant_id, id=invitation_id, group_id=group_id, email=email,
            token_hash=hash_token(group_token(invitation_id)), invited_at=work.now, expires_at=work.now + INVITED_FOR,
        )
    )  # fmt: skip
    work.tell(InvitedToGroup(work.tenant_id, invitation_id))


@verb(needs=May.EDIT_PRODUCTS)
def take_back_invitation(work: Work, group_id: UUID, invitation_id: UUID) -> None:
    """Take an invitation back: its link opens nothing any more. Raises NoSuchCustomerGroup, NoSuchGroupInvitation."""
    group = get_group(work, group_id, lock=True)
    query = select(GroupInvitation).where(
        GroupInvitation.tenant_id == work.tenant_id,
        GroupInvitation.group_id == group_id,
        GroupInvitation.id == invitation_id,
    )
    invitation = work.session.find(query, lock=True)
    if invitation is None:
        raise errors.NoSuchGroupInvitation
    work.audit("groups.uninvite", f"customer_group:{group_id}", name=group.name)
    work.session.delete(invitation)
    work.session.flush()


@verb(needs=May.EDIT_PRODUCTS)
def take_out(work: Work, group_id: UUID, member_id: UUID) -> None:
    """Take somebody out of a group; from now on they pay what everybody pays. Raises NoSuchCustomerGroup, NoSuchGroupMember."""
    group = get_group(work, group_id, lock=True)
    query = select(GroupMember).where(
        GroupMember.tenant_id == work.tenant_id, GroupMember.group_id == group_id, GroupMember.id == member_id
    )
    member = work.session.find(query, lock=True)
    if member is None:
        raise errors.NoSuchGroupMember
    work.audit("groups.take_out", f"customer_group:{group_id}", name=group.name)
    work.session.delete(member)
    work.session.flush()
