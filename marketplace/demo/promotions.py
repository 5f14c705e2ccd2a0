"""How shops of the demo market set their prices: a promotion that runs, one that comes, one by quantity, and one article of
three shops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.demo.wishes import POT, sell
from marketplace.goods.catalog import match_article, schedule_promotion, set_steps, turn_promotions
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.work import Work, unit_of_work
from tenants.scope import PlatformScope

_SHOP = "hilos-alpaca"
_THIRD = "barro-y-lumbre"


def tell(story: Story) -> None:
    """Alicia's wool costs less for some days, her fabrics will; who takes several skeins pays less for each."""
    if _SHOP not in story.shops:
        return
    story.as_shop(_SHOP, 2, partial(_schedule, name="Semana del estambre", category="estambres", begins=-2, ends=5))
    with at(story.ago(1.9)), unit_of_work(PlatformScope("clock")) as work:
        turn_promotions(work)
    story.as_shop(_SHOP, 1, partial(_schedule, name="Telas de temporada", category="telas", begins=4, ends=11))
    story.as_shop(_SHOP, 1, _by_quantity)
    _third_seller(story)


def _listed(work: Work, category: str, *, skip: int = 0, most: int = 3) -> Sequence[Listing]:
    query = select(Listing).where(
        Listing.tenant_id == work.tenant_id, Listing.category == category, Listing.available > 0
    )
    return work.session.scalars(query.order_by(Listing.number).offset(skip).limit(most)).all()


def _schedule(work: Work, name: str, category: str, begins: int, ends: int) -> None:
    today = mexican_day(work.now)
    ids = [UUID(one["id"]) for listing in _listed(work, category) for one in listing.variants]
    if ids:
        schedule_promotion(
            work, name, starts_at=morning_of(today + timedelta(days=begins)),
            ends_at=morning_of(today + timedelta(days=ends)), variant_ids=ids, percent=15,
        )  # fmt: skip


def _by_quantity(work: Work) -> None:
    for listing in _listed(work, "estambres", skip=3, most=1):
        for one in listing.variants:
            price = one["price_minor"]
            version = products.get_product(work, listing.id).version
            steps = [(3, price * 95 // 100), (6, price * 9 // 10)]
            set_steps(work, listing.id, UUID(one["id"]), steps, seen_version=version)


def _third_seller(story: Story) -> None:
    """A third shop sells the pot of two others and did not write its number; staff put it beside theirs."""
    if _THIRD not in story.shops:
        return
    product_id = sell(story, _THIRD, 52_900, replace(POT, gtin=None, warranty_months=3, return_days=10))
    scope, actor = story.staff()
    with at(story.ago(1)), unit_of_work(scope, actor) as work:
        its = work.session.scalars(select(Listing.number).where(Listing.id == product_id)).one()
        other = work.session.scalars(
            select(Listing.number).where(Listing.gtin.is_not(None)).order_by(Listing.number)
        ).first()
        if other is not None:
            match_article(work, its, other, "Misma cafetera, misma caja: la tienda no escribió su código.")
