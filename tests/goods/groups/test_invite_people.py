"""Inviting to a group of customers: by e-mail, for thirty days; who accepts is signed in with that confirmed address."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.groups import errors, invite_people, rules, service
from marketplace.goods.groups.members import groups_of_person, leave_group
from marketplace.goods.groups.models import GroupInvitation, GroupMember
from marketplace.goods.groups.queries import people_of_group
from marketplace.goods.groups.service import take_back_invitation, take_out
from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed
from marketplace.people.sellers import ShopState
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests.cast import Cast
from tests.goods.groups.grouping import accept, enter, invite, open_wholesale
from tests.racing import at_once


def test_whoever_accepts_is_in_the_group_and_sees_it(market: Cast) -> None:
    group_id = open_wholesale(market)
    enter(market, group_id, market.carla)
    with market.above() as work:
        (mine,) = groups_of_person(work, market.carla.id)
        assert (mine.group, mine.shop, mine.is_on) == ("Mayoristas", "Hilos Alpaca", True)
        assert groups_of_person(work, market.diego.id) == []
    with market.as_alicia() as work:
        (person,), total = people_of_group(work, group_id)
        assert (person.email, total) == (market.carla.email, 1)
        assert person.accepted_at is not None
        assert work.session.scalars(select(GroupInvitation)).all() == []


def test_the_letter_carries_the_link_and_the_row_only_its_hash(market: Cast, worker: Worker) -> None:
    (token,) = invite(market, open_wholesale(market), "nueva@example.mx")
    worker.drain()
    with market.above() as work:
        letter = work.session.scalars(select(Mail).where(Mail.to == "nueva@example.mx")).one()
        assert f"/grupo/{token}" in letter.text
        assert "Mayoristas" in letter.subject
        assert token not in str(vars(work.session.scalars(select(GroupInvitation)).one()))


def test_an_address_with_an_account_gets_the_same_answer_as_one_without(market: Cast) -> None:
    group_id = open_wholesale(market)
    with market.as_alicia() as work:
        assert [invite_people(work, group_id, [one]) for one in (market.diego.email, "nadie@example.mx")] == [1, 1]
    with market.as_alicia() as work:
        people, _total = people_of_group(work, group_id)
        assert {(one.email, one.accepted_at) for one in people} == {
            (market.diego.email, None), ("nadie@example.mx", None),
        }  # fmt: skip


def test_who_is_invited_or_in_it_is_not_written_to_again(market: Cast) -> None:
    group_id = open_wholesale(market)
    enter(market, group_id, market.carla)
    invite(market, group_id, "nueva@example.mx")
    with market.as_alicia() as work:
        assert invite_people(work, group_id, [market.carla.email, "nueva@example.mx", "otra@example.mx"]) == 1
    with pytest.raises(errors.NobodyInvited), market.as_alicia() as work:
        invite_people(work, group_id, ["otra@example.mx"])


def test_one_person_is_in_one_group_of_a_shop(market: Cast) -> None:
    first, second = open_wholesale(market), open_wholesale(market, "Escuelas")
    (early,) = invite(market, second, market.carla.email)
    enter(market, first, market.carla)
    with pytest.raises(errors.InOtherGroup) as refused, market.as_alicia() as work:
        invite_people(work, second, [market.carla.email, "nueva@example.mx"])
    assert refused.value.details["who"] == market.carla.email
    with pytest.raises(errors.AlreadyInGroup):
        accept(market, early, market.carla)
    with market.as_alicia() as work:
        assert {one.email for one in people_of_group(work, second)[0]} == {market.carla.email}
        assert work.session.scalars(select(GroupMember.group_id)).all() == [first]


def test_a_link_opens_for_nobody_else_once_and_for_thirty_days(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    group_id = open_wholesale(market)
    (token,) = invite(market, group_id, market.carla.email)
    for person, verified in ((market.diego, True), (market.carla, False)):
        with pytest.raises(errors.GroupInvitationForAnother):
            accept(market, token, person, verified=verified)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=30, minutes=1))
    with pytest.raises(errors.GroupInvitationOver):
        accept(market, token, market.carla)
    (again,) = invite(market, group_id, market.carla.email)  # what lapsed may be sent anew
    with pytest.raises(errors.NoSuchGroupInvitation):
        accept(market, token, market.carla)
    accept(market, again, market.carla)
    with pytest.raises(errors.NoSuchGroupInvitation):
        accept(market, again, market.carla)


def test_what_is_taken_back_opens_nothing_and_is_not_told(market: Cast, worker: Worker) -> None:
    group_id = open_wholesale(market)
    (token,) = invite(market, group_id, market.carla.email)
    with market.as_alicia() as work:
        (invited,), _total = people_of_group(work, group_id)
        take_back_invitation(work, group_id, invited.id)
    worker.drain()
    with pytest.raises(errors.NoSuchGroupInvitation):
        accept(market, token, market.carla)
    with market.above() as work:
        assert work.session.scalars(select(Mail).where(Mail.to == market.carla.email)).all() == []


def test_a_member_leaves_and_a_shop_takes_one_out(market: Cast) -> None:
    group_id = open_wholesale(market)
    for person in (market.carla, market.diego):
        enter(market, group_id, person)
    with market.above() as work:
        (carlas,), (diegos,) = (groups_of_person(work, one.id) for one in (market.carla, market.diego))
    with pytest.raises(errors.NoSuchGroupMember), market.as_diego() as work:
        leave_group(work, market.diego.id, carlas.member_id)
    with market.as_carla() as work:
        leave_group(work, market.carla.id, carlas.member_id)
    with market.as_alicia() as work:
        take_out(work, group_id, diegos.member_id)
    with market.as_alicia() as work:
        assert people_of_group(work, group_id) == ([], 0)
    with pytest.raises(errors.NoSuchGroupMember), market.as_alicia() as work:
        take_out(work, group_id, diegos.member_id)


def test_neither_who_packs_nor_the_neighbour_invites(market: Cast) -> None:
    group_id = open_wholesale(market)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        invite_people(work, group_id, ["nueva@example.mx"])
    for group in (group_id, uuid4()):
        with pytest.raises(errors.NoSuchCustomerGroup), market.as_bruno() as work:
            invite_people(work, group, ["nueva@example.mx"])
    with market.above() as work:
        assert work.session.scalars(select(GroupInvitation)).all() == []


def test_a_group_holds_so_many_and_no_more(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.goods.groups.service.MOST_PEOPLE", 2)
    group_id = open_wholesale(market)
    enter(market, group_id, market.carla)
    with pytest.raises(errors.TooManyPeople), market.as_alicia() as work:
        invite_people(work, group_id, ["una@example.mx", "dos@example.mx"])
    invite(market, group_id, "una@example.mx")


def test_pasted_addresses_are_read_each_once_and_what_is_none_is_named() -> None:
    found, problems = rules.read_addresses("Uno@Example.mx, dos@example.mx;uno@example.mx\n\nnada")
    assert found == ["uno@example.mx", "dos@example.mx"]
    assert [(one.line, one.said) for one in problems] == [(4, "nada")]


def test_a_shop_that_is_not_open_writes_to_nobody(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    group_id = open_wholesale(market)
    monkeypatch.setattr(service, "SHUT", (ShopState.OPEN,))  # as if it were one of these
    with pytest.raises(errors.ShopMayNotInvite), market.as_alicia() as work:
        invite_people(work, group_id, ["nueva@example.mx"])
    with market.above() as work:
        assert work.session.scalars(select(GroupInvitation)).all() == []


def test_letters_are_counted_by_the_day_whatever_is_taken_back(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_LETTERS", 2)
    group_id = open_wholesale(market)
    for address in ("una@example.mx", "dos@example.mx"):
        invite(market, group_id, address)
        with market.as_alicia() as work:
            invitation = work.session.scalars(select(GroupInvitation)).one()
            take_back_invitation(work, group_id, invitation.id)
    with pytest.raises(errors.TooManyLetters), market.as_alicia() as work:
        invite_people(work, group_id, ["tres@example.mx"])
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with market.as_alicia() as work:
        assert invite_people(work, group_id, ["tres@example.mx"]) == 1


@pytest.mark.parametrize("name", ["Compra en example.com", "WhatsApp 55 1234 5678", "yo@example.mx"])
def test_what_a_group_is_called_leads_nowhere_else(market: Cast, name: str) -> None:
    with pytest.raises(errors.GroupNameLeadsElsewhere):
        open_wholesale(market, name)
    group_id = open_wholesale(market)
    with pytest.raises(errors.GroupNameLeadsElsewhere), market.as_alicia() as work:
        service.change_group(work, group_id, name=name, note="", is_on=True)


def test_who_accepts_two_groups_at_once_is_in_one(app: Flask, market: Cast) -> None:
    groups = [open_wholesale(market), open_wholesale(market, "Escuelas")]
    tokens = [invite(market, one, market.carla.email)[0] for one in groups]

    def go_in(number: int, together: threading.Barrier) -> None:
        together.wait()
        accept(market, tokens[number], market.carla)

    done = at_once(app, 2, go_in)
    assert sorted(type(one).__name__ for one in done) == ["AlreadyInGroup", "NoneType"]
    with market.above() as work:
        assert len(groups_of_person(work, market.carla.id)) == 1
