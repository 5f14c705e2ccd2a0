"""Whose a key is: told once, kept as a hash, never more than its maker may, and nobody's once it is revoked."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from marketplace.kernel.permissions import May
from marketplace.platform.channels.errors import NoSuchKey
from marketplace.platform.channels.models import ApiKey
from marketplace.platform.channels.service import KEY_MAY, NOTE_USED_EVERY, find_holder, make_key, note_used, revoke_key
from tenants.models import Membership
from tests.cast import Cast


@pytest.fixture
def secret(market: Cast) -> str:
    """Of the key that Alicia made for her till."""
    with market.as_alicia() as work:
        return make_key(work, name="Caja", may=KEY_MAY)


def key(market: Cast) -> ApiKey:
    with market.above() as work:
        return work.session.scalars(select(ApiKey)).one()


def test_the_secret_opens_its_own_shop_and_is_stored_nowhere(market: Cast, secret: str) -> None:
    holder = find_holder(secret)
    assert holder is not None
    assert (holder.tenant_id, holder.name, holder.may) == (market.alpaca.id, "Caja", frozenset(KEY_MAY))
    kept = key(market)
    assert kept.starts_with == secret[:8]
    assert secret not in str({name: getattr(kept, name) for name in ApiKey.__table__.columns.keys()})  # noqa: SIM118


@pytest.mark.parametrize("wrong", ["", "tgs_", "x" * 40])
def test_what_is_no_secret_opens_nothing(market: Cast, secret: str, wrong: str) -> None:
    assert find_holder(wrong) is None
    assert find_holder(secret[:-1]) is None
    assert find_holder(secret + "x") is None


def test_a_key_may_no_more_than_was_asked_for(market: Cast) -> None:
    with market.as_alicia() as work:
        secret = make_key(work, name="Bodega", may=[May.CHANGE_STOCK])
    holder = find_holder(secret)
    assert holder is not None
    assert holder.may == {May.CHANGE_STOCK}


def test_revoked_it_opens_nothing_and_twice_is_no_error(market: Cast, secret: str) -> None:
    with market.as_alicia() as work:
        revoke_key(work, key(market).id)
    first = key(market).revoked_at
    assert first is not None
    assert find_holder(secret) is None
    with market.as_alicia() as work:
        revoke_key(work, key(market).id)
    assert key(market).revoked_at == first


def test_a_neighbour_cannot_revoke_it(market: Cast, secret: str) -> None:
    with pytest.raises(NoSuchKey), market.as_bruno() as work:
        revoke_key(work, key(market).id)
    assert key(market).revoked_at is None
    assert find_holder(secret) is not None


def test_without_its_makers_seat_it_opens_nothing(market: Cast, secret: str) -> None:
    with market.above() as work:
        seat = select(Membership).where(Membership.account_id == market.alicia.id)
        work.session.delete(work.session.scalars(seat).one())
    assert find_holder(secret) is None


def test_its_use_is_noted_once_an_hour(market: Cast, secret: str) -> None:
    holder = find_holder(secret)
    assert holder is not None
    assert holder.to_note == key(market).id
    note_used(holder)
    again = find_holder(secret)
    assert again is not None
    assert again.to_note is None
    with market.above() as work:
        work.session.execute(update(ApiKey).values(used_at=ApiKey.used_at - NOTE_USED_EVERY))
    later = find_holder(secret)
    assert later is not None
    assert later.to_note == key(market).id
