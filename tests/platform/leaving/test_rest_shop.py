"""A shop rests: seen, not bought, and back by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing, ListingChange
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import errors, service
from marketplace.trade.checkout.errors import CartChanged
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


def today() -> date:
    return mexican_day(clock.now())


def rest(market: Cast, first: int = 0, last: int = 3, message: str = "") -> None:
    with market.as_alicia() as work:
        service.rest_shop(
            work, first=today() + timedelta(days=first), last=today() + timedelta(days=last), message=message
        )


def tick(market: Cast) -> None:
    with market.above("clock") as work:
        service.turn_rests(work)


def available(market: Cast, goods: make.Goods) -> int:
    with market.above() as work:
        listing = work.session.get_one(Listing, (goods.shop.id, goods.product_id))
        assert listing.available == sum(variant["available"] for variant in listing.variants)
        return listing.available


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_what_rests_is_seen_and_not_bought(market: Cast, browser_client: FlaskClient) -> None:
    goods = make.goods(market)
    rest(market, message="Andamos en la feria.")
    assert available(market, goods) == 0
    page = browser_client.get(f"/p/x-{goods.number}", follow_redirects=True).text
    assert "La tienda descansa hasta el" in page
    assert "Andamos en la feria." in page
    assert "Agregar al carrito" not in page
    assert "descansa hasta el" in browser_client.get("/tienda/hilos-alpaca").text
    with pytest.raises(CartChanged) as refusal:
        make.place(market, [make.line(goods)])
    assert [change.what for change in refusal.value.details["changes"]] == ["resting"]  # type: ignore[attr-defined]


def test_what_rests_is_nowhere_said_to_be_sold_out(market: Cast, browser_client: FlaskClient) -> None:
    goods = make.goods(market)
    rest(market)
    enter(browser_client, market.carla)
    for path in (f"/comparar?n={goods.number}", f"/avisame/{goods.number}", f"/p/x-{goods.number}"):
        page = browser_client.get(path, follow_redirects=True).text
        assert "escansa hasta el" in page, path
        assert "gotado" not in page, path


def test_the_neighbour_goes_on_selling(market: Cast) -> None:
    goods = make.goods(market, shop=market.abedul)
    rest(market)
    assert available(market, goods) == 10


def test_search_learns_of_it(market: Cast) -> None:
    goods = make.goods(market)

    def changes() -> int:
        with market.above() as work:
            return len(work.session.scalars(select(ListingChange).where(ListingChange.number == goods.number)).all())

    before = changes()
    rest(market)
    assert changes() == before + 1


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (3, 2), (0, 400), (400, 401)])
def test_dates_that_make_no_sense(market: Cast, first: int, last: int) -> None:
    with pytest.raises(errors.BadDates):
        rest(market, first, last)
    with market.as_alicia() as work:
        assert work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).rest_until is None


def test_pieces_that_change_meanwhile_do_not_wake_it(market: Cast) -> None:
    goods = make.goods(market)
    rest(market)
    with market.as_alicia() as work:
        from marketplace.goods.inventory.service import set_stock

        set_stock(work, goods.variant_id, on_hand=20)
    assert available(market, goods) == 0
    with market.as_alicia() as work:
        service.end_rest(work)
    assert available(market, goods) == 20


def test_it_begins_and_ends_by_itself(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    goods = make.goods(market)
    rest(market, first=2, last=4)
    tick(market)
    assert available(market, goods) == 10
    later(monkeypatch, 2)
    tick(market)
    assert available(market, goods) == 0
    later(monkeypatch, 2)
    tick(market)
    assert available(market, goods) == 0
    later(monkeypatch, 1)
    tick(market)
    tick(market)
    assert available(market, goods) == 10
    with market.as_alicia() as work:
        assert work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).rest_until is None


def test_there_is_no_rest_to_end(market: Cast) -> None:
    with pytest.raises(errors.NotResting), market.as_alicia() as work:
        service.end_rest(work)


@pytest.mark.parametrize(
    "message",
    [
        "Deposita a la CLABE 0121 8000 1234 5678 95",
        "Escríbeme al 55 1234 5678",
        "Compra en www.otra.mx",
        "ana@otra.mx",
        "hilos.com",
    ],
)
def test_what_buyers_read_without_review_leads_nowhere_else(market: Cast, message: str) -> None:
    with pytest.raises(errors.LeadsElsewhere):
        rest(market, message=message)
    with market.above() as work:
        assert work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).rest_until is None


@pytest.mark.parametrize("message", ["", "Volvemos el 2 de enero de 2027, a las 9:30.", "Vamos a la feria; 100% lana."])
def test_plain_words_are_taken(market: Cast, message: str) -> None:
    rest(market, message=message)
