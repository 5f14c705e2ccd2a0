"""Paid places: off until the operator wants them, then labelled, few, apart, and without moving a result."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.demo.story import at
from marketplace.goods.inventory.service import set_stock
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.site import NAME
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.window.search.errors import AlreadySponsored, DaysTurned, NoSuchGoods, NoSuchSponsorship, TooLong
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.models import Sponsorship
from marketplace.window.search.service import rebuild
from marketplace.window.search.sponsors import places, sponsor, sponsorships, stop
from tenants.errors import WallError
from tenants.scope import PublicScope
from tests import make
from tests.cast import Cast
from tests.installation import executor_of, put_settings, settings_of, site_of
from tests.web.asking import enter

pytestmark = pytest.mark.long

Shelf = tuple[FlaskClient, list[make.Goods]]


@pytest.fixture
def shelf(market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A visitor of a market that sells a fifth, before five yarns and a hammer."""
    goods = [make.goods(market, title=f"Estambre {name}") for name in ("Nube", "Lana", "Monte", "Río")]
    goods.append(make.goods(market, shop=market.abedul, title="Estambre rústico"))
    make.goods(market, shop=market.abedul, title="Martillo de uña")
    app = browser_client.application
    rebuild(Index(settings_of(app).search_dir))
    dearer = settings_of(app).model_copy(update={"sponsored_percent": 20})
    monkeypatch.setitem(app.extensions, NAME, replace(site_of(app), settings=dearer))
    return browser_client, goods


def today() -> date:
    return mexican_day(clock.now())


def paid(market: Cast, of: make.Goods, *, by: str = "Hilos Alpaca", days: int = 30) -> None:
    with market.as_sergio() as work:
        sponsor(work, of.number, paid_by=by, starts_on=today(), ends_on=today() + timedelta(days=days))


def shown(client: FlaskClient, path: str) -> tuple[list[str], list[str]]:
    """The titles in the box of paid places, and those of the results."""
    answer = client.get(path)
    assert answer.status_code == 200
    box, results = [], answer.text
    if found := re.search(r'<section class="paid".*?</section>', results, re.DOTALL):
        box, results = re.findall(r"<h3><a href=[^>]+>([^<]+)</a>", found[0]), results.replace(found[0], "")
    return box, re.findall(r"<h3><a href=[^>]+>([^<]+)</a>", results)


