"""Staff approve a revision: what is paused stays paused, and what comes back is as old and as sold as it was."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing, Product
from marketplace.goods.catalog.rules import ProductState
from marketplace.goods.catalog.service import pause_product, resume_product
from marketplace.goods.catalog.variants import set_price
from tests import make
from tests.cast import Cast


def listing(market: Cast) -> Listing | None:
    with market.above() as work:
        return work.session.scalar(select(Listing))


def state(market: Cast, goods: make.Goods) -> str:
    with market.above() as work:
        return work.session.get_one(Product, (goods.shop.id, goods.product_id)).state


def test_a_paused_product_whose_edit_is_approved_stays_out_of_sight_until_it_is_resumed(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, title="Estambre nuevo"))
    make.approve(market, goods.product_id)
    assert listing(market) is None
    assert state(market, goods) == ProductState.PAUSED
    with market.as_alicia() as work:
        resume_product(work, goods.product_id)
    shown = listing(market)
    assert shown is not None
    assert (shown.title, shown.number) == ("Estambre nuevo", goods.number)


def test_after_a_pause_it_is_as_old_and_as_sold_as_before(market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        work.session.execute(update(Listing).values(popularity=7))
    before = listing(market)
    assert before is not None
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    with market.as_alicia() as work:
        resume_product(work, goods.product_id)
    after = listing(market)
    assert after is not None
    assert (after.popularity, after.published_at) == (7, before.published_at)
    assert after.version > before.version


def test_no_card_of_before_a_pause_is_shown_after_it(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    assert "$200" in browser_client.get("/").text
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    with market.as_alicia() as work:
        set_price(work, goods.product_id, goods.variant_id, price_minor=99_900, seen_minor=20_000)
    with market.as_alicia() as work:
        resume_product(work, goods.product_id)
    page = browser_client.get("/").text
    assert "$999" in page
    assert "$200" not in page
