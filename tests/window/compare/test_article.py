"""One article and all that sell it, by what it costs its buyer; who says that it is another one gives a reason."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.goods.catalog import errors, match_article, relink_article, undo_article_mark, unlink_article
from marketplace.goods.catalog.models import ArticleMark, Listing, Product
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.trade.pricing import find_offers, find_offers_of_article
from tests import make
from tests.cast import Cast
from tests.web.asking import enter

GTIN = "07501031311309"
REASON = "El mío es de otra medida."


@pytest.fixture
def three(market: Cast) -> list[make.Goods]:
    """Three listings of one article: of Abedul at 250, of Alpaca at 200 and at 190, which is sold out."""
    made = [
        make.goods(market, shop=market.abedul, title="El de Abedul", price_minor=25_000),
        make.goods(market, title="El de Alpaca", price_minor=20_000),
        make.goods(market, title="Agotado", price_minor=19_000, pieces=0),
    ]
    with market.above() as work:
        for kind in (Product, Listing):
            work.session.execute(update(kind).values(gtin=GTIN))
    return made


def shown(client: FlaskClient, article: str = GTIN) -> list[int]:
    return [
        int(number)
        for number in re.findall(
            r'<section class="sheet stack-s" id="n-(\d+)"', client.get(f"/articulo/{article}").text
        )
    ]


def test_all_offers_by_what_they_cost_with_the_rule_said(
    browser_client: FlaskClient, market: Cast, three: list[make.Goods]
) -> None:
    abedul, alpaca, gone = (one.number for one in three)
    assert shown(browser_client) == [alpaca, abedul, gone]
    page = browser_client.get(f"/articulo/{GTIN}").text
    assert "Lo venden 2 tiendas." in page
    assert "nadie paga por estar" in page
    browser_client.post("/lugar", data={"postal_code": make.ROMA_NORTE})
    assert shown(browser_client)[-1] == gone
    assert browser_client.get("/articulo/00000000000000").status_code == 404
    with market.above() as work:
        assert len(find_offers_of_article(work, GTIN)) == 3
        assert [(one.article, one.sold_by) for one in find_offers(work, [abedul])] == [(GTIN, 2)]


def test_a_shop_says_that_its_own_is_another_and_staff_see_why(
    browser_client: FlaskClient, market: Cast, three: list[make.Goods]
) -> None:
    abedul, alpaca, gone = three
    path = f"/vender/hilos-alpaca/productos/{alpaca.product_id}/articulo"
    enter(browser_client, market.alicia)
    assert browser_client.post(path, data={"reason": ""}).status_code == 422
    assert browser_client.post(path, data={"reason": REASON}).status_code == 302
    assert shown(browser_client) == [abedul.number, gone.number]
    enter(browser_client, market.sergio)
    assert REASON in browser_client.get("/operacion/articulos").text
    with market.as_bruno() as work, pytest.raises(errors.NoArticle):
        relink_article(work, abedul.product_id)
    with market.as_alicia() as work:
        relink_article(work, alpaca.product_id)
    assert alpaca.number in shown(browser_client)


def test_staff_match_listings_of_other_numbers_and_undo_it_with_a_reason(
    browser_client: FlaskClient, market: Cast, three: list[make.Goods]
) -> None:
    own, other = make.goods(market, title="Sin código"), make.goods(market, shop=market.abedul, title="Tampoco")
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        match_article(work, own.number, three[0].number, "Sí")
    with market.as_sergio() as work:
        assert match_article(work, own.number, three[0].number, "Misma foto y modelo") == GTIN
        with pytest.raises(errors.SameArticle):
            match_article(work, own.number, three[0].number, "Otra vez")
        with pytest.raises(errors.NoSuchListing):
            match_article(work, own.number, 999_999, "No está")
    assert own.number in shown(browser_client)
    with market.as_sergio() as work:
        undo_article_mark(work, own.shop.id, own.product_id, "Era de otra talla")
        article = match_article(work, own.number, other.number, "Son lo mismo")
        said = [
            line.details["reason"]
            for line in work.session.scalars(select(AuditLine).where(AuditLine.verb.like("catalog.article%")))
        ]
        assert said == ["Misma foto y modelo", "Era de otra talla", "Son lo mismo", "Son lo mismo"]
    assert own.number not in shown(browser_client)
    assert sorted(shown(browser_client, article)) == sorted([own.number, other.number])
    with market.as_bruno() as work:
        unlink_article(work, other.product_id, REASON)  # a shop may say so of what staff put together, too
    assert shown(browser_client, article) == [own.number]
    with market.above() as work:
        assert len(work.session.scalars(select(ArticleMark)).all()) == 2
