"""A shop brings its products as a file: it sees what that would do, has it done, mends what was not taken, sends it again."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, update
from werkzeug.exceptions import NotFound

from marketplace.goods.addresses import lead_old_addresses
from marketplace.goods.addresses.models import OldAddress
from marketplace.goods.catalog.models import Listing, Media, Product, Variant
from marketplace.goods.inventory.models import Stock, StockMovement
from marketplace.kernel import outbound
from marketplace.kernel.jobs import Job
from marketplace.kernel.work import Work
from marketplace.window.imports import errors, jobs, picture_jobs, service
from marketplace.window.imports.mappings import old_paths
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.rules import Origin, RunState
from marketplace.worker import Worker
from tenants.models import Membership
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

PAGE = "/vender/hilos-alpaca/productos/archivos"
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,"
    "Variant Price,Variant Barcode,Image Src\n"
    'rebozo,Rebozo de algodón,"<p>Tejido en telar.</p><script>x()</script>",Hilos Alpaca,Chales,Color,Rojo,REB-R,350,4,'
    "890.00,,\n"
    "rebozo,,,,,,Azul,REB-A,350,2,890.00,,\n"
    "morral,Morral de lana,Con asa.,Hilos Alpaca,Chales,Title,Default Title,MOR-1,200,7,450.50,7501031311309,\n"
)


@pytest.fixture
def alicia(app: Flask, market: Cast) -> FlaskClient:
    """The browser of who owns the shop."""
    return client_of(app, market.alicia)


def bring(browser: FlaskClient, text: str | bytes, name: str = "productos.csv") -> UUID:
    """Send a file; gives its import."""
    data = text.encode() if isinstance(text, str) else text
    answer = browser.post(PAGE, data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    assert answer.status_code == 302, re.findall('class="error"[^<]*>[^<]*', answer.text)
    return UUID(answer.location.rpartition("/")[2])


def check(browser: FlaskClient, worker: Worker, run_id: UUID, **said: str) -> str:
    """Take the guesses as they are, but for what is said, and have the file looked at; gives the page."""
    page = browser.get(f"{PAGE}/{run_id}").text
    form = dict(re.findall(r'name="(version)"[^>]*value="([^"]*)"', page))
    for name, select_box in re.findall(r'<select[^>]*name="((?:col|cat)-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', select_box)
        form[name] = chosen[1] if chosen else ""
    assert browser.post(f"{PAGE}/{run_id}", data=form | said).status_code == 302
    worker.drain()
    return browser.get(f"{PAGE}/{run_id}").text


def apply(browser: FlaskClient, worker: Worker, run_id: UUID) -> str:
    """Have it done; gives the page."""
    page = browser.get(f"{PAGE}/{run_id}").text
    version = re.search(r'aplicar".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert version, page
    browser.post(f"{PAGE}/{run_id}/aplicar", data={"version": version[1]})
    worker.drain()
    return browser.get(f"{PAGE}/{run_id}").text


def shelf(market: Cast) -> dict[str, tuple[str, str, int, int]]:
    """What the shop has by key: title, variant, price and pieces."""
    with market.above() as work:
        rows = work.session.execute(
            select(Variant.sku, Product.title, Variant.name, Variant.price_minor, Stock.on_hand)
            .join(Product, Product.id == Variant.product_id)
            .join(Stock, Stock.variant_id == Variant.id)
            .where(Variant.tenant_id == market.alpaca.id)
        )
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def run_of(market: Cast, run_id: UUID) -> ImportRun:
    with market.above() as work:
        return work.session.scalars(select(ImportRun).where(ImportRun.id == run_id)).one()


def test_what_shopify_wrote_becomes_drafts_with_their_variants_and_twice_makes_nothing_twice(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    run_id = bring(alicia, SHOPIFY)
    page = alicia.get(f"{PAGE}/{run_id}").text
    assert "Parece un archivo de Shopify" in page
    page = check(alicia, worker, run_id)
    assert "No tenemos una categoría que se llame “Chales”" in page
    assert not shelf(market), "looking changes nothing"
    place = re.search(r'for="(cat-\d+)">\s*Chales', page)
    assert place
    page = check(alicia, worker, run_id, **{place[1]: "estambres"})
    assert "2 productos nuevos" in page
    page = apply(alicia, worker, run_id)
    assert "Lo que hizo" in page
    assert shelf(market) == {
        "REB-R": ("Rebozo de algodón", "Rojo", 89_000, 4),
        "REB-A": ("Rebozo de algodón", "Azul", 89_000, 2),
        "MOR-1": ("Morral de lana", "", 45_050, 7),
    }
    with market.above() as work:
        shawl = work.session.scalars(select(Product).where(Product.title.like("Rebozo%"))).one()
        assert (shawl.state, shawl.description, shawl.weight_grams) == ("draft", "Tejido en telar.", 350)
        assert work.session.scalar(select(Product.gtin).where(Product.title.like("Morral%"))) == "07501031311309"
    again = bring(alicia, SHOPIFY, "otra-vez.csv")
    page = check(alicia, worker, again)
    assert "0 productos nuevos" in page
    assert "2 productos están igual" in page
    assert len(shelf(market)) == 3
    assert "Aplicar a" not in page


def test_prices_and_pieces_of_two_columns_change_what_is_for_sale_at_once(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    yarn = make.goods(market, sku="NUBE", price_minor=20_000, pieces=10)
    other = make.goods(market, shop=market.abedul, sku="NUBE", price_minor=5_000)
    prices = bring(alicia, "SKU;Precio\nNUBE;$1.249,50\n")
    assert "1 precio cambia más de 40 %" in check(alicia, worker, prices), "asked about once, before it is done"
    apply(alicia, worker, prices)
    pieces = bring(alicia, "SKU\tExistencias\nNUBE\t47\n".encode("cp1252"))
    with market.above() as work:  # three are sold between sending the file and carrying it out
        work.session.execute(update(Stock).where(Stock.variant_id == yarn.variant_id).values(on_hand=7))
        stock = work.session.scalars(select(Stock).where(Stock.variant_id == yarn.variant_id)).one()
        work.session.add(
            StockMovement(
                tenant_id=stock.tenant_id, variant_id=stock.variant_id, location_id=stock.location_id,
                at=work.now + timedelta(seconds=1), kind="sale", delta=-3, on_hand_after=7, by="", subject="order:x",
            )
        )  # fmt: skip
    check(alicia, worker, pieces)
    apply(alicia, worker, pieces)
    with market.above() as work:
        listing = work.session.get_one(Listing, (market.alpaca.id, yarn.product_id))
        assert (listing.price_minor, listing.available) == (124_950, 44), "what was sold since stays sold"
        untouched = work.session.get_one(Listing, (market.abedul.id, other.product_id))
        assert (untouched.price_minor, untouched.available) == (5_000, 10)


def test_what_cannot_be_taken_says_why_and_comes_back_as_a_file_that_can_be_mended(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    text = (
        "SKU,Título,Categoría,Precio,Código de barras,Variante\n"
        "A-1,Estambre uno,estambres,100,7.50103E+12,\n"
        "A-2,Estambre dos,estambres,0,,\n"
        'A-3,Estambre tres,estambres,"1249,500",,\n'
        "A-4,,estambres,100,,\n"
        'A-5,=HYPERLINK("x"),estambres,100,50000000000,\n'
        "A-6,Estambre seis,estambres,100,,\n"
        "A-6,Estambre siete,estambres,100,,\n"
    )
    run_id = bring(alicia, text)
    page = check(alicia, worker, run_id)
    for said in (
        "notación científica", "El precio es cero", "Escribe una cantidad en pesos", "le falta: Título",
        "El SKU A-6 está también en el renglón 7",
    ):  # fmt: skip
        assert said in page, said
    assert "1 producto nuevo," in page
    apply(alicia, worker, run_id)
    assert set(shelf(market)) == {"A-6"}
    to = alicia.post(f"{PAGE}/{run_id}/por-corregir")
    rows = list(csv.reader(io.StringIO(alicia.get(to.location).data.decode("utf-8-sig"))))
    assert rows[0][-1] == "Qué corregir"
    assert [row[0] for row in rows[1:]] == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
    assert rows[5][1].startswith("'="), "no spreadsheet runs what somebody typed"
    mended = text.splitlines()[0] + ",Qué corregir\nA-2,Estambre dos,estambres,80,,,El precio es cero\n"
    again = bring(alicia, mended)
    check(alicia, worker, again)
    apply(alicia, worker, again)
    assert shelf(market)["A-2"] == ("Estambre dos", "", 8_000, 0)


def test_a_worker_that_dies_goes_on_where_it_was_and_makes_nothing_twice(
    market: Cast, worker: Worker, alicia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "IN_A_BATCH", 2)
    rows = "".join(f"E-{n},Estambre {n},estambres,{100 + n}\n" for n in range(7))
    run_id = bring(alicia, f"SKU,Título,Categoría,Precio\n{rows}")
    check(alicia, worker, run_id)
    whole, parts = jobs.carry_out, []

    def dies(work: Work, *args: object, **kwargs: object) -> object:
        parts.append(1)
        if len(parts) == 3:
            raise ConnectionError("the power went")
        return whole(work, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "carry_out", dies)
    version = run_of(market, run_id).version
    alicia.post(f"{PAGE}/{run_id}/aplicar", data={"version": str(version)})
    worker.drain()
    assert (run_of(market, run_id).done, len(shelf(market))) == (4, 4)
    assert "57 %" in alicia.get(f"{PAGE}/{run_id}").text
    with market.above() as work:
        work.session.execute(update(Job).values(run_at=work.now))
    worker.drain()
    run = run_of(market, run_id)
    assert (run.state, run.created, run.done) == ("done", 7, 7)
    assert len(shelf(market)) == 7


def test_it_stops_where_it_is_told_to_and_where_who_brought_it_works_here_no_more(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    text = "SKU,Título,Categoría,Precio\nX-1,Estambre,estambres,100\n"
    stopped = bring(alicia, text)
    check(alicia, worker, stopped)
    version = run_of(market, stopped).version
    alicia.post(f"{PAGE}/{stopped}/aplicar", data={"version": str(version)})
    alicia.post(f"{PAGE}/{stopped}/detener")
    worker.drain()
    assert (run_of(market, stopped).state, shelf(market)) == ("cancelled", {})
    with market.as_alicia() as work, pytest.raises(errors.ImportMoved):
        service.apply_file(work, stopped, seen_version=version)
    left = bring(alicia, text)
    check(alicia, worker, left)
    alicia.post(f"{PAGE}/{left}/aplicar", data={"version": str(run_of(market, left).version)})
    with market.above() as work:
        work.session.execute(update(Membership).where(Membership.account_id == market.alicia.id).values(role="service"))
    worker.drain()
    assert (run_of(market, left).state, shelf(market)) == (RunState.CANCELLED, {})


def test_the_neighbour_finds_no_import_of_ours(app: Flask, market: Cast, alicia: FlaskClient) -> None:
    run_id = bring(alicia, "SKU,Precio\nX,1\n")
    bruno = client_of(app, market.bruno)
    assert bruno.get(f"/vender/ferreteria-abedul/productos/archivos/{run_id}").status_code == 404
    assert bruno.post(f"/vender/ferreteria-abedul/productos/archivos/{run_id}/detener").status_code in (302, 404)
    assert run_of(market, run_id).state == "received"
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Product)) == 0


def picture(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


def test_a_folder_of_pictures_named_by_key_pictures_what_they_are_of_once(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    yarn = make.goods(market, sku="NUBE-50")
    other = make.goods(market, shop=market.abedul, sku="TALADRO")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("fotos/NUBE-50_2.png", picture("red"))
        packed.writestr("fotos/NUBE-50_1.png", picture("blue"))
        packed.writestr("fotos/NUBE-50_3.png", b"no picture")
        packed.writestr("TALADRO.png", picture("green"))
        packed.writestr("__MACOSX/._NUBE-50_1.png", b"x")
    for _time in range(2):
        run_id = bring(alicia, file.getvalue(), "fotos.zip")
        worker.drain()
        assert "Ninguna variante de tu tienda tiene el SKU TALADRO" in alicia.get(f"{PAGE}/{run_id}").text
        if "Aplicar a" in alicia.get(f"{PAGE}/{run_id}").text:
            assert "no es una foto" in apply(alicia, worker, run_id)
    with market.above() as work:
        rows = work.session.scalars(select(Media).where(Media.digest.is_not(None)).order_by(Media.position)).all()
        assert [row.product_id for row in rows] == [yarn.product_id] * 2
        assert rows[0].digest == hashlib.sha256(picture("blue")).hexdigest(), "in the order of their numbers"
        assert work.session.scalar(select(func.count()).where(Media.product_id == other.product_id)) == 1


def test_what_goes_out_comes_back_in_as_the_same(market: Cast, worker: Worker, alicia: FlaskClient) -> None:
    make.goods(market, title="=Estambre, con coma", sku="NUBE-50")
    make.goods(market, shop=market.abedul, sku="AJENO")
    for kind in ("csv", "xlsx"):
        alicia.post("/vender/hilos-alpaca/productos/exportar", data={"kind": kind})
    worker.drain()
    for address in re.findall(r'action="([^"]*/productos/exportar/[^"]+)"', alicia.get(PAGE).text):
        data = alicia.get(alicia.post(address).location).data
        assert b"AJENO" not in data
        page = check(alicia, worker, bring(alicia, data, "vuelta"))
        assert "1 producto está igual" in page
        assert "0 productos nuevos" in page
        assert "0 productos no se pueden tomar" in page
    assert alicia.get("/vender/hilos-alpaca/productos/plantilla?categoria=estambres").data[:2] == b"PK"
    assert alicia.get("/vender/hilos-alpaca/productos/plantilla?categoria=nada").status_code == 302


def test_pictures_are_fetched_from_the_open_web_alone_and_a_few_products_at_a_time(
    market: Cast, worker: Worker, alicia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(url: str, *, most_mb: int) -> bytes:
        asked.append(url)
        if "fotos.example" in url:
            return picture("red")
        raise outbound.PrivateAddress

    monkeypatch.setattr(picture_jobs, "fetch", fetch)
    monkeypatch.setattr(picture_jobs, "_AT_ONCE", 1)
    rows = "".join(
        f"F-{n},Estambre {n},estambres,100,https://fotos.example/{n}.png https://interna.example/x.png\n"
        for n in range(3)
    )
    run_id = bring(alicia, f"SKU,Título,Categoría,Precio,Fotos\n{rows}")
    check(alicia, worker, run_id)
    assert not asked, "looking fetches nothing"
    page = apply(alicia, worker, run_id)
    assert len(asked) == 6
    assert "no está en internet abierto" in page
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Media)) == 3


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "0.0.0.0"]
)  # fmt: skip
def test_nobody_inside_a_house_is_asked(address: str) -> None:
    assert not outbound.is_open(address)


def led(market: Cast) -> dict[str, str]:
    """Which old addresses of the shop lead to which of its products, by their titles."""
    with market.as_alicia() as work:
        rows = work.session.execute(
            select(OldAddress.path, Product.title).join(Product, Product.id == OldAddress.product_id)
        )
        return {row.path: row.title for row in rows}


def test_where_products_stood_in_shopify_leads_to_them_and_twice_changes_nothing(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    category = {"cat-0": "estambres"}
    text = SHOPIFY.replace("Type", "Tipo de antes")
    run_id = bring(alicia, text)
    check(alicia, worker, run_id, **category)
    assert led(market) == {}, "looking changes nothing"
    apply(alicia, worker, run_id)
    assert led(market) == {"/products/rebozo": "Rebozo de algodón", "/products/morral": "Morral de lana"}
    again = bring(alicia, text)
    assert "2 productos están igual" in check(alicia, worker, again, **category)


def test_products_that_came_before_get_their_old_addresses_from_the_same_file(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    text = "SKU,Precio,Dirección anterior\nNUBE,200.00,https://hilos.example/tienda/Nube/?x=1\nOTRA,200.00,\n"
    make.goods(market, sku="NUBE", title="Nube")
    make.goods(market, sku="OTRA", title="Otra")
    run_id = bring(alicia, text)
    assert "1 producto cambia" in check(alicia, worker, run_id)
    assert "1 producto cambia" in apply(alicia, worker, run_id)
    assert led(market) == {"/tienda/nube": "Nube"}


def test_what_somebody_said_of_an_address_stays_and_what_is_none_is_said(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    make.goods(market, sku="NUBE", title="Nube")
    make.goods(market, sku="OTRA", title="Otra")
    with market.as_alicia() as work:
        lead_old_addresses(work, "/a,OTRA", is_ours=lambda _path: False)
    run_id = bring(alicia, "SKU,URL\nNUBE,/a\nOTRA,https://hilos.example/\n")
    page = check(alicia, worker, run_id)
    assert "1 producto está igual" in page
    assert "Escribe la dirección de una página de tu sitio anterior" in page
    assert led(market) == {"/a": "Otra"}


@pytest.mark.parametrize(
    ("origin", "handle", "address", "paths"),
    [
        (Origin.SHOPIFY, "rebozo", "", ["/products/rebozo"]),
        (Origin.TIENDANUBE, "Rebozo-Rojo", "", ["/productos/rebozo-rojo"]),
        (Origin.WOOCOMMERCE, "101", "", []),
        (Origin.WOOCOMMERCE, "101", "rebozo", ["/producto/rebozo", "/product/rebozo"]),
        (Origin.WOOCOMMERCE, "101", "https://x.example/tienda/rebozo/", ["/tienda/rebozo"]),
        (Origin.MERCADOLIBRE, "MLM123", "", []),
        (Origin.MERCADOLIBRE, "MLM123", "https://x.example/MLM-123-rebozo-_JM", ["/mlm-123-rebozo-_jm"]),
        (Origin.TIANGUIS, "rebozo-12345678", "", []),
        (Origin.SHOPIFY, "..", "", []),
    ],
)
def test_where_each_programme_keeps_its_products(origin: Origin, handle: str, address: str, paths: list[str]) -> None:
    assert old_paths(origin, handle=handle, address=address) == paths


def test_the_market_answers_at_none_of_the_places_of_other_programmes(app: Flask) -> None:
    for path in ("/products/x", "/productos/x", "/producto/x", "/product/x"):
        with pytest.raises(NotFound):
            app.url_map.bind("").match(path)
