"""Roles and permissions of a team: only what one holds oneself, always an owner, and never over a colleague's change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import GRANTED, May, effective
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.people.sellers import errors, service, team
from marketplace.platform.channels.models import ApiKey
from marketplace.platform.channels.service import KEY_MAY, make_key
from tenants import service as tenants
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import SellerScope
from tests.cast import Cast, Person


def seat_of(market: Cast, person: Person) -> Membership:
    with market.as_alicia() as work:
        return next(seat for seat in team.members(work) if seat.account_id == person.id)


def owners(market: Cast) -> set[str]:
    with market.as_alicia() as work:
        return {seat.name for seat in team.members(work) if seat.role == Role.OWNER}


@pytest.fixture
def two_owners(market: Cast) -> Iterator[Cast]:
    """Ada owns Hilos Alpaca beside Alicia."""
    with market.as_alicia() as work:
        seat = next(one for one in team.members(work) if one.account_id == market.ada.id)
        team.change_role(work, seat.id, role=Role.OWNER, version=seat.version)
    return market  # type: ignore[return-value]


@pytest.fixture
def managed(market: Cast) -> Cast:
    """Ada manages Hilos Alpaca beside Alicia."""
    ada = seat_of(market, market.ada)
    with market.as_alicia() as work:
        team.change_role(work, ada.id, role=Role.MANAGER, version=ada.version)
    return market


def test_a_member_gets_the_permissions_of_the_new_role(market: Cast) -> None:
    pia = seat_of(market, market.pia)
    with market.as_alicia() as work:
        team.change_role(work, pia.id, role=Role.SERVICE, version=pia.version)
    assert team.permissions_of(seat_of(market, market.pia)) == GRANTED[Role.SERVICE]


def test_a_mix_adds_and_takes_single_permissions(market: Cast) -> None:
    pia = seat_of(market, market.pia)
    chosen = (GRANTED[Role.WAREHOUSE] - {May.CHANGE_STOCK}) | {May.VIEW_MONEY}
    with market.as_alicia() as work:
        team.choose_permissions(work, pia.id, chosen=chosen, version=pia.version)
    after = seat_of(market, market.pia)
    assert (after.granted, after.withheld) == (["money.view"], ["stock.change"])
    assert team.permissions_of(after) == chosen


def test_owning_is_part_of_no_mix_and_seeing_is_taken_from_nobody(market: Cast) -> None:
    assert May.OWN_SHOP not in effective(Role.MANAGER, granted=["shop.own", "no such permission"])
    assert May.VIEW_SHOP in effective(Role.WAREHOUSE, withheld=["shop.view"])


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_a_manager_gives_no_more_than_a_manager_has(managed: Cast, role: Role) -> None:
    market = managed
    pia = seat_of(market, market.pia)
    with market.as_member(market.alpaca, market.ada, Role.MANAGER) as work:
        if role == Role.MANAGER:
            team.change_role(work, pia.id, role=role, version=pia.version)
        else:
            with pytest.raises(errors.NotYoursToGive), work.attempt():
                team.change_role(work, pia.id, role=role, version=pia.version)
    assert seat_of(market, market.pia).role == ("manager" if role == Role.MANAGER else "warehouse")


def test_a_manager_does_not_touch_an_owner(managed: Cast) -> None:
    market = managed
    alicia = seat_of(market, market.alicia)
    for verb in (
        lambda work: team.change_role(work, alicia.id, role=Role.SERVICE, version=alicia.version),
        lambda work: team.remove_member(work, alicia.id, version=alicia.version),
        lambda work: team.choose_permissions(work, alicia.id, chosen=[], version=alicia.version),
    ):
        with pytest.raises(errors.NotYoursToGive), market.as_member(market.alpaca, market.ada, Role.MANAGER) as work:
            verb(work)
    assert owners(market) == {"Alicia Xicohténcatl"}


@pytest.mark.parametrize("verb", [
    lambda work, pia: team.change_role(work, pia.id, role=Role.SERVICE, version=pia.version),
    lambda work, pia: team.choose_permissions(work, pia.id, chosen=[], version=pia.version),
    lambda work, pia: team.remove_member(work, pia.id, version=pia.version),
])  # fmt: skip
@pytest.mark.parametrize("gone", [True, False])
def test_who_was_taken_out_or_demoted_a_moment_before_changes_nothing(managed: Cast, verb: object, gone: bool) -> None:
    ada, pia = seat_of(managed, managed.ada), seat_of(managed, managed.pia)
    with (
        pytest.raises(NotAllowed),
        managed.as_member(managed.alpaca, managed.ada, Role.MANAGER) as work,
    ):  # the door was open
        with managed.as_alicia() as first:
            if gone:
                team.remove_member(first, ada.id, version=ada.version)
            else:
                team.change_role(first, ada.id, role=Role.ACCOUNTANT, version=ada.version)
        verb(work, pia)  # type: ignore[operator]
    assert seat_of(managed, managed.pia).role == "warehouse"


def test_the_neighbours_seat_is_not_there(market: Cast) -> None:
    with market.as_bruno() as work:
        seat = team.members(work)[0]
    with pytest.raises(errors.NoSuchMember), market.as_alicia() as work:
        team.change_role(work, seat.id, role=Role.SERVICE, version=seat.version)


def test_the_last_owner_neither_leaves_nor_steps_down(market: Cast) -> None:
    alicia = seat_of(market, market.alicia)
    with pytest.raises(errors.LastOwner), market.as_alicia() as work:
        team.change_role(work, alicia.id, role=Role.MANAGER, version=alicia.version)
    with pytest.raises(errors.LastOwner), market.as_alicia() as work:
        team.leave(work)
    with pytest.raises(errors.LastOwner), market.as_alicia() as work:
        team.remove_member(work, alicia.id, version=alicia.version)
    assert owners(market) == {"Alicia Xicohténcatl"}


def test_one_of_two_owners_may_leave(two_owners: Cast) -> None:
    with two_owners.as_alicia() as work:
        team.leave(work)
    assert owners(two_owners) == {"Ada Luna"}


def test_two_owners_who_edit_one_seat_at_once_do_not_overwrite_each_other(two_owners: Cast) -> None:
    seen = seat_of(two_owners, two_owners.pia)
    with two_owners.as_alicia() as work:
        team.change_role(work, seen.id, role=Role.SERVICE, version=seen.version)
    with pytest.raises(errors.SeatChanged), two_owners.as_member(two_owners.alpaca, two_owners.ada, Role.OWNER) as work:
        team.change_role(work, seen.id, role=Role.CATALOGUE, version=seen.version)
    assert seat_of(two_owners, two_owners.pia).role == "service"


def _both_leave(app: Flask, market: Cast) -> None:
    """Two owners leave at the same moment, each in a thread of its own."""
    start = threading.Barrier(2)

    def go(person: Person) -> None:
        with app.app_context():
            try:
                with market.as_member(market.alpaca, person, Role.OWNER) as work:
                    start.wait(60)
                    team.leave(work)
            except errors.LastOwner:
                pass

    threads = [threading.Thread(target=go, args=(person,)) for person in (market.alicia, market.ada)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_owners_cannot_both_leave(app: Flask, two_owners: Cast) -> None:
    _both_leave(app, two_owners)
    assert len(owners(two_owners)) == 1


def test_without_the_lock_both_would_leave(app: Flask, two_owners: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = threading.Barrier(2)

    def unlocked(session: object, tenant_id: UUID) -> list[Membership]:
        seats = session.scalars(select(Membership).where(Membership.tenant_id == tenant_id)).all()  # type: ignore[attr-defined]
        waits.wait(60)
        return seats

    monkeypatch.setattr(tenants, "lock_seats", unlocked)
    _both_leave(app, two_owners)
    assert owners(two_owners) == set()


def test_what_was_done_to_whom_is_in_the_activity(market: Cast) -> None:
    pia = seat_of(market, market.pia)
    with market.as_alicia() as work:
        team.change_role(work, pia.id, role=Role.SERVICE, version=pia.version)
    with market.as_alicia() as work:
        line = work.session.scalars(select(AuditLine).where(AuditLine.verb == "team.role")).one()
        assert line.actor == "Alicia Xicohténcatl"
        assert line.details == {"who": "Pía Cuatecontzi", "before": "warehouse", "after": "service"}


def test_a_key_does_no_more_than_its_maker(market: Cast) -> None:
    may = GRANTED[Role.ACCOUNTANT] | {May.MANAGE_KEYS}
    with unit_of_work(SellerScope(market.alpaca.id), Actor("Ada Luna", market.ada.id, "accountant", may)) as work:
        make_key(work, name="libros", may=KEY_MAY)
        assert set(work.session.scalars(select(ApiKey)).one().may) == {
            "shop.view", "orders.view", "money.view", "invoices.issue",
        }  # fmt: skip


def test_a_person_may_work_in_two_shops(market: Cast) -> None:
    with market.above() as work:
        service.seat_member(
            work, tenant_id=market.abedul.id, account_id=market.pia.id, name="Pía", role=Role.ACCOUNTANT
        )
    with market.as_bruno() as work:
        assert {seat.name for seat in team.members(work)} == {"Bruno Abedul", "Pía"}
