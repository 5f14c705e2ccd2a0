"""Verbs on a shop's team: inviting, roles and permissions, leaving, and handing the shop over.

Each verb that changes seats holds all seats of the shop, so that two owners cannot both stop being the last one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.ids import hash_token, new_id
from marketplace.kernel.permissions import FIXED, GRANTED, May, effective
from marketplace.kernel.work import Work
from marketplace.people.accounts import tidy_email
from marketplace.people.sellers import errors
from marketplace.people.sellers.events import InvitationSent, OwnershipOffered
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.queries import is_member
from tenants import service as tenants
from tenants.models import Invitation, Membership
from tenants.roles import Role

INVITATION_DAYS = 7
OFFER_DAYS = 7


def permissions_of(seat: Membership) -> frozenset[May]:
    """Say what a member may do, with what was added and taken."""
    return effective(Role(seat.role), seat.granted, seat.withheld)


def _may_give(work: Work, permissions: Collection[str]) -> None:
    if not set(permissions) <= work.actor.may:
        raise errors.NotYoursToGive


# Invitations


def invite(work: Work, *, email: str, role: Role) -> UUID:
    """Invite somebody by e-mail to a role; the letter's link is good for seven days.

    Raises NotYoursToGive for a role that may do more than oneself, AlreadyInvited, AlreadyInTeam. Whether an address
    has an account is not told, except of those who have a seat here.
    """
    _may_give(work, GRANTED[role])
    email = tidy_email(email)
    if is_member(work.tenant_id, email):
        raise errors.AlreadyInTeam
    for before in work.session.scalars(
        select(Invitation).where(Invitation.email == email, Invitation.revoked_at.is_(None))
    ):
        if before.accepted_at is None:
            raise errors.AlreadyInvited
        if _find_seat(work, before.accepted_by) is not None:
            raise errors.AlreadyInTeam
    invitation = Invitation(
        tenant_id=work.tenant_id,
        id=new_id(),
        email=email,
        role=role.value,
        sending=0,
        invited_by=work.actor.name,
        invited_at=work.now,
    )
    work.session.add(invitation)
    _send(work, invitation)
    work.audit("team.invite", f"invitation:{invitation.id}", email=email, role=role.value)
    return invitation.id


def _send(work: Work, invitation: Invitation) -> None:
    invitation.sending += 1
    invitation.token_hash = hash_token(invitation_token(invitation.id, invitation.sending))
    invitation.expires_at = work.now + timedelta(days=INVITATION_DAYS)
    work.tell(InvitationSent(invitation.tenant_id, invitation.id, invitation.sending))


def _waiting(work: Work, invitation_id: UUID) -> Invitation:
    invitation = work.session.find(select(Invitation).where(Invitation.id == invitation_id), lock=True)
    if invitation is None:
        raise errors.NoSuchInvitation
    if invitation.accepted_at or invitation.revoked_at:
        raise errors.InvitationOver
    return invitation


def resend_invitation(work: Work, invitation_id: UUID) -> None:
    """Send an invitation again, with a new link and seven new days; the old link opens nothing any more.

    Raises NoSuchInvitation; InvitationOver once it was accepted or taken back; NotYoursToGive.
    """
    invitation = _waiting(work, invitation_id)
    _may_give(work, GRANTED[Role(invitation.role)])
    _send(work, invitation)
    work.audit("team.invite_again", f"invitation:{invitation.id}", email=invitation.email, role=invitation.role)


def revoke_invitation(work: Work, invitation_id: UUID) -> None:
    """Take an invitation back. Raises NoSuchInvitation; InvitationOver once it was accepted or taken back."""
    invitation = _waiting(work, invitation_id)
    invitation.revoked_at = work.now
    work.audit("team.uninvite", f"invitation:{invitation.id}", email=invitation.email)


def get_invitation(work: Work, token: str, *, lock: bool = False) -> Invitation:
    """Find the invitation behind a link, above the walls; raises NoSuchInvitation, or InvitationOver."""
    query = select(Invitation).where(Invitation.token_hash == hash_token(token))
    invitation = work.session.find(query, lock=lock)
    if invitation is None:
        raise errors.NoSuchInvitation
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= work.now:
        raise errors.InvitationOver
    return invitation


def check_invited(work: Work, invitation: Invitation, *, account_id: UUID, email: str) -> None:
    """Refuse whoever the invitation does not name; raises InvitationForAnother, AlreadyInTeam."""
    if tidy_email(email) != invitation.email:
        raise errors.InvitationForAnother
    seat = select(Membership).where(Membership.tenant_id == invitation.tenant_id, Membership.account_id == account_id)
    if work.session.scalar(seat) is not None:
        raise errors.AlreadyInTeam


def accept_invitation(work: Work, token: str, *, account_id: UUID, email: str, name: str) -> UUID:
    """Take the seat one is invited to; gives the shop. Above the walls: the link says which shop.

    The link came by e-mail, so having it and the same address proves the mailbox. Raises NoSuchInvitation,
    InvitationOver, InvitationForAnother or AlreadyInTeam.
    """
    invitation = get_invitation(work, token, lock=True)
    check_invited(work, invitation, account_id=account_id, email=email)
    tenants.seat_member(
        work.session,
        tenant_id=invitation.tenant_id,
        account_id=account_id,
        name=name,
        role=Role(invitation.role),
        now=work.now,
    )
    invitation.accepted_at, invitation.accepted_by = work.now, account_id
    work.audit("team.join", f"account:{account_id}", tenant_id=invitation.tenant_id, who=name, role=invitation.role)
    return invitation.tenant_id


# Seats


def _find_seat(work: Work, account_id: UUID | None) -> Membership | None:
    return work.session.scalar(select(Membership).where(Membership.account_id == account_id))


def get_member(work: Work, member_id: UUID) -> Membership:
    """Load a member's seat; raises NoSuchMember."""
    seat = work.session.get(Membership, (work.tenant_id, member_id))
    if seat is None:
        raise errors.NoSuchMember
    return seat


