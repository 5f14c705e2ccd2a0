"""Many products at once: what is done was shown before, what refuses says why, a kill does none twice, and all is undone."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from marketplace.goods.catalog import bulk
from marketplace.goods.catalog.events import BulkActWentOn
from marketplace.goods.catalog.jobs import carry_on_bulk_act
from marketplace.goods.catalog.models import BulkAct, BulkRow, Listing, ListingChange, Product
from marketplace.goods.catalog.variants import set_price
from marketplace.kernel.work import AuditLine
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.worktable.table import TABLE, act, latest_act, preview, prices, send, states, titles


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    """Alicia's browser."""
    return client_of(app, market.alicia)


def three(market: Cast) -> list[make.Goods]:
    """Three products for sale, at 100, 200 and 300 pesos; and one of the neighbour's."""
    make.goods(market, shop=market.abedul, title="Ajeno", price_minor=50_000)
    return [
        make.goods(market, title=name, price_minor=(n + 1) * 10_000) for n, name in enumerate(("Uno", "Dos", "Tres"))
    ]


def changed_listings(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(ListingChange)) or 0


def test_prices_change_as_shown_with_shelf_record_and_index_and_come_back(desk: FlaskClient, market: Cast) -> None:
    ours = three(market)
    before = changed_listings(market)
    page = preview(desk, acto="price", todos="1", change="+5 %", by="percent", ending="90")
    assert "Cambian 3 productos" in page
    assert "$100.00" in page
    assert "$104.90" in page
    assert "Cambiar el precio de 3 productos" in page
    answer = send(desk, page)
    assert answer.status_code == 302, answer.text
    assert prices(market) == {"Uno": 10_490, "Dos": 20_990, "Tres": 31_490, "Ajeno": 50_000}
    assert changed_listings(market) == before + 3
    with market.above() as work:
        told = work.session.scalars(select(AuditLine).where(AuditLine.verb == "catalog.price")).all()
        assert {(one.actor, one.details["title"], one.details["after"]) for one in told} == {
            (market.alicia.name, "Uno", 10_490), (market.alicia.name, "Dos", 20_990), (market.alicia.name, "Tres", 31_490),
        }  # fmt: skip
        versions = work.session.scalars(select(Product.version).where(Product.tenant_id == market.alpaca.id)).all()
    assert send(desk, page).location == answer.location  # sent twice, done once
    assert prices(market)["Uno"] == 10_490
    with market.as_alicia() as work:
        set_price(work, ours[1].product_id, ours[1].variant_id, price_minor=25_000, seen_minor=20_990)
    done = desk.get(answer.location).text
    assert "Listo: cambiaron 3 de 3 productos." in done
    undone = desk.post(f"{answer.location}/deshacer", follow_redirects=True).text
    assert "Deshecho en 2 productos. 1 no se deshicieron." in undone
    assert "Alguien lo cambió después" in undone
    assert prices(market) == {"Uno": 10_000, "Dos": 25_000, "Tres": 30_000, "Ajeno": 50_000}
    with market.above() as work:
        now = work.session.scalars(select(Product.version).where(Product.tenant_id == market.alpaca.id)).all()
    assert sum(now) == sum(versions) + 3  # two came back, one was changed by hand


def test_what_is_no_longer_as_shown_far_or_too_late_is_not_done(desk: FlaskClient, market: Cast) -> None:
    ours = three(market)
    page = preview(desk, acto="price", p=[ours[0].product_id, ours[1].product_id], change="-50", by="percent")
    assert "2 precios cambian más de 40 %" in page
    asked = send(desk, page)
    assert asked.status_code == 422
    assert "2 precios cambian más de 40 %. Si así lo quieres" in html.unescape(asked.text)
    make.goods(market, title="Cuatro", price_minor=40_000)
    whole = preview(desk, acto="pause", todos="1")
    make.goods(market, title="Cinco", price_minor=40_000)
    old = send(desk, whole)
    assert old.status_code == 409
    assert "ahora cambiarían 5 productos" in old.text
    assert "Pausar 5 productos" in old.text
    assert set(states(market).values()) == {"published"}
    assert send(desk, page, sure="1").status_code == 302
    assert prices(market)["Uno"] == 5_000
    assert prices(market)["Tres"] == 30_000
    with market.above() as work:
        work.session.execute(update(BulkAct).values(finished_at=work.now - timedelta(minutes=11)))
    late = desk.post(f"{TABLE}/cambios/{latest_act(market).id}/deshacer")
    assert late.status_code == 409
    assert "Ya pasaron los diez minutos" in late.text
    assert prices(market)["Uno"] == 5_000
    for asked_for in ({"change": ""}, {"change": "x"}, {"change": "-100"}, {"change": "0.001"}):
        nothing = desk.get(f"{TABLE}/cambiar", query_string={"acto": "price", "todos": "1", "ver": "1", **asked_for})
        assert nothing.status_code == 422
        assert 'name="key"' not in nothing.text
    assert desk.get(f"{TABLE}/cambiar?acto=price").status_code == 302  # nothing was chosen


