"""A shop takes another slug: the old one leads to it, nobody else may have it, and everything follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.goods.addresses import errors
from marketplace.goods.addresses.service import change_slug, check_slug, release_old_slugs
from marketplace.goods.catalog.models import ListingChange
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.models import ShopName
from tenants.wall import plain_sql
from tests import make
from tests.cast import Cast
from tests.web.asking import enter

SOON = plain_sql("SET LOCAL lock_timeout = '500ms'", why="test")


def move(market: Cast, slug: str = "alpaca-y-lana") -> None:
    with market.as_alicia() as work:
        change_slug(work, slug)


def slug_of(market: Cast) -> str:
    with market.above() as work:
        return work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).slug


def test_the_shop_is_found_under_its_new_slug_and_the_old_one_leads_there(
    browser_client: FlaskClient, market: Cast
) -> None:
    move(market)
    assert browser_client.get("/tienda/alpaca-y-lana").status_code == 200
    old = browser_client.get("/tienda/hilos-alpaca")
    assert (old.status_code, old.location) == (301, "/tienda/alpaca-y-lana")


def test_the_subdomain_moves_too(browser_client: FlaskClient, market: Cast) -> None:
    move(market)
    old = browser_client.get("/p/x-1", headers={"Host": "hilos-alpaca.tianguis.localhost"})
    assert (old.status_code, old.location) == (301, "http://alpaca-y-lana.tianguis.localhost:8000/p/x-1")
    assert browser_client.get("/", headers={"Host": "alpaca-y-lana.tianguis.localhost"}).status_code == 200


def test_members_get_in_by_the_old_address_as_well(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    move(market)
    page = browser_client.get("/vender/hilos-alpaca/")
    assert page.status_code == 200
    assert 'href="/vender/alpaca-y-lana/pedidos"' in page.text


def test_the_page_shows_what_changes_before_it_does(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    path = "/vender/hilos-alpaca/direcciones/nombre"
    preview = browser_client.post(path, data={"slug": "Alpaca-y-Lana"})
    assert "http://alpaca-y-lana.tianguis.localhost:8000" in preview.text
    assert slug_of(market) == "hilos-alpaca"
    answer = browser_client.post(path, data={"slug": "alpaca-y-lana", "seen": "alpaca-y-lana"})
    assert answer.location == "/vender/alpaca-y-lana/direcciones"
    assert slug_of(market) == "alpaca-y-lana"


def test_who_packs_may_not_and_the_neighbour_finds_nothing(browser_client: FlaskClient, market: Cast) -> None:
    for person, status in ((market.pia, 403), (market.bruno, 404)):
        enter(browser_client, person)
        assert browser_client.get("/vender/hilos-alpaca/direcciones").status_code == status
        answer = browser_client.post(
            "/vender/hilos-alpaca/direcciones/nombre", data={"slug": "otra-cosa", "seen": "otra-cosa"}
        )
        assert answer.status_code == status
    assert slug_of(market) == "hilos-alpaca"


@pytest.mark.parametrize(
    ("slug", "refusal"),
    [
        ("hilos alpaca", errors.SlugShape),
        ("hilos--alpaca", errors.SlugShape),
        ("xn--hlos-1qa", errors.SlugShape),
        ("hilos-аlpaca", errors.SlugShape),  # the first a of alpaca is Cyrillic
        ("-hilos", errors.SlugShape),
        ("HILOS", errors.SlugShape),
        ("a.b", errors.SlugShape),
        ("ab", errors.SlugLength),
        ("a" * 41, errors.SlugLength),
        ("www", errors.SlugReserved),
        ("tianguis-oficial", errors.SlugReserved),
        ("ferreteria-abedul", errors.AddressSlugTaken),
        ("hilos-alpaca", errors.SlugUnchanged),
    ],
)
def test_a_slug_that_cannot_be_had(market: Cast, slug: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal), market.as_alicia() as work:
        change_slug(work, slug)
    assert slug_of(market) == "hilos-alpaca"


def test_nobody_takes_a_slug_that_led_elsewhere_within_a_year(market: Cast) -> None:
    move(market)
    with pytest.raises(errors.AddressSlugTaken), market.as_bruno() as work:
        change_slug(work, "hilos-alpaca")
    with market.above() as work:
        release_old_slugs(work)
    with pytest.raises(errors.AddressSlugTaken), market.as_bruno() as work:
        check_slug(work, "hilos-alpaca")
    with market.above() as work:
        old = work.now - timedelta(days=366)
        work.session.execute(update(ShopName).where(ShopName.name == "hilos-alpaca").values(retired_at=old))
        release_old_slugs(work)
    with market.as_bruno() as work:
        change_slug(work, "hilos-alpaca")


def test_slugs_are_not_hoarded_but_may_be_taken_back(market: Cast) -> None:
    for slug in ("una-mas", "dos-mas", "tres-mas"):
        move(market, slug)
    with pytest.raises(errors.ChangedTooOften), market.as_alicia() as work:
        change_slug(work, "cuatro-mas")
    move(market, "hilos-alpaca")
    assert slug_of(market) == "hilos-alpaca"


def test_listings_are_indexed_anew_the_shop_gets_a_letter_and_the_change_is_written_down(
    market: Cast, worker: Worker
) -> None:
    goods = make.goods(market)
    with market.above() as work:
        before = len(work.session.scalars(select(ListingChange.number)).all())
    move(market)
    worker.drain()
    with market.above() as work:
        assert len(work.session.scalars(select(ListingChange.number)).all()) == before + 1
        line = work.session.scalars(select(AuditLine).where(AuditLine.verb == "addresses.change_slug")).one()
        assert line.details == {"before": "hilos-alpaca", "after": "alpaca-y-lana"}
        mail = work.session.scalars(select(Mail).where(Mail.subject == "Tu tienda cambió de dirección")).one()
        assert "Alicia Xicohténcatl la cambió" in mail.text
    assert goods.shop.id == line.tenant_id


def test_two_who_want_the_same_slug_at_once(market: Cast) -> None:
    with market.as_alicia() as first:
        change_slug(first, "la-buena")
        with pytest.raises(Exception, match=r"lock timeout|addresses.slug_taken"), market.as_bruno() as second:
            second.session.execute(SOON)
            change_slug(second, "la-buena")
    with market.above() as work:
        assert work.session.scalars(select(ShopName.tenant_id).where(ShopName.name == "la-buena")).one() == (
            market.alpaca.id
        )