def _held(work: Work, member_id: UUID) -> tuple[Membership, Sequence[Membership]]:
    """Hold every seat of the shop and give the one meant; raises NoSuchMember."""
    seats = tenants.lock_seats(work.session, work.tenant_id)
    seat = next((one for one in seats if one.id == member_id), None)
    if seat is None:
        raise errors.NoSuchMember
    return seat, seats


def _changeable(work: Work, member_id: UUID, version: int) -> tuple[Membership, Sequence[Membership]]:
    seat, seats = _held(work, member_id)
    if seat.version != version:
        raise errors.SeatChanged
    _still_there(work, seats)
    _may_give(work, permissions_of(seat))
    return seat, seats


def _still_there(work: Work, seats: Sequence[Membership]) -> None:
    """Look again at one's own seat, now that it is held: a colleague may have changed it since the door was opened."""
    mine = next((one for one in seats if one.account_id == work.actor.account_id), None)
    may_now = permissions_of(mine) if mine is not None else frozenset()
    work.actor = replace(work.actor, may=work.actor.may & may_now)
    work.require(May.MANAGE_TEAM)


def _keep_an_owner(seat: Membership, seats: Sequence[Membership]) -> None:
    if seat.role == Role.OWNER and not any(one.role == Role.OWNER for one in seats if one is not seat):
        raise errors.LastOwner


def change_role(work: Work, member_id: UUID, *, role: Role, version: int) -> None:
    """Give a member another role, with that role's permissions and no others.

    Raises NotYoursToGive when the member, before or after, may do more than oneself; LastOwner; SeatChanged when
    somebody else changed the seat since the page was opened.
    """
    seat, seats = _changeable(work, member_id, version)
    _may_give(work, GRANTED[role])
    if role != Role.OWNER:
        _keep_an_owner(seat, seats)
    before = seat.role
    tenants.change_seat(seat, role=role)
    work.audit("team.role", f"account:{seat.account_id}", who=seat.name, before=before, after=role.value)


