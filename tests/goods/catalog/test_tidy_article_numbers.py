"""Article numbers that were kept as they were typed get their one form; what is none is cleared, and the shop is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from marketplace.goods.catalog import jobs, service
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.reading import NotAnArticleNumber
from marketplace.kernel.work import AuditLine
from tests import make
from tests.cast import Cast
from tests.web.asking import enter, product_form


def write(market: Cast, goods: make.Goods, typed: str) -> None:
    """As the release before did."""
    with market.above() as work:
        for table in (Product, Listing):
            work.session.execute(update(table).where(table.id == goods.product_id).values(gtin=typed))


def tidy(market: Cast) -> None:
    with market.above() as work:
        jobs.tidy_article_numbers(work)


def kept(market: Cast, goods: make.Goods) -> tuple[str | None, str | None, int]:
    with market.above() as work:
        product = work.session.scalars(select(Product).where(Product.id == goods.product_id)).one()
        listing = work.session.scalars(select(Listing).where(Listing.id == goods.product_id)).one()
        return product.gtin, listing.gtin, product.revision


def cleared(market: Cast) -> list[str]:
    with market.above() as work:
        lines = work.session.scalars(select(AuditLine).where(AuditLine.verb == "catalog.gtin_cleared"))
        return [line.details["was"] for line in lines]


@pytest.mark.parametrize(
    ("typed", "form"),
    [("7501031311309", "07501031311309"), ("7 501031 311309", "07501031311309"), ("036000291452", "00036000291452"),
     ("96385074", "00000096385074"), ("0-306-40615-2", "09780306406157"), ("07501031311309", "07501031311309")],
)  # fmt: skip
def test_a_number_gets_its_one_form_and_nothing_waits_for_staff(market: Cast, typed: str, form: str) -> None:
    goods = make.goods(market)
    revision = kept(market, goods)[2]
    write(market, goods, typed)
    tidy(market)
    assert kept(market, goods) == (form, form, revision)
    assert cleared(market) == []


@pytest.mark.parametrize(
    "typed", ["N/A", "0", "sin codigo", "1234567890123", "12345678901234", "02000000000008", "20123451"]
)
def test_what_is_none_is_cleared_and_the_shop_reads_what_stood_there(
    browser_client: FlaskClient, market: Cast, typed: str
) -> None:
    goods = make.goods(market, title="Madeja de sol")
    write(market, goods, typed)
    tidy(market)
    assert kept(market, goods)[:2] == (None, None)
    assert cleared(market) == [typed]
    enter(browser_client, market.alicia)
    activity = browser_client.get("/vender/hilos-alpaca/actividad").text
    assert f"Se quitó el código de barras “{typed}” de Madeja de sol" in activity


def test_once_it_is_done_there_is_nothing_left_to_do(market: Cast) -> None:
    goods = make.goods(market)
    write(market, goods, "7501031311309")
    tidy(market)
    with market.above() as work:
        version = work.session.scalar(select(func.max(Listing.version)))
    tidy(market)
    with market.above() as work:
        assert work.session.scalar(select(func.max(Listing.version))) == version


def test_it_is_found_however_it_is_written(market: Cast) -> None:
    goods = make.goods(market)
    write(market, goods, "036000291452")
    tidy(market)
    with market.above() as work:
        text = work.session.scalars(select(Listing.search_text).where(Listing.id == goods.product_id)).one()
    assert {"036000291452", "0036000291452", "00036000291452"} <= set(text.split())


@pytest.mark.parametrize("typed", ["N/A", "0", "sin codigo", "1234567890123", "7.50103E+12"])
def test_what_is_none_is_asked_again_at_its_box(browser_client: FlaskClient, market: Cast, typed: str) -> None:
    product_id = make.draft(market)
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    enter(browser_client, market.alicia)
    answer = browser_client.post(path, data=product_form(browser_client, path, gtin=typed))
    assert answer.status_code == 422
    assert "Ese código de barras no está completo o tiene un error" in answer.text
    assert f'value="{typed}"' in answer.text
    assert browser_client.post(path, data=product_form(browser_client, path, gtin="7501031 311309")).status_code == 302
    assert 'value="7501031311309"' in browser_client.get(path).text
    with market.above() as work:
        assert work.session.scalars(select(Product.gtin).where(Product.id == product_id)).one() == "07501031311309"


def test_the_verb_refuses_it_too(market: Cast) -> None:
    with pytest.raises(NotAnArticleNumber), market.as_alicia() as work:
        service.create_product(work, service.ProductData("Estambre", "estambres", gtin="N/A"))


def test_staff_see_number_and_condition(browser_client: FlaskClient, market: Cast) -> None:
    from marketplace.goods.catalog.events import ProductSubmitted
    from marketplace.platform.moderation.models import ModerationCase
    from marketplace.platform.moderation.service import open_case

    product_id = make.draft(market)
    with market.above() as work:
        work.session.execute(
            update(Product).where(Product.id == product_id).values(gtin="07501031311309", condition="refurbished")
        )
    with market.as_sergio() as work:
        open_case(work, ProductSubmitted(market.alpaca.id, product_id, 1, "hilos-alpaca", "Hilos Alpaca"))
        work.session.flush()
        case = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == product_id)).one()
    enter(browser_client, market.sergio)
    page = browser_client.get(f"/operacion/publicaciones/{case}").text
    assert "7501031311309" in page
    assert "Reacondicionado" in page
