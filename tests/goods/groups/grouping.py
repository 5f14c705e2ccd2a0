"""Groups of customers as the tests need them: Alicia's Mayoristas, and Carla in them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.goods.groups import accept_group, group_token, invite_people, open_group, set_group_prices
from marketplace.goods.groups.models import GroupInvitation
from tests.cast import Cast, Person
from tests.make import Goods


def open_wholesale(market: Cast, name: str = "Mayoristas") -> UUID:
    """Alicia opens a group."""
    with market.as_alicia() as work:
        return open_group(work, name)


def invite(market: Cast, group_id: UUID, *addresses: str) -> list[str]:
    """Alicia invites some addresses; gives their links' secrets, in the same order."""
    with market.as_alicia() as work:
        invite_people(work, group_id, addresses)
    with market.as_alicia() as work:
        rows = work.session.scalars(select(GroupInvitation).where(GroupInvitation.group_id == group_id))
        secrets = {row.email: group_token(row.id) for row in rows}
    return [secrets[one] for one in addresses]


def accept(market: Cast, token: str, person: Person, *, verified: bool = True) -> None:
    """Somebody accepts what a letter's link invites to."""
    with market.above("invitation") as work:
        accept_group(work, token, account_id=person.id, email=person.email, verified=verified)


def enter(market: Cast, group_id: UUID, person: Person) -> None:
    """Somebody is invited, and accepts."""
    (token,) = invite(market, group_id, person.email)
    accept(market, token, person)


def price(market: Cast, group_id: UUID, of: Goods, minor: int | None, *, sure: bool = False) -> None:
    """Alicia sets what something costs a group."""
    with market.as_alicia() as work:
        set_group_prices(work, group_id, {of.variant_id: minor}, sure=sure)