def choose_permissions(work: Work, member_id: UUID, *, chosen: Collection[May], version: int) -> None:
    """Give a member a mix of permissions of their own; what differs from the role is kept with the seat.

    Raises NotYoursToGive, SeatChanged as `change_role`. Seeing the shop and owning it are part of no mix.
    """
    seat, _seats = _changeable(work, member_id, version)
    of_role = GRANTED[Role(seat.role)]
    granted, withheld = set(chosen) - of_role - FIXED, of_role - set(chosen) - FIXED
    _may_give(work, granted)
    before = permissions_of(seat)
    tenants.change_seat(seat, role=Role(seat.role), granted=granted, withheld=withheld)
    after = permissions_of(seat)
    work.audit(
        "team.permissions",
        f"account:{seat.account_id}",
        who=seat.name,
        added=sorted(after - before),
        taken=sorted(before - after),
    )


def remove_member(work: Work, member_id: UUID, *, version: int) -> None:
    """Take somebody's seat away; their next request in the shop already finds no door.

    Raises NotYoursToGive, LastOwner, SeatChanged as `change_role`.
    """
    seat, seats = _changeable(work, member_id, version)
    _keep_an_owner(seat, seats)
    work.session.delete(seat)
    work.audit("team.remove", f"account:{seat.account_id}", who=seat.name, role=seat.role)


def leave(work: Work) -> None:
    """Give up one's own seat. Raises LastOwner: hand the shop over first, or close it."""
    seat, seats = _own(work)
    _keep_an_owner(seat, seats)
    work.session.delete(seat)
    work.audit("team.leave", f"account:{seat.account_id}", who=seat.name, role=seat.role)


def _own(work: Work) -> tuple[Membership, Sequence[Membership]]:
    seats = tenants.lock_seats(work.session, work.tenant_id)
    seat = next((one for one in seats if one.account_id == work.actor.account_id), None)
    if seat is None:
        raise errors.NoSuchMember
    return seat, seats


# Handing the shop over


def offer_ownership(work: Work, member_id: UUID) -> None:
    """Offer the shop to a member, who has seven days to accept; an offer to somebody else is over with it.

    Raises NoSuchMember, AlreadyOwner.
    """
    seat, seats = _held(work, member_id)
    _still_there(work, seats)
    work.require(May.OWN_SHOP)
    if seat.role == Role.OWNER:
        raise errors.AlreadyOwner
    for other in seats:
        other.offered_at = other.offered_by = None
    work.session.flush()
    seat.offered_at, seat.offered_by = work.now, work.actor.account_id
    work.audit("team.offer", f"account:{seat.account_id}", who=seat.name)
    work.tell(OwnershipOffered(work.tenant_id, seat.account_id, work.actor.name))


def drop_offer(work: Work) -> None:
    """Take one's offer back, or decline the one made to oneself. Raises NothingOffered."""
    _seat, seats = _own(work)
    mine = [one for one in seats if one.offered_at and work.actor.account_id in (one.account_id, one.offered_by)]
    if not mine:
        raise errors.NothingOffered
    for one in mine:
        one.offered_at = one.offered_by = None
        work.audit("team.offer_dropped", f"account:{one.account_id}", who=one.name)


def accept_ownership(work: Work) -> None:
    """Become the owner in the place of whoever offered it, who becomes manager; the shop's page names the new owner.

    Raises NothingOffered when the offer is over, or who made it no longer owns the shop.
    """
    seat, seats = _own(work)
    giver = next((one for one in seats if one.account_id == seat.offered_by), None)
    if not offer_stands(seat, work) or giver is None or giver.role != Role.OWNER:
        raise errors.NothingOffered
    tenants.change_seat(giver, role=Role.MANAGER)
    tenants.change_seat(seat, role=Role.OWNER)
    shop = work.session.get_one(Shop, (work.tenant_id, work.tenant_id))
    shop.owner_name = seat.name
    shop.version += 1
    work.audit("team.hand_over", f"account:{seat.account_id}", who=seat.name, before=giver.name)


def offer_stands(seat: Membership, work: Work) -> bool:
    """Say whether the shop is offered to this member, still."""
    return seat.offered_at is not None and seat.offered_at + timedelta(days=OFFER_DAYS) > work.now


def members(work: Work) -> Sequence[Membership]:
    """List the shop's people, longest there first."""
    return work.session.scalars(select(Membership).order_by(Membership.since, Membership.id)).all()


def waiting_invitations(work: Work) -> Sequence[Invitation]:
    """List the invitations nobody has accepted yet, newest first."""
    return work.session.scalars(
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .order_by(Invitation.invited_at.desc())
    ).all()
