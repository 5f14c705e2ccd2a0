"""The team of a shop, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import NotFound, Refusal
from marketplace.kernel.permissions import GRANTED, May
from marketplace.kernel.work import Work
from marketplace.people.sellers import queries, team
from marketplace.people.sellers.web import activity as words
from marketplace.people.sellers.web.forms import (
    InviteForm,
    MemberRoleForm,
    permissions_form,
    with_roles,
)
from marketplace.people.sellers.web.words import may_label, role_help, role_label
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.pages import may, page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say
from tenants.models import Membership
from tenants.roles import Role

room = SELLER.room("sellers")
_ON_PAGE = 50


def _labels() -> dict[str, Any]:
    return {"role_label": role_label, "role_help": role_help, "may_label": may_label, "Role": Role}


def _team(work: Work, form: Any) -> str:
    seats = team.members(work)
    me = next((seat for seat in seats if seat.account_id == current_user.account_id), None)
    return page(
        "people/sellers/seller/team.html",
        form=form,
        seats=seats,
        me=me,
        offered=me if me is not None and team.offer_stands(me, work) else None,
        offer=next((seat for seat in seats if team.offer_stands(seat, work) and seat is not me), None),
        invitations=team.waiting_invitations(work) if may(May.MANAGE_TEAM) else [],
        permissions_of=team.permissions_of,
        roles=list(Role),
        granted=GRANTED,
        now=work.now,
        **_labels(),
    )


@room.get("/equipo")
@requires(May.VIEW_SHOP)
def people(work: Work) -> str:
    """Who works here, as what, since when; who is invited."""
    return _team(work, with_roles(InviteForm(data={"role": Role.WAREHOUSE.value})))


@room.post("/equipo")
@requires(team.invite, fresh=True)
def invite(work: Work) -> object:
    """Invite somebody by e-mail."""
    form = with_roles(InviteForm())
    if form.validate():
        try:
            with work.attempt():
                team.invite(work, email=form.email.data, role=Role(form.role.data))
            flash(_("Le enviamos la invitación a %(email)s. Vale siete días.", email=form.email.data), "success")
            return redirect(url_for(".people"))
        except Refusal as refusal:
            form.show(refusal)
    return _team(work, form), 422


def _tell(work: Work, do: Callable[[], None], said: str) -> object:
    """Do something on the team's page; a refusal is told there, and nothing happened."""
    try:
        with work.attempt():
            do()
        flash(said, "success")
    except NotFound:
        raise  # a person or an invitation of another shop looks the same as none
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".people"))


@room.post("/equipo/invitaciones/<uuid:invitation_id>/reenviar")
@requires(team.resend_invitation)
def resend(work: Work, invitation_id: UUID) -> object:
    """Send an invitation again."""
    return _tell(
        work,
        lambda: team.resend_invitation(work, invitation_id),
        _("La enviamos otra vez. El enlace de antes ya no abre."),
    )


@room.post("/equipo/invitaciones/<uuid:invitation_id>/retirar")
@requires(team.revoke_invitation)
def revoke(work: Work, invitation_id: UUID) -> object:
    """Take an invitation back."""
    return _tell(work, lambda: team.revoke_invitation(work, invitation_id), _("Retiramos la invitación."))


def _member(work: Work, seat: Membership, role_form: Any = None, mix: Any = None, status: int = 200) -> object:
    held = team.permissions_of(seat)
    return page(
        "people/sellers/seller/member.html",
        shown=seat,
        held=held,
        role_form=role_form or with_roles(MemberRoleForm(data={"role": seat.role, "version": seat.version})),
        mix=mix or permissions_form(data={"permissions": [one.value for one in held], "version": seat.version}),
        editable=held <= set(g.may),
        of_role=GRANTED[Role(seat.role)],
        is_me=seat.account_id == current_user.account_id,
        **_labels(),
    ), status


@room.get("/equipo/<uuid:member_id>")
@requires(May.MANAGE_TEAM, fresh=True)
def member(work: Work, member_id: UUID) -> object:
    """One person of the team: their role and what they may do."""
    return _member(work, team.get_member(work, member_id))


