"""Goods that say everything there is to say."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from marketplace.goods.catalog import CATEGORIES
from marketplace.goods.catalog.models import Media, Product
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.window.quality.facts import asked_of
from marketplace.window.quality.traffic import add_traffic
from tests import make
from tests.cast import Cast, Shop

EVERYTHING = {
    "description": "Hilo de alpaca bebé, hilado y teñido a mano en Tlaxcala. " * 5, "gtin": "07501055300075",
    "maker": "Hilos Alpaca, Tlaxcala", "origin_country": "MX", "sat_key": "11151701",
    "attributes": dict.fromkeys(asked_of(CATEGORIES["estambres"]), 1),
}  # fmt: skip


def complete(market: Cast, title: str, shop: Shop | None = None) -> make.Goods:
    """Something for sale that lacks nothing."""
    goods = make.goods(market, title=title, shop=shop)
    change(market, goods, **EVERYTHING)
    with market.above() as work:
        for n in range(3):
            work.session.add(
                Media(
                    tenant_id=goods.shop.id, id=new_id(), product_id=goods.product_id, key=f"p/{n}", alt="Una madeja",
                    width=800, height=600, position=n + 1,
                )
            )  # fmt: skip
    return goods


def change(market: Cast, goods: make.Goods, **said: object) -> None:
    """Let a product say something else."""
    with market.above() as work:
        work.session.execute(update(Product).where(Product.id == goods.product_id).values(**said))


def looked_at(market: Cast, goods: make.Goods, *, seen: int, opened: int, days_ago: int = 1) -> None:
    """It was seen and opened so often on a day."""
    with market.above() as work:
        add_traffic(work, {(day(days_ago), goods.number): [seen, opened]})


def day(ago: int = 0) -> date:
    """A day of Mexico City."""
    return mexican_day(clock.now() - timedelta(days=ago))
