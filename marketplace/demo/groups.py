"""How a shop of the demo market sells to a group of its customers: Hilos Alpaca has Mayoristas, Darío is in it, one is invited."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.goods.catalog.models import Listing
from marketplace.goods.groups import accept_group, group_token, invite_people, open_group, set_group_prices
from marketplace.goods.groups.models import GroupInvitation
from marketplace.kernel.work import Actor, Work, unit_of_work
from tenants.scope import PlatformScope

_SHOP = "hilos-alpaca"
_DARIO = "dario@demo.tianguis.example"
_CARLA = "carla@demo.tianguis.example"
_PRICED = 6  # listings


def tell(story: Story) -> None:
    """Alicia opens Mayoristas, invites two people, and sells them some wool for an eighth less; Darío accepts."""
    if _SHOP not in story.shops:
        return
    story.as_shop(_SHOP, 3, _open)
    with at(story.ago(2.5)), unit_of_work(PlatformScope("demo"), Actor("Darío Pech", story.people["dario"])) as work:
        invited = work.session.scalars(select(GroupInvitation.id).where(GroupInvitation.email == _DARIO)).one()
        accept_group(work, group_token(invited), account_id=story.people["dario"], email=_DARIO, verified=True)


def _open(work: Work) -> None:
    group_id = open_group(work, "Mayoristas", note="Talleres y tiendas que compran cada mes.")
    invite_people(work, group_id, [_DARIO, _CARLA])
    wool = select(Listing).where(
        Listing.tenant_id == work.tenant_id, Listing.category == "estambres", Listing.available > 0
    )
    listings = work.session.scalars(wool.order_by(Listing.number).limit(_PRICED)).all()
    variants = [one for listing in listings for one in listing.variants]
    set_group_prices(work, group_id, {UUID(one["id"]): one["price_minor"] * 7 // 8 for one in variants})
