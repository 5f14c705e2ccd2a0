"""Around the walls: kept cards, search, addresses of files, the API's pages, keys' error texts, and a worker's last job."""

from __future__ import annotations

import random
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Product, Variant
from marketplace.goods.catalog.service import create_product
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.channels import service as channels
from marketplace.platform.moderation.models import ModerationCase
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from marketplace.worker import Worker
from tenants.scope import SellerScope
from tests import make
from tests.cast import Cast
from tests.installation import settings_of

pytestmark = pytest.mark.long

SECRET = "ZZSECRETO"


def test_kept_cards_do_not_carry_one_visitors_place_or_language_to_another(app: Flask, market: Cast) -> None:
    make.goods(market)
    near, far, reader = app.test_client(), app.test_client(), app.test_client()
    near.post("/envio-a", data={"postal_code": "06700"})
    far.post("/envio-a", data={"postal_code": "22000"})
    reader.post("/idioma", data={"locale": "en"})
    pages = [client.get("/").text for client in (near, far, reader, app.test_client())]
    assert ["06700" in page for page in pages] == [True, False, False, False]
    assert ["22000" in page for page in pages] == [False, True, False, False]
    assert ["Comparar" in page for page in pages] == [True, True, False, True]


def test_search_counts_and_offers_only_what_is_on_the_shelf(browser_client: FlaskClient, market: Cast) -> None:
    make.goods(market, title="Estambre claro")
    make.draft(market, title=f"Estambre {SECRET}")
    gone = make.goods(market, shop=market.abedul, title=f"Estambre {SECRET} guardado")
    with market.as_bruno() as work:
        products.pause_product(work, gone.product_id)
    rebuild(Index(settings_of(browser_client.application).search_dir))
    page = browser_client.get("/buscar?q=estambre").text
    assert "1 producto" in page
    assert "ferreteria-abedul" not in page
    for path in (
        f"/buscar?q={SECRET}",
        f"/buscar/sugerencias?q={SECRET[:4]}",
        f"/buscar/sugerencias?q=estambre+{SECRET[:4]}",
    ):
        answer = browser_client.get(path)
        shown = answer.text.partition("<main")[2] or answer.text  # the menu names categories
        assert "Estambre" not in shown.replace(SECRET, ""), path
        assert "guardado" not in answer.text, path


def test_pages_and_sizes_of_the_api_do_not_count_the_neighbours(browser_client: FlaskClient, market: Cast) -> None:
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Punto de venta', may=channels.KEY_MAY)}"}
    make.draft(market, title="mine")
    for n in range(5):
        make.draft(market, shop=market.abedul, title=f"{SECRET} {n}")
    for query in ("", "?page=2", "?page=1&size=100", "?page=10000&size=1"):
        answer = browser_client.get(f"/api/v1/products{query}", headers=key)
        assert answer.json["total"] == 1
        assert SECRET not in answer.text


def test_the_same_address_gives_each_key_its_own(browser_client: FlaskClient, market: Cast) -> None:
    keys = []
    for as_owner in (market.as_alicia, market.as_bruno):
        with as_owner() as work:
            keys.append({"Authorization": f"Bearer {channels.make_key(work, name='k', may=channels.KEY_MAY)}"})
    make.draft(market, title="mine")
    make.draft(market, shop=market.abedul, title="theirs")
    first = browser_client.get("/api/v1/products", headers=keys[0])
    second = browser_client.get(
        "/api/v1/products", headers={**keys[1], "If-None-Match": first.headers.get("ETag", "*")}
    )
    assert [one["title"] for one in second.json["items"]] == ["theirs"]
    assert "public" not in second.headers.get("Cache-Control", "")


def test_the_same_sku_in_two_shops_is_nobodys_business(market: Cast) -> None:
    make.draft(market, sku="EST-1")
    make.draft(market, shop=market.abedul, sku="EST-1")
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Variant).where(Variant.sku == "EST-1")) == 2


@pytest.mark.parametrize(
    "path", ["/media/d/00/0000-1600.webp", "/media/../p/x", "/media/t/x/y.pdf", "/media/p/zz/../../x"]
)
def test_a_guessed_address_of_a_file_is_nothing(browser_client: FlaskClient, market: Cast, path: str) -> None:
    assert browser_client.get(path).status_code == 404


def test_a_worker_that_just_served_the_neighbour_stays_with_the_fact(market: Cast, worker: Worker) -> None:
    """Both shops submit; one worker takes both jobs, one after the other, in both orders."""
    made = {}
    for shop, as_owner in ((market.abedul, market.as_bruno), (market.alpaca, market.as_alicia)) * 2:
        product_id = make.draft(market, shop=shop)
        with as_owner() as work:
            products.submit_product(work, product_id, shop_slug=shop.slug, shop_name=shop.name)
        made[product_id] = shop.id
    worker.drain()
    with market.above() as work:
        cases = work.session.scalars(select(ModerationCase)).all()
        assert {case.product_id: case.tenant_id for case in cases} == made
    with market.as_alicia() as work:
        assert work.session.scalar(select(func.count()).select_from(Product)) == 2


def test_two_busy_shops_never_meet(app: Flask, market: Cast) -> None:
    """Eight threads read, write, fail and roll back in both shops; each row seen is its own, each change too."""
    wrong: list[str] = []
    shops = {"mine": market.alpaca.id, "theirs": market.abedul.id}

    keeper = Actor("Quien cuida la tienda", may=frozenset(May))

    def busy(name: str, seed: int) -> None:
        chance = random.Random(seed)
        with app.app_context():
            for _turn in range(60):
                try:
                    with unit_of_work(SellerScope(shops[name]), keeper) as work:
                        match chance.randrange(4):
                            case 0:
                                create_product(work, make.YARN)
                            case 1:
                                ours = (
                                    select(Product.id).order_by(Product.id).with_for_update()
                                )  # in order: no deadlocks
                                ids = work.session.scalars(ours).all()
                                work.session.execute(update(Product).where(Product.id.in_(ids)).values(brand=name))
                            case 2:
                                create_product(work, make.YARN)
                                work.session.flush()
                                raise ZeroDivisionError
                        seen = work.session.scalars(select(Product)).all()
                        wrong.extend(name for one in seen if one.tenant_id != shops[name])
                        wrong.extend(one.brand for one in seen if one.brand not in (name, make.YARN.brand))
                except ZeroDivisionError:
                    continue

    threads = [threading.Thread(target=busy, args=(name, seed)) for seed, name in enumerate(["mine", "theirs"] * 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with market.above() as work:
        for name, shop in shops.items():
            brands = set(work.session.scalars(select(Product.brand).where(Product.tenant_id == shop)))
            assert brands <= {name, make.YARN.brand}
