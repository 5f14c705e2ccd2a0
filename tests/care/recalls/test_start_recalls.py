"""Staff recall a listing, or an article in every shop that sold it, with reasons that each shop reads."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from marketplace.care.recalls import errors
from marketplace.care.recalls.queries import product_of_listing, products_of_article
from marketplace.care.recalls.rules import RecallGround
from marketplace.care.recalls.service import StaffReasons, start_recalls
from marketplace.goods.catalog import unlink_article
from marketplace.goods.catalog.models import Product
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.people.sellers import service as sellers
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.care.recalls.recalling import SAID, letters, notices, recall, recalls
from tests.cast import Cast

WHY = StaffReasons(RecallGround.DANGER, "Saca el lote de tu bodega.")
GTIN = "07501031311309"


def of_one_article(market: Cast) -> tuple[make.Goods, make.Goods]:
    one, two = make.goods(market), make.goods(market, shop=market.abedul)
    with market.above() as work:
        both = Product.id.in_([one.product_id, two.product_id])
        work.session.execute(update(Product).where(both).values(gtin=GTIN))
    return one, two


def test_an_article_is_recalled_in_every_shop(market: Cast, worker: Worker) -> None:
    one, two = of_one_article(market)
    make.paid_order(market, worker, [make.line(one), make.line(two)])
    with market.as_sergio() as work:
        assert len(start_recalls(work, products_of_article(work, GTIN), SAID, WHY, seen_orders=2)) == 2
    worker.drain()
    assert {recall.tenant_id for recall in recalls(market)} == {market.alpaca.id, market.abedul.id}
    assert len(notices(market)) == 2
    assert letters(market) == [market.carla.email] * 2
    assert len(letters(market, "recall_started_shop")) == 2


def test_what_a_shop_says_is_another_article_is_left_alone(market: Cast) -> None:
    one, two = of_one_article(market)
    with market.as_alicia() as work:
        unlink_article(work, one.product_id, "Es de otra medida.")
    with market.as_sergio() as work:
        assert list(products_of_article(work, GTIN)) == [(market.abedul.id, two.product_id)]


def test_what_is_recalled_already_stays_as_it_is(market: Cast) -> None:
    one, _two = of_one_article(market)
    recall(market, one, seen=0)
    with market.as_sergio() as work:
        assert len(start_recalls(work, products_of_article(work, GTIN), SAID, WHY, seen_orders=0)) == 1
    assert [one.by_staff for one in recalls(market) if one.tenant_id == market.alpaca.id] == [False]
    with pytest.raises(errors.RecallOpen), market.as_sergio() as work:
        start_recalls(work, products_of_article(work, GTIN), SAID, WHY, seen_orders=0)
    assert len(recalls(market)) == 2


def test_who_may_not_and_without_what(market: Cast) -> None:
    of = make.goods(market)
    with market.as_sergio() as work:
        meant = product_of_listing(work, of.number)
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        start_recalls(work, meant, SAID, WHY, seen_orders=0)
    with pytest.raises(errors.RecallWordsNeeded), market.as_sergio() as work:
        start_recalls(work, meant, SAID, StaffReasons(RecallGround.DEFECT, ""), seen_orders=0)
    with pytest.raises(errors.NoSuchArticle), market.as_sergio() as work:
        start_recalls(work, (), SAID, WHY, seen_orders=0)
    with market.above() as work:
        person = market.sergio
        sellers.seat_member(
            work, tenant_id=market.alpaca.id, account_id=person.id, name=person.name, role=Role.WAREHOUSE
        )
    with pytest.raises(OwnCase), market.as_sergio() as work:
        start_recalls(work, meant, SAID, WHY, seen_orders=0)
    assert recalls(market) == []
