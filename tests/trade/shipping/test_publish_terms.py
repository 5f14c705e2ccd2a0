"""A shop publishes how it ships: what it sells is found from then on, and what ships free is known at once."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask
from sqlalchemy import delete, update

from marketplace.demo.shops import SHOPS
from marketplace.kernel.site import site
from marketplace.people.sellers.models import Shop
from marketplace.trade.cart.prices import price_cart
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.trade.shipping.queries import own_terms
from marketplace.trade.shipping.rules import Destination
from marketplace.trade.shipping.service import publish_terms
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tests import make
from tests.cast import Cast
from tests.web.asking import boxes, client_of
from tests.window.looking import catch_up, find

TERMS = next(shop.terms for shop in SHOPS if shop.data.slug == "hilos-alpaca")


def found(index: Index, text: str = "estambre", **asked: object) -> list[int]:
    return list(find(index, text, **asked).numbers)


def index(market: Cast) -> Index:
    """An index that knows all there is: what other transactions held back of the changes before is not counted later."""
    made = Index(site().settings.search_dir)
    rebuild(made)
    catch_up(market, made)
    return made


def test_the_goods_of_a_shop_that_had_no_terms_are_found_once_it_has(market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        work.session.execute(delete(ShippingTerms).where(ShippingTerms.tenant_id == market.alpaca.id))
    of_before = index(market)
    assert found(of_before) == []
    with market.as_alicia() as work:
        publish_terms(work, market.alpaca.id, TERMS)
    catch_up(market, of_before)
    assert found(of_before) == [goods.number]


def test_what_ships_free_from_now_on_is_found_as_free(market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    with market.as_alicia() as work:
        publish_terms(work, market.alpaca.id, replace(TERMS, free_from_minor=None))
    of_before = index(market)
    assert found(of_before, free_shipping=True) == []
    with market.as_alicia() as work:
        publish_terms(work, market.alpaca.id, replace(TERMS, free_from_minor=10_000))
    assert catch_up(market, of_before) == 1
    assert found(of_before, free_shipping=True) == [goods.number]


def test_terms_that_the_index_does_not_read_give_it_nothing_to_do(market: Cast) -> None:
    make.goods(market)
    of_before = index(market)
    with market.as_alicia() as work:
        publish_terms(work, market.alpaca.id, replace(TERMS, cutoff_hour=9))
    assert catch_up(market, of_before) == 0


def test_a_shops_new_name_is_found(market: Cast) -> None:
    goods = make.goods(market)
    of_before = index(market)
    with market.above() as work:
        work.session.execute(
            update(Shop).where(Shop.tenant_id == market.alpaca.id).values(name="Hilandería del Altiplano")
        )
    catch_up(market, of_before)
    assert found(of_before, "altiplano") == [goods.number]


def test_a_state_where_nothing_is_sent_is_chosen_on_the_page(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    form = {"postal_code": "90000", "handling_days": "1", "cutoff_hour": "14", "remote-base": "150"}
    form |= {"remote-min_days": "3", "remote-max_days": "6"}
    assert alicia.post("/vender/hilos-alpaca/tienda", data={**form, "uncovered": ["YUC", "ROO"]}).status_code == 302
    merida, campeche = Destination("97000", "YUC"), Destination("24000", "CAM")
    with market.as_alicia() as work:
        terms = own_terms(work)
        assert terms is not None
        assert terms.uncovered_states == ["YUC", "ROO"]
    page = alicia.get("/vender/hilos-alpaca/tienda").text
    assert re.search(r'<input checked [^>]*value="YUC"', page)
    assert not re.search(r'<input checked [^>]*value="CAM"', page)
    goods = make.goods(market)
    with market.above("checkout") as work:
        quotes = [price_cart(work, [make.line(goods)], to).parts[0].quote for to in (merida, campeche)]
    assert quotes[0] is None
    assert quotes[1] is not None
    assert alicia.post("/vender/hilos-alpaca/tienda", data={**form, "uncovered": ["ZZZ"]}).status_code == 422


def test_a_faster_way_is_looked_at_before_it_is_published_and_cannot_be_later_than_the_ordinary(
    app: Flask, market: Cast
) -> None:
    alicia, path = client_of(app, market.alicia), "/vender/hilos-alpaca/tienda"
    form = {name: value for name, value in boxes(alicia.get(path).text).items() if name not in ("uncovered", "q")}
    form |= {"national-express_base": "190", "national-express_min_days": "1", "national-express_max_days": "9"}
    page = alicia.post(path, data=form)
    assert page.status_code == 422
    assert "El exprés no puede llegar después que el normal." in page.text
    form |= {"national-express_max_days": "1"}
    alone = form | {"remote-base": "", "remote-express_base": "300"}
    assert "Antes pon el precio del envío normal" in alicia.post(path, data=alone).text
    page = alicia.post(path, data=form | {"preview": "1"})
    assert page.status_code == 200
    assert "Todavía no se guarda" in page.text
    with market.as_alicia() as work:
        assert "express" not in own_terms(work).rates["national"]  # type: ignore[union-attr]
    assert alicia.post(path, data=form).status_code == 302
    with market.as_alicia() as work:
        rates = own_terms(work).rates  # type: ignore[union-attr]
    assert rates["national"]["express"] == {"base_minor": 19_000, "per_kg_minor": 0, "min_days": 1, "max_days": 1}
    assert "express" not in rates["local"]
    assert boxes(alicia.get(path).text)["national-express_base"] == "190.00"
