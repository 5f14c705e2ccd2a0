"""What a person sees of groups: the link of an invitation, and the groups that they are in."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.goods.groups.errors import GroupInvitationOver
from marketplace.goods.groups.members import (
    accept_group,
    check_is_for,
    find_group_invitation,
    groups_of_person,
    leave_group,
)
from marketplace.kernel.errors import Conflict, NotAllowed
from marketplace.kernel.work import Work
from marketplace.web.access import anyone_above, signed_in, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.error_pages import status_of
from marketplace.web.pages import page
from marketplace.web.words import say

room = BUYER.room("groups")


@room.get("/grupo/<token>")
@anyone_above("invitation")
def invitation(work: Work, token: str) -> object:
    """What an invitation is to, and what its reader can do with it."""
    return _invitation(work, token)


def _invitation(work: Work, token: str, status: int = 200) -> object:
    try:
        invited = find_group_invitation(work, token)
    except GroupInvitationOver as refusal:
        return page("goods/groups/buyer/invitation.html", invited=None, problem=say(refusal)), 409
    problem = None
    if current_user.is_authenticated:
        try:
            check_is_for(
                work, invited, account_id=current_user.account_id, email=current_user.email,
                verified=current_user.verified,
            )  # fmt: skip
        except (Conflict, NotAllowed) as refusal:
            problem = say(refusal)
    return page("goods/groups/buyer/invitation.html", invited=invited, problem=problem, token_of=token), status


@room.post("/grupo/<token>")
@signed_in_above("invitation")
def accept(work: Work, token: str) -> object:
    """Enter the group."""
    try:
        with work.attempt():
            invited = accept_group(
                work, token, account_id=current_user.account_id, email=current_user.email,
                verified=current_user.verified,
            )  # fmt: skip
    except (Conflict, NotAllowed) as refusal:
        return _invitation(work, token, status_of(refusal))
    flash(_("Ya estás en “%(group)s” de %(shop)s.", group=invited.group, shop=invited.shop), "success")
    return redirect(url_for(".mine"))


@room.get("/cuenta/grupos")
@signed_in_above("own groups")
def mine(work: Work) -> str:
    """The groups that a person is in."""
    return page("goods/groups/buyer/mine.html", groups=groups_of_person(work, current_user.account_id))


@room.post("/cuenta/grupos/<uuid:member_id>/salir")
@signed_in
def leave(work: Work, member_id: UUID) -> object:
    """Leave a group."""
    leave_group(work, current_user.account_id, member_id)
    flash(_("Saliste del grupo. Desde ahora pagas el precio para todo público."), "success")
    return redirect(url_for(".mine"))
