"""Legal rates are published late or early, and the market sells only by those that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import IntegrityError

from marketplace.doctor import examine
from marketplace.kernel.settings import Settings
from marketplace.money.fees.models import FeeLine
from marketplace.money.taxes.errors import NoRateInForce
from marketplace.money.taxes.jobs import warn_of_endings
from marketplace.money.taxes.models import LegalRate
from marketplace.money.taxes.queries import forget_known_rates
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.models import OrderLine, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import add, client_of, form_of, purchases, refused

SOON = timedelta(days=34)
TIJUANA = "22000"


@pytest.fixture
def law(settings: Settings, market: Cast) -> Iterator[Callable[..., None]]:
    """Write the table of rates for this test, by plain SQL; it is as before afterwards."""
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE law_before AS SELECT * FROM legal_rate"))

    def write(statement: str, **values: Any) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement), values)
        forget_known_rates()

    yield write
    write("DELETE FROM legal_rate")
    write("INSERT INTO legal_rate SELECT * FROM law_before")
    write("DROP TABLE law_before")
    engine.dispose()


def end_withholding(law: Callable[..., None], market: Cast, after: timedelta) -> datetime:
    with market.above() as work:
        at = work.now + after
    law("UPDATE legal_rate SET valid_until = :at WHERE levy <> 'iva'", at=at)
    return at


@pytest.fixture
def shopper(browser_client: FlaskClient) -> FlaskClient:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    return browser_client


def rate(**changed: Any) -> LegalRate:
    values = {
        "id": "iva:border:test", "levy": "iva", "goods": "general", "place": "border", "standing": None, "rate_bp": 800,
        "valid_from": datetime.fromisoformat("2026-01-01T06:00Z"), "valid_until": None, "article": "Decreto",
        "published": "DOF", "text": "Frontera", "text_en": "Border",
    }  # fmt: skip
    return LegalRate(**{**values, **changed})


def test_a_rate_may_be_published_after_it_began(market: Cast, law: Callable[..., None]) -> None:
    with market.above() as work:
        work.session.add(rate(valid_from=work.now - timedelta(days=20)))


def test_a_shop_cannot_publish_one(market: Cast, law: Callable[..., None]) -> None:
    with pytest.raises(Exception, match="cannot be written from SellerScope"), market.as_alicia() as work:
        work.session.add(rate())
        work.session.flush()


@pytest.mark.parametrize(
    "changed",
    [{"rate_bp": 10_001}, {"rate_bp": -1}, {"valid_until": datetime.fromisoformat("2026-01-01T06:00Z")}],
)
def test_a_rate_that_cannot_be_is_refused(market: Cast, law: Callable[..., None], changed: dict[str, Any]) -> None:
    with market.above() as work:
        work.session.add(rate(**changed))
        with pytest.raises(IntegrityError):
            work.session.flush()
        work.session.rollback()


def test_of_one_case_no_two_begin_together(market: Cast, law: Callable[..., None]) -> None:
    with market.above() as work:
        work.session.add_all([rate(), rate(id="iva:border:twin")])
        with pytest.raises(IntegrityError, match="uq_legal_rate_case"):
            work.session.flush()
        work.session.rollback()


def test_on_a_day_without_a_rate_nothing_is_sold(market: Cast, law: Callable[..., None]) -> None:
    yarn = make.goods(market, pieces=5)
    end_withholding(law, market, timedelta(seconds=-1))
    with pytest.raises(NoRateInForce):
        make.place(market, [make.line(yarn)])
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Purchase)) == 0
        assert work.session.scalar(select(func.count()).select_from(FeeLine)) == 0
    assert make.stock(market, yarn) == (5, 0)


def test_the_checkout_says_so_and_keeps_what_was_typed(
    shopper: FlaskClient, market: Cast, law: Callable[..., None]
) -> None:
    yarn = make.goods(market, pieces=5)
    add(shopper, yarn)
    form = {**form_of(shopper), "street": "Orizaba 101-Bis"}
    end_withholding(law, market, timedelta(seconds=-1))
    page = refused(shopper, form)
    assert "Hoy no se puede vender" in page
    assert "Orizaba 101-Bis" in page
    assert purchases(market) == 0
    assert make.stock(market, yarn) == (5, 0)


def test_a_form_sent_again_finds_what_it_bought_while_there_was_a_rate(market: Cast, law: Callable[..., None]) -> None:
    yarn = make.goods(market)
    first = make.place(market, [make.line(yarn)], key="one form")
    end_withholding(law, market, timedelta(seconds=-1))
    assert make.place(market, [make.line(yarn)], key="one form").purchase_id == first.purchase_id


def test_what_you_get_says_so_instead_of_failing(app: Flask, market: Cast, law: Callable[..., None]) -> None:
    goods = make.goods(market)
    alicia = client_of(app, market.alicia)
    end_withholding(law, market, timedelta(seconds=-1))
    for path in (
        "/tarifas?precio=100",
        "/vender/hilos-alpaca/productos/simular?variants-0-price=100&category=estambres",
        f"/vender/hilos-alpaca/productos/{goods.product_id}",
    ):
        answer = alicia.get(path)
        assert answer.status_code == 200, path
        assert "Hoy no se puede vender" in answer.text, path


def test_staff_are_warned_on_their_desk_and_by_one_letter(
    app: Flask, market: Cast, law: Callable[..., None], worker: Worker
) -> None:
    end_withholding(law, market, SOON)
    for _day in range(3):
        with market.above() as work:
            warn_of_endings(work)
        worker.drain()
    with market.above() as work:
        sent = [mail for mail in work.session.scalars(select(Mail)) if mail.key.startswith("rates_ending")]
        assert [mail.to for mail in sent] == ["sergio@example.mx"]
        assert "LIF 2026 art. 25" in sent[0].text
    assert "nadie podrá vender" in client_of(app, market.sergio).get("/operacion/").text


def test_nobody_is_warned_while_the_law_stands(app: Flask, market: Cast, worker: Worker) -> None:
    forget_known_rates()
    with market.above() as work:
        warn_of_endings(work)
    worker.drain()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Mail)) == 0
    assert "nadie podrá vender" not in client_of(app, market.sergio).get("/operacion/").text


def test_doctor_finds_it(app: Flask, settings: Settings, market: Cast, law: Callable[..., None]) -> None:
    assert {one.part: one.well for one in examine(app, settings)}["law"]
    end_withholding(law, market, SOON)
    found = {one.part: one for one in examine(app, settings)}["law"]
    assert not found.well
    assert "isr_withheld:registered:2026" in found.said


def test_a_sold_line_keeps_its_iva_with_the_article(market: Cast, law: Callable[..., None]) -> None:
    yarn = make.goods(market)
    make.place(market, [make.line(yarn)])
    law("UPDATE legal_rate SET rate_bp = 1500, article = 'LIVA art. 1, otra' WHERE id = 'iva:general:2010'")
    make.place(market, [make.line(yarn)])
    with market.above() as work:
        kept = work.session.execute(select(OrderLine.iva_bp, OrderLine.iva_article).order_by(OrderLine.id)).all()
    assert [tuple(one) for one in kept] == [(1600, "LIVA art. 1"), (1500, "LIVA art. 1, otra")]


def test_the_border_rate_is_for_shops_of_the_scheme_that_hand_over_there(
    market: Cast, law: Callable[..., None]
) -> None:
    yarn = make.goods(market)
    with market.above() as work:
        work.session.add(rate())
        shop = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))
        shop.postal_code = TIJUANA
    forget_known_rates()
    assert iva_of_a_sale(market, yarn, TIJUANA) == 1600  # in the region, not in the scheme
    with market.above() as work:
        work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id)).border_scheme = True
    assert iva_of_a_sale(market, yarn, "06700") == 1600  # handed over elsewhere
    assert iva_of_a_sale(market, yarn, TIJUANA) == 800


def iva_of_a_sale(market: Cast, goods: make.Goods, postal_code: str) -> int:
    from marketplace.trade.checkout.service import place_purchase

    with market.above("checkout") as work:
        asked = make.checkout(work, market.carla, [make.line(goods)], postal_code=postal_code)
        place_purchase(work, asked, hold=timedelta(minutes=15))
        return work.session.scalars(select(OrderLine.iva_bp).order_by(OrderLine.id.desc()).limit(1)).one()
