"""What the simulator says is what an order is charged, to the centavo: same rules, same bases, same rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text, update

from marketplace.goods.catalog.models import Listing, Variant
from marketplace.goods.catalog.variants import set_price
from marketplace.money.fees.models import FeeLine
from marketplace.money.fees.queries import forget_known_schedules
from marketplace.money.fees.tariff import INSERT_RULE, INSERT_SCHEDULE
from marketplace.people.sellers.models import ShopTax
from marketplace.trade.checkout.service import place_purchase
from marketplace.trade.orders.models import Order
from marketplace.window.storefront.simulating import PriceAsked, simulate_prices
from tests import make
from tests.cast import Cast
from tests.money.fees.tariffs import PLAIN, commission, forgotten

# Every part a rule may have, at prices that orders of this test have.
RULES = [
    commission(None, 1000, until_minor=30_000, fixed_minor=700),
    commission(None, 900, from_minor=30_000, floor_minor=3_500),
    commission("electronica", 800, cap_minor=4_000),
    commission("audifonos", 650, from_minor=20_000, until_minor=80_000, fixed_minor=333),
    commission("libros", 0, floor_minor=501),
    *PLAIN,
]


@pytest.fixture
def banded(market: Cast, administrator: Engine) -> Iterator[None]:
    """A tariff of bands, floors and caps in force."""
    with forgotten(administrator):
        with administrator.begin() as connection:
            said = {
                "published_at": "2026-01-10",
                "effective_from": "2026-02-15 06:00Z",
                "summary": "",
                "summary_en": "",
            }
            connection.execute(INSERT_SCHEDULE, {**said, "version": 2, "takes_more": True, "rule_count": len(RULES)})
            numbered = (replace(rule, id=f"v2:{n}", version=2, number=n) for n, rule in enumerate(RULES, 1))
            connection.execute(INSERT_RULE, [{**vars(rule), "kind": rule.kind.value} for rule in numbered])
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        forget_known_schedules()
        yield


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    price=st.integers(1, 200_000),
    category=st.sampled_from(["estambres", "audifonos", "laptops", "novela", "miel", "semillas"]),
    rfc=st.sampled_from([None, "XIAA800101AB1"]),
    abroad=st.booleans(),
)
@example(price=29_999, category="estambres", rfc=None, abroad=False)
@example(price=89_899, category="audifonos", rfc="XIAA800101AB1", abroad=False)  # the buyer pays for the way
@example(price=89_900, category="audifonos", rfc="XIAA800101AB1", abroad=True)  # the shop does
def test_to_the_centavo(market: Cast, banded: None, price: int, category: str, rfc: str | None, abroad: bool) -> None:
    with market.above() as work:
        known = work.session.scalar(select(Listing.number).where(Listing.tenant_id == market.alpaca.id))
    goods = make.goods(market) if known is None else _goods(market)
    with market.above() as work:
        work.session.execute(update(Listing).values(category=category))
        work.session.execute(
            update(ShopTax).where(ShopTax.tenant_id == market.alpaca.id).values(rfc=rfc, paid_abroad=abroad)
        )
    if price != goods.price_minor:
        with market.as_alicia() as work:
            set_price(work, goods.product_id, goods.variant_id, price_minor=price, seen_minor=goods.price_minor)
    with market.as_alicia() as work:
        (said,) = simulate_prices(work, [PriceAsked(category, price)])
    with market.above("checkout") as work:
        asked = make.checkout(work, market.carla, [make.line(replace(goods, price_minor=price))])
        placed = place_purchase(work, asked, hold=make.timedelta(minutes=15))
        order = work.session.scalars(select(Order).where(Order.purchase_id == placed.purchase_id)).one()
        lines = work.session.scalars(select(FeeLine).where(FeeLine.order_id == order.id)).all()
        charged = sorted(
            (line.kind, line.rule_id, line.base_minor, line.fixed_minor, line.amount_minor) for line in lines
        )
        total, way = order.total_minor, said.sale.own_shipping_minor
        work.session.rollback()
    assert charged == sorted(
        (fee.rule.kind.value, fee.rule.id, fee.base_minor, fee.fixed_minor, fee.amount_minor) for fee in said.fees
    )
    assert (said.sale.gross_minor, said.left_minor) == (total, total - sum(line[4] for line in charged) - way)


def _goods(market: Cast) -> make.Goods:
    with market.above() as work:
        listing = work.session.scalars(select(Listing).where(Listing.tenant_id == market.alpaca.id)).one()
        variant = work.session.scalars(select(Variant).where(Variant.product_id == listing.id)).one()
        return make.Goods(market.alpaca, listing.id, variant.id, listing.number, variant.price_minor)
