"""Verbs of people on the groups that shops invite them to: accepting, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.groups import errors
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation, GroupMember
from marketplace.kernel.ids import hash_token, new_id
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts import tidy_email
from marketplace.people.sellers.models import Shop


@dataclass(frozen=True)
class InvitedTo:
    """What the link of an invitation leads to."""

    invitation_id: UUID
    tenant_id: UUID
    group_id: UUID
    email: str
    expires_at: datetime
    group: str
    shop: str


def find_group_invitation(work: Work, token: str) -> InvitedTo:
    """Find what a link leads to, above the walls; raises NoSuchGroupInvitation, or GroupInvitationOver."""
    row = work.session.execute(
        select(
            GroupInvitation.id,
            GroupInvitation.tenant_id,
            GroupInvitation.group_id,
            GroupInvitation.email,
            GroupInvitation.expires_at,
            CustomerGroup.name,
            Shop.name,
        )
        .join(
            CustomerGroup,
            (CustomerGroup.tenant_id == GroupInvitation.tenant_id) & (CustomerGroup.id == GroupInvitation.group_id),
        )
        .join(Shop, Shop.tenant_id == GroupInvitation.tenant_id)
        .where(GroupInvitation.token_hash == hash_token(token))
    ).first()
    if row is None:
        raise errors.NoSuchGroupInvitation
    if row.expires_at <= work.now:
        raise errors.GroupInvitationOver
    return InvitedTo(*row)


def check_is_for(work: Work, invited: InvitedTo, *, account_id: UUID, email: str, verified: bool) -> None:
    """Refuse whoever the invitation does not name; raises GroupInvitationForAnother, AlreadyInGroup."""
    if tidy_email(email) != invited.email or not verified:
        raise errors.GroupInvitationForAnother
    theirs = (
        select(CustomerGroup.name)
        .join(
            GroupMember, (GroupMember.tenant_id == CustomerGroup.tenant_id) & (GroupMember.group_id == CustomerGroup.id)
        )
        .where(GroupMember.tenant_id == invited.tenant_id, GroupMember.buyer_id == account_id)
    )
    if (name := work.session.scalar(theirs)) is not None:
        raise errors.AlreadyInGroup(group=name)


@verb(needs=PROOF)
def accept_group(work: Work, token: str, *, account_id: UUID, email: str, verified: bool) -> InvitedTo:
    """Enter the group that a letter's link invites to, with the address that it was sent to. Above the walls.

    Raises NoSuchGroupInvitation, GroupInvitationOver, GroupInvitationForAnother, AlreadyInGroup.
    """
    invited = find_group_invitation(work, token)
    work.session.lock_row(
        Shop, (invited.tenant_id, invited.tenant_id)
    )  # who accepts two of its groups does so one by one
    invited = find_group_invitation(work, token)  # somebody may have taken it back meanwhile
    check_is_for(work, invited, account_id=account_id, email=email, verified=verified)
    work.session.delete(work.session.get_one(GroupInvitation, (invited.tenant_id, invited.invitation_id)))
    work.session.add(
        GroupMember(
            tenant_id=invited.tenant_id, id=new_id(), buyer_id=account_id, group_id=invited.group_id,
            email=invited.email, accepted_at=work.now,
        )
    )  # fmt: skip
    work.audit("groups.accept", f"customer_group:{invited.group_id}")  # no line of the shop's: it would read their name
    work.session.flush()
    return invited


@verb(needs=PROOF)
def leave_group(work: Work, account_id: UUID, member_id: UUID) -> None:
    """Leave a group; from now on one pays what everybody pays. Raises NoSuchGroupMember where it is not one's own."""
    query = select(GroupMember).where(GroupMember.id == member_id, GroupMember.buyer_id == account_id)
    member = work.session.find(query, lock=True)
    if member is None:
        raise errors.NoSuchGroupMember
    work.audit("groups.leave", f"customer_group:{member.group_id}")
    work.session.delete(member)
    work.session.flush()


@dataclass(frozen=True)
class OwnGroup:
    """A group that somebody is in, as they see it."""

    member_id: UUID
    group: str
    is_on: bool
    shop: str
    shop_slug: str
    since: datetime


def groups_of_person(work: Work, account_id: UUID) -> list[OwnGroup]:
    """List the groups that a person is in, by shop. Above the walls: what groups are called is their shops'."""
    rows = work.session.execute(
        select(
            GroupMember.id, CustomerGroup.name, CustomerGroup.is_on, Shop.name, Shop.slug, GroupMember.accepted_at
        )
        .join(
            CustomerGroup,
            (CustomerGroup.tenant_id == GroupMember.tenant_id) & (CustomerGroup.id == GroupMember.group_id),
        )
        .join(Shop, Shop.tenant_id == GroupMember.tenant_id)
        .where(GroupMember.buyer_id == account_id)
        .order_by(Shop.name, GroupMember.id)
    )  # fmt: skip
    return [OwnGroup(*row) for row in rows]
