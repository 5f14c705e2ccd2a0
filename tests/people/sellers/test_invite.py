"""Inviting to a team: by e-mail, for seven days, to a role one may give, for one person and one time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.work import unit_of_work
from marketplace.people.accounts.models import Account
from marketplace.people.sellers import errors, team
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.service import seat_member
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.models import Invitation, Membership
from tenants.roles import Role
from tenants.scope import SellerScope
from tests.cast import Cast, Person
from tests.people.sellers.applying import invite


def accept(market: Cast, token: str, person: Person) -> UUID:
    with market.above("invitation") as work:
        return team.accept_invitation(work, token, account_id=person.id, email=person.email, name=person.name)


def roles(market: Cast) -> dict[str, str]:
    with market.as_alicia() as work:
        return {seat.name: seat.role for seat in team.members(work)}


def test_whoever_accepts_has_the_seat(market: Cast) -> None:
    _id, token = invite(market)
    assert accept(market, token, market.diego) == market.alpaca.id
    assert roles(market)["Diego Uc"] == "catalogue"


def test_the_letter_carries_the_link_and_the_row_only_its_hash(market: Cast, worker: Worker) -> None:
    _id, token = invite(market, "Nueva@Example.mx ")
    worker.drain()
    with market.above() as work:
        letter = work.session.scalars(select(Mail).where(Mail.to == "nueva@example.mx")).one()
        assert f"/invitacion/{token}" in letter.text
        row = work.session.scalars(select(Invitation)).one()
        assert token not in str(vars(row))


def test_nobody_invites_to_more_than_they_may_do_themselves(market: Cast) -> None:
    with pytest.raises(errors.NotYoursToGive), market.as_member(market.alpaca, market.pia, Role.MANAGER) as work:
        team.invite(work, email="x@example.mx", role=Role.OWNER)
    with market.as_alicia() as work:
        assert team.waiting_invitations(work) == []


def test_the_neighbour_neither_sees_nor_takes_it_back(market: Cast) -> None:
    invitation_id, _token = invite(market)
    with pytest.raises(errors.NoSuchInvitation), market.as_bruno() as work:
        team.revoke_invitation(work, invitation_id)


def test_an_address_is_invited_once_at_a_time(market: Cast) -> None:
    invite(market)
    with pytest.raises(errors.AlreadyInvited), market.as_alicia() as work:
        team.invite(work, email="DIEGO@example.mx", role=Role.SERVICE)


def test_who_came_by_invitation_is_not_invited_again(market: Cast) -> None:
    _id, token = invite(market)
    accept(market, token, market.diego)
    with pytest.raises(errors.AlreadyInTeam), market.as_alicia() as work:
        team.invite(work, email=market.diego.email, role=Role.OWNER)


def test_who_has_a_seat_is_not_invited(market: Cast, worker: Worker) -> None:
    with pytest.raises(errors.AlreadyInTeam), market.as_alicia() as work:
        team.invite(work, email=" Pia@Example.mx", role=Role.MANAGER)
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Invitation)).all() == []
        assert work.session.scalars(select(Mail)).all() == []


def test_of_accounts_without_a_seat_here_nothing_is_told(market: Cast) -> None:
    for email in (market.bruno.email, market.carla.email, "nadie@example.mx"):
        invite(market, email)


def test_an_address_that_was_never_proven_is_nobodys(market: Cast) -> None:
    with market.above() as work:
        work.session.get_one(Account, market.pia.id).verified_at = None
    invite(market, market.pia.email)


def test_somebody_who_is_in_already_keeps_their_role(market: Cast) -> None:
    _id, token = invite(market, role=Role.MANAGER)
    with market.above() as work:
        seat_member(work, tenant_id=market.alpaca.id, account_id=market.diego.id, name="Diego", role=Role.SERVICE)
    with pytest.raises(errors.AlreadyInTeam):
        accept(market, token, market.diego)
    assert roles(market)["Diego"] == "service"


def test_it_is_for_one_address(market: Cast) -> None:
    _id, token = invite(market)
    with pytest.raises(errors.InvitationForAnother):
        accept(market, token, market.carla)
    assert "Carla Méndez" not in roles(market)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1", "a" * 43])
def test_a_forged_link_opens_nothing(market: Cast, token: str) -> None:
    invite(market)
    with pytest.raises(errors.NoSuchInvitation):
        accept(market, token, market.diego)


def test_after_seven_days_it_is_over(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _id, token = invite(market)
    later = clock.now() + timedelta(days=7, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.InvitationOver):
        accept(market, token, market.diego)


def test_it_is_used_once(market: Cast) -> None:
    _id, token = invite(market)
    accept(market, token, market.diego)
    with pytest.raises(errors.InvitationOver):
        accept(market, token, market.diego)


def test_what_was_taken_back_opens_nothing(market: Cast) -> None:
    invitation_id, token = invite(market)
    with market.as_alicia() as work:
        team.revoke_invitation(work, invitation_id)
    with pytest.raises(errors.InvitationOver):
        accept(market, token, market.diego)
    with pytest.raises(errors.InvitationOver), market.as_alicia() as work:
        team.resend_invitation(work, invitation_id)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(market: Cast) -> None:
    invitation_id, token = invite(market)
    with market.as_alicia() as work:
        team.resend_invitation(work, invitation_id)
    with pytest.raises(errors.NoSuchInvitation):
        accept(market, token, market.diego)
    accept(market, invitation_token(invitation_id, 2), market.diego)


def test_a_letter_that_was_overtaken_stays_unsent(market: Cast, worker: Worker) -> None:
    invitation_id, _token = invite(market)
    with market.as_alicia() as work:
        team.resend_invitation(work, invitation_id)
    worker.drain()
    with market.above() as work:
        assert len(work.session.scalars(select(Mail).where(Mail.to == market.diego.email)).all()) == 1


def test_invitations_are_walled_in(market: Cast) -> None:
    invite(market)
    with unit_of_work(SellerScope(market.abedul.id)) as work:
        assert work.session.scalars(select(Invitation)).all() == []
        assert {seat.tenant_id for seat in work.session.scalars(select(Membership))} == {market.abedul.id}