def _refused(work: Work, member_id: UUID, refusal: Refusal) -> object:
    """Show the member as they are now, with what was refused."""
    seat = team.get_member(work, member_id)
    form = with_roles(MemberRoleForm(formdata=None, data={"role": seat.role, "version": seat.version}))
    form.show(refusal)
    mix = permissions_form(
        formdata=None, data={"permissions": [one.value for one in team.permissions_of(seat)], "version": seat.version}
    )
    return _member(work, seat, form, mix, 422)


@room.post("/equipo/<uuid:member_id>/papel")
@requires(team.change_role, fresh=True)
def change_role(work: Work, member_id: UUID) -> object:
    """Give somebody another role."""
    form = with_roles(MemberRoleForm())
    if not form.validate():
        return _member(work, team.get_member(work, member_id), role_form=form, status=422)
    try:
        with work.attempt():
            team.change_role(work, member_id, role=Role(form.role.data), version=form.version.data)
    except Refusal as refusal:
        return _refused(work, member_id, refusal)
    flash(_("Cambiaste su papel. Vale desde ahora."), "success")
    return redirect(url_for(".member", member_id=member_id))


@room.post("/equipo/<uuid:member_id>/permisos")
@requires(team.choose_permissions, fresh=True)
def choose_permissions(work: Work, member_id: UUID) -> object:
    """Give somebody a mix of permissions."""
    form = permissions_form()
    if not form.validate():
        return _member(work, team.get_member(work, member_id), mix=form, status=422)
    try:
        with work.attempt():
            chosen = [May(one) for one in form.permissions.data or ()]
            team.choose_permissions(work, member_id, chosen=chosen, version=form.version.data)
    except Refusal as refusal:
        return _refused(work, member_id, refusal)
    flash(_("Guardado. Vale desde ahora."), "success")
    return redirect(url_for(".member", member_id=member_id))


@room.post("/equipo/<uuid:member_id>/sacar")
@requires(team.remove_member, fresh=True)
def remove(work: Work, member_id: UUID) -> object:
    """Take somebody out of the team."""
    try:
        with work.attempt():
            team.remove_member(work, member_id, version=MemberRoleForm().version.data)
    except Refusal as refusal:
        return _refused(work, member_id, refusal)
    flash(_("Ya no está en el equipo; sus sesiones aquí dejaron de servir."), "success")
    return redirect(url_for(".people"))


@room.post("/equipo/salir")
@requires(team.leave)
def leave(work: Work) -> object:
    """Give up one's own seat."""
    try:
        with work.attempt():
            team.leave(work)
    except Refusal as refusal:
        flash(say(refusal), "danger")
        return redirect(url_for(".people"))
    flash(_("Dejaste el equipo de %(shop)s.", shop=g.seat.shop_name), "success")
    return redirect(url_for("accounts_buyer.account"))


@room.post("/equipo/<uuid:member_id>/ofrecer")
@requires(team.offer_ownership, fresh=True)
def offer(work: Work, member_id: UUID) -> object:
    """Offer the shop to a member."""
    said = _("Ofrecida. Nada cambia hasta que la persona acepte; tiene siete días.")
    return _tell(work, lambda: team.offer_ownership(work, member_id), said)


@room.post("/equipo/oferta/aceptar")
@requires(team.accept_ownership, fresh=True)
def accept_offer(work: Work) -> object:
    """Become the owner."""
    return _tell(work, lambda: team.accept_ownership(work), _("La tienda ya es tuya. Quien te la cedió quedó a cargo."))


@room.post("/equipo/oferta/dejar")
@requires(team.drop_offer)
def drop_offer(work: Work) -> object:
    """Take an offer back, or decline it."""
    return _tell(work, lambda: team.drop_offer(work), _("La oferta quedó sin efecto."))


@room.get("/actividad")
@requires(May.MANAGE_TEAM)
def activity(work: Work) -> str:
    """Who did what in the shop, and when."""
    number = page_number()
    kind = request.args.get("tipo", "")
    who = text_in(request.args, "quien", most=120)
    lines, total = queries.activity(
        work, who=who, modules=words.modules_of(kind), offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE
    )
    return page(
        "people/sellers/seller/activity.html",
        entries=[words.entry(line) for line in lines],
        who=who,
        kind=kind,
        names=queries.active_names(work),
        kinds=list(words.KINDS),
        kind_label=words.kind_label,
        page_of=Page(number, _ON_PAGE, total),
    )