def test_a_paid_place_says_who_pays_and_no_result_moves(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    before = shown(client, "/buscar?q=estambre")
    assert before[0] == []
    paid(market, goods[4], by="Ferretería Abedul")
    with at(clock.now() + timedelta(seconds=4)):
        box, results = shown(client, "/buscar?q=estambre")
        assert box == ["Estambre rústico"]
        assert results == before[1]
        page = client.get("/buscar?q=estambre").text
        assert page.count("Patrocinado por Ferretería Abedul") == 1
        assert shown(client, "/c/estambres")[0] == ["Estambre rústico"]


def test_it_is_shown_only_where_the_search_finds_it_and_the_order_is_ours(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    paid(market, goods[0])
    for path in (
        "/buscar?q=martillo",
        "/buscar?q=estambre&tienda=ferreteria-abedul",
        "/buscar?q=estambre&orden=price",
        "/",
    ):
        assert shown(client, path)[0] == [], path
    with market.as_alicia() as work:
        set_stock(work, goods[0].variant_id, on_hand=0)  # the index has not heard of it yet
    with at(clock.now() + timedelta(seconds=4)):
        assert shown(client, "/buscar?q=estambre")[0] == []


def test_there_are_never_more_than_the_stated_share_and_payment_does_not_choose(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    first = shown(client, "/buscar?q=estambre")[1][0]
    for of in goods:
        paid(market, of)
    with at(clock.now() + timedelta(seconds=4)):
        assert shown(client, "/buscar?q=estambre")[0] == [first]
        assert shown(client, "/buscar?q=estambre+nube")[0] == []  # a fifth of one result
    assert [places(count, 10) for count in (0, 9, 10, 24)] == [0, 0, 1, 2]


def test_without_the_operators_word_nobody_can_buy_one(browser_client: FlaskClient, shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    paid(market, goods[0])
    assert "hasta 20 por cada cien" in client.get("/como-ordenamos").text
    off = settings_of(client.application).model_copy(update={"sponsored_percent": 0})
    put_settings(client.application, off)
    assert shown(client, "/buscar?q=estambre")[0] == []
    assert "nadie puede comprar un lugar" in client.get("/como-ordenamos").text


def test_it_begins_and_ends_with_its_days_and_can_be_stopped(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    paid(market, goods[0], days=2)
    assert shown(client, "/buscar?q=estambre")[0] == ["Estambre Nube"]
    with at(clock.now() + timedelta(days=3)):
        assert shown(client, "/buscar?q=estambre")[0] == []
    with market.as_sergio() as work:
        (one,) = sponsorships(work, offset=0, limit=50)
        stop(work, one.id)
        stop(work, one.id)
    with at(clock.now() + timedelta(seconds=8)):
        assert shown(client, "/buscar?q=estambre")[0] == []
    with market.above() as work:
        verbs = work.session.scalars(select(AuditLine.verb).where(AuditLine.subject == f"listing:{goods[0].number}"))
        assert sorted(verb for verb in verbs if verb.startswith("search.")) == [
            "search.sponsor",
            "search.stop_sponsorship",
        ]


def test_the_database_answers_alike_when_no_index_does(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    paid(market, goods[4])
    folder = settings_of(client.application).search_dir
    (folder / "state.json").rename(folder / "away.json")
    executor_of(client.application)._view = None
    try:
        assert shown(client, "/buscar?q=estambre")[0] == ["Estambre rústico"]
    finally:
        (folder / "away.json").rename(folder / "state.json")


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [(1, 0, DaysTurned), (-3, -1, DaysTurned), (0, 366, TooLong), (5, 40, AlreadySponsored)],
)
def test_what_it_refuses(market: Cast, starts: int, ends: int, refusal: type[Exception]) -> None:
    of = make.goods(market)
    paid(market, of)
    with pytest.raises(refusal), market.as_sergio() as work:
        sponsor(
            work,
            of.number,
            paid_by="Alguien",
            starts_on=today() + timedelta(days=starts),
            ends_on=today() + timedelta(days=ends),
        )
    with pytest.raises(NoSuchGoods), market.as_sergio() as work:
        sponsor(work, 999_999, paid_by="Alguien", starts_on=today(), ends_on=today())
    with pytest.raises(NoSuchSponsorship), market.as_sergio() as work:
        stop(work, uuid4())
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Sponsorship)) == 1


def test_staff_note_and_end_it_on_their_page(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    enter(client, market.sergio)
    form = {
        "number": str(goods[1].number),
        "paid_by": "Hilos Alpaca",
        "starts_on": str(today()),
        "ends_on": str(today()),
    }
    wrong = client.post("/operacion/lugares", data=form | {"number": "999999"})
    assert wrong.status_code == 422
    assert "Ningún producto a la venta tiene ese número" in wrong.text
    assert 'value="Hilos Alpaca"' in wrong.text
    assert client.post("/operacion/lugares", data=form | {"ends_on": "mañana"}).status_code == 422
    assert client.post("/operacion/lugares", data={}).status_code == 422
    page = client.post("/operacion/lugares", data=form, follow_redirects=True).text
    assert "Estambre Lana" in page
    place = re.search(r"/operacion/lugares/[0-9a-f-]+/terminar", page)
    assert place is not None
    assert "Terminó" in client.post(place[0], follow_redirects=True).text


def test_who_may_not(shelf: Shelf, market: Cast) -> None:
    client, goods = shelf
    enter(client, market.alicia)
    form = {"number": str(goods[1].number), "paid_by": "Yo", "starts_on": str(today()), "ends_on": str(today())}
    assert client.post("/operacion/lugares", data=form).status_code == 404
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        sponsor(work, goods[1].number, paid_by="Yo", starts_on=today(), ends_on=today())
    sergio = Actor("Sergio", market.sergio.id, may=frozenset(StaffMay))
    with pytest.raises(WallError), unit_of_work(PublicScope(), sergio) as work:  # permitted, and outside
        sponsor(work, goods[1].number, paid_by="Yo", starts_on=today(), ends_on=today())
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Sponsorship)) == 0
