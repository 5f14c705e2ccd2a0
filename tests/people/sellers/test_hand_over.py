"""Handing a shop over: offered by an owner, accepted by the member, and nothing changes in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed
from marketplace.people.sellers import errors, team
from marketplace.people.sellers.queries import own_shop
from marketplace.worker import Worker
from tenants.models import Membership
from tenants.roles import Role
from tests.cast import Cast, Person


def seat(market: Cast, person: Person) -> Membership:
    with market.as_alicia() as work:
        return next(one for one in team.members(work) if one.account_id == person.id)


def offer(market: Cast, person: Person) -> None:
    member = seat(market, person)
    with market.as_alicia() as work:
        team.offer_ownership(work, member.id)


def test_the_member_becomes_owner_and_the_owner_manager(market: Cast) -> None:
    offer(market, market.pia)
    assert seat(market, market.pia).role == "warehouse"
    with market.as_pia() as work:
        team.accept_ownership(work)
    assert (seat(market, market.pia).role, seat(market, market.alicia).role) == ("owner", "manager")
    with market.as_alicia() as work:
        assert own_shop(work).owner_name == "Pía Cuatecontzi"


def test_a_manager_offers_nothing(market: Cast) -> None:
    member = seat(market, market.pia)
    with pytest.raises(NotAllowed), market.as_member(market.alpaca, market.ada, Role.MANAGER) as work:
        team.offer_ownership(work, member.id)


def test_who_was_not_asked_accepts_nothing(market: Cast) -> None:
    offer(market, market.pia)
    with pytest.raises(errors.NothingOffered), market.as_member(market.alpaca, market.ada, Role.ACCOUNTANT) as work:
        team.accept_ownership(work)


def test_an_owner_is_not_offered_the_shop(market: Cast) -> None:
    with pytest.raises(errors.AlreadyOwner):
        offer(market, market.alicia)


def test_a_later_offer_ends_the_one_before(market: Cast) -> None:
    offer(market, market.pia)
    offer(market, market.ada)
    with pytest.raises(errors.NothingOffered), market.as_pia() as work:
        team.accept_ownership(work)


@pytest.mark.parametrize("by", ["as_alicia", "as_pia"])
def test_either_side_may_let_it_go(market: Cast, by: str) -> None:
    offer(market, market.pia)
    with getattr(market, by)() as work:
        team.drop_offer(work)
    with pytest.raises(errors.NothingOffered), market.as_pia() as work:
        team.accept_ownership(work)


def test_after_seven_days_it_is_over(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(market, market.pia)
    later = clock.now() + timedelta(days=7, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.NothingOffered), market.as_pia() as work:
        team.accept_ownership(work)


def test_it_is_worth_nothing_once_the_giver_owns_nothing(market: Cast) -> None:
    offer(market, market.pia)
    member = seat(market, market.ada)
    with market.as_alicia() as work:
        team.change_role(work, member.id, role=Role.OWNER, version=member.version)
    alicia = seat(market, market.alicia)
    with market.as_member(market.alpaca, market.ada, Role.OWNER) as work:
        team.change_role(work, alicia.id, role=Role.MANAGER, version=alicia.version)
    with pytest.raises(errors.NothingOffered), market.as_pia() as work:
        team.accept_ownership(work)


def test_the_member_gets_a_letter(market: Cast, worker: Worker) -> None:
    from sqlalchemy import select

    from marketplace.platform.notifications.models import Mail

    offer(market, market.pia)
    worker.drain()
    with market.above() as work:
        assert "/vender/hilos-alpaca/equipo" in work.session.scalars(select(Mail.text)).one()