def test_each_act_does_what_it_can_says_why_it_cannot_and_is_undone(desk: FlaskClient, market: Cast) -> None:
    uno, dos, _tres = three(market)
    make.draft(market, title="Borrador")
    everything = {"Uno", "Dos", "Tres", "Borrador"}

    def do(acto: str, **more: str) -> str:
        return act(desk, acto=acto, todos="1", **more)

    def undo(address: str) -> None:
        assert desk.post(f"{address}/deshacer").status_code == 302

    before = states(market)
    page = preview(desk, acto="pause", todos="1")
    assert "Pausar 3 productos" in page
    assert "Está en “Borrador”: ahí no se puede." in page
    paused = do("pause")
    assert [states(market)[one] for one in ("Uno", "Borrador", "Ajeno")] == ["paused", "draft", "published"]
    assert "1 se quedó como estaba" in " ".join(desk.get(paused).text.split())
    undo(paused)
    archived = do("archive")
    assert {name: state for name, state in states(market).items() if name in everything} == dict.fromkeys(
        everything, "archived"
    )
    assert titles(desk) == []
    undo(archived)
    assert states(market) == before
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Listing)) == 4

    terms = do("terms", warranty_months="12", return_days="", return_paid_by="buyer")
    with market.above() as work:
        said = select(Listing.warranty_months, Listing.return_paid_by).where(Listing.tenant_id == market.alpaca.id)
        assert set(work.session.execute(said)) == {(12, "buyer")}
    with market.as_alicia() as work:
        work.session.execute(update(Product).where(Product.id == dos.product_id).values(warranty_months=24))
    undo(terms)
    with market.above() as work:
        months = select(Product.title, Product.warranty_months).where(Product.tenant_id == market.alpaca.id)
        assert dict(work.session.execute(months).all()) == {"Uno": 3, "Dos": 24, "Tres": 3, "Borrador": 3}

    assert "3 pierden datos" in preview(desk, acto="category", estado="published", todos="1", category="telas")
    moved = do("category", category="telas")
    with market.above() as work:
        product = work.session.get_one(Product, (market.alpaca.id, uno.product_id))
        assert (product.category, product.attributes) == ("telas", {"fibre": "alpaca"})
        assert product.approved_revision != product.revision
        assert work.session.get_one(Listing, (market.alpaca.id, uno.product_id)).category == "estambres"
    undo(moved)
    with market.above() as work:
        product = work.session.get_one(Product, (market.alpaca.id, uno.product_id))
        assert (product.category, product.attributes) == ("estambres", make.YARN.attributes)
        assert product.approved_revision == product.revision  # it says again what staff approved

    submitted = do("submit")
    assert states(market)["Borrador"] == "in_review"
    assert desk.post(f"{submitted}/deshacer").status_code == 409
    assert states(market)["Borrador"] == "in_review"


def test_many_go_on_by_jobs_survive_a_kill_stop_and_never_touch_another_shop(
    desk: FlaskClient, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(market)
    make.draft(market, title="Cuatro", price_minor=40_000)
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "_PRICES_AT_ONCE", 2)
    where = act(desk, acto="price", todos="1", change="10", by="pesos")
    running = desk.get(where).text
    assert "Va en 0 de 4 productos." in running
    assert "data-poll" in running
    one = latest_act(market)
    fact = BulkActWentOn(market.alpaca.id, one.id, market.alicia.name, market.alicia.id)
    carry_on_bulk_act(fact, "job:1")  # whose worker is killed before it says that it is done
    carry_on_bulk_act(fact, "job:1")
    carry_on_bulk_act(fact, "job:1")
    done = {"Uno": 11_000, "Dos": 21_000, "Tres": 31_000, "Cuatro": 41_000, "Ajeno": 50_000}
    assert prices(market) == done
    worker.drain()
    assert prices(market) == done
    assert "Listo: cambiaron 4 de 4 productos." in desk.get(where).text
    assert desk.post(f"{where}/cancelar").status_code == 409

    half = act(desk, acto="price", todos="1", change="-10", by="percent")
    carry_on_bulk_act(BulkActWentOn(market.alpaca.id, latest_act(market).id, "Alicia", market.alicia.id), "job:2")
    assert "Va en 2 de 4 productos." in desk.get(half).text
    assert desk.post(f"{half}/cancelar").status_code == 302
    worker.drain()
    assert "Detenido: cambiaron 2 de 4 productos." in desk.get(half).text
    assert sum(price != done[name] for name, price in prices(market).items()) == 2
    assert desk.post(f"{half}/deshacer").status_code == 302
    worker.drain()
    assert prices(market) == done

    neighbour = desk.get(where.replace("hilos-alpaca", "ferreteria-abedul"))
    assert neighbour.status_code == 404
    with market.above() as work:
        theirs = work.session.scalars(select(Product.id).where(Product.title == "Ajeno")).one()
        assert set(work.session.scalars(select(BulkRow.tenant_id))) == {market.alpaca.id}
    assert "0 productos" not in preview(desk, acto="pause", p=[str(theirs), *titles_ids(market)])
    assert states(market)["Ajeno"] == "published"


def titles_ids(market: Cast) -> list[str]:
    with market.above() as work:
        return [str(one) for one in work.session.scalars(select(Product.id).where(Product.title == "Uno"))]
