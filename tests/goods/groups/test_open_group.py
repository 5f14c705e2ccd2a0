"""Groups of customers: opened, called something else, turned off, deleted; twenty of a shop and no more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.goods.groups import errors, open_group
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation, GroupMember, GroupPrice
from marketplace.goods.groups.queries import groups
from marketplace.goods.groups.service import change_group, delete_group
from marketplace.kernel.errors import NotAllowed
from tests import make
from tests.cast import Cast
from tests.goods.groups.grouping import enter, invite, open_wholesale, price


def test_a_group_is_on_and_may_be_called_something_else_and_turned_off(market: Cast) -> None:
    group_id = open_wholesale(market)
    with market.as_alicia() as work:
        change_group(work, group_id, name="Escuelas", note="Con credencial", is_on=False)
    with market.as_alicia() as work:
        (one,) = groups(work)
        assert (one.name, one.note, one.is_on, one.members) == ("Escuelas", "Con credencial", False, 0)
    with market.as_bruno() as work:
        assert groups(work) == []


def test_who_may_not_and_what_is_refused(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    group_id = open_wholesale(market)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        open_group(work, "Otro")
    with pytest.raises(errors.GroupNameTaken), market.as_alicia() as work:
        open_group(work, "MAYORISTAS")
    with pytest.raises(errors.NoSuchCustomerGroup), market.as_bruno() as work:
        change_group(work, group_id, name="Mío", note="", is_on=True)
    with pytest.raises(errors.NoSuchCustomerGroup), market.as_bruno() as work:
        delete_group(work, group_id)
    monkeypatch.setattr("marketplace.goods.groups.service.MOST_GROUPS", 1)
    with pytest.raises(errors.TooManyGroups), market.as_alicia() as work:
        open_group(work, "Otro")
    with market.as_alicia() as work:
        assert [one.name for one in groups(work)] == ["Mayoristas"]


def test_a_deleted_group_leaves_nothing_behind(market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    other = open_wholesale(market, "Escuelas")
    enter(market, group_id, market.carla)
    invite(market, group_id, "nueva@example.mx")
    price(market, group_id, yarn, 15_000)
    price(market, other, yarn, 16_000)
    with market.as_alicia() as work:
        delete_group(work, group_id)
    with market.above() as work:
        assert work.session.scalars(select(CustomerGroup.id)).all() == [other]
        assert work.session.scalars(select(GroupPrice.price_minor)).all() == [16_000]
        assert work.session.scalars(select(GroupMember)).all() == []
        assert work.session.scalars(select(GroupInvitation)).all() == []
