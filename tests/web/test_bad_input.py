"""Bad input gets its designed answer: a clear sentence at the right place, what was typed kept, nothing changed, no 500."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.money.payments.models import Charge
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import FORM, MERIDA, add, cart_rows, enter, form_of, purchases, refused

pytestmark = pytest.mark.long


@pytest.mark.parametrize("code", ["", "00000", "6700", "abcde", "067001", "'; DROP"])
def test_an_unknown_postal_code(browser_client: FlaskClient, market: Cast, code: str) -> None:
    answer = browser_client.post("/envio-a", data={"postal_code": code})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert "set-cookie" not in {k.lower() for k, v in answer.headers if "place" in v}


def test_an_empty_cart_at_checkout(shopper: FlaskClient, market: Cast) -> None:
    answer = shopper.get("/pagar", follow_redirects=True)
    assert "Tu carrito está vacío" in answer.text


@pytest.mark.parametrize("quantity", ["0", "-1", "abc", "1e3", "100", "99999999999999", "1.5", ""])
def test_a_malformed_quantity(shopper: FlaskClient, market: Cast, quantity: str) -> None:
    goods = make.goods(market)
    answer = add(shopper, goods, quantity)
    assert answer.status_code == 200
    assert "Escribe una cantidad del 1 al 99" in answer.text
    assert cart_rows(market) == []


def test_a_variant_that_is_none(shopper: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    for variant in ("x", "00000000-0000-0000-0000-000000000000"):
        answer = shopper.post(
            "/carrito/agregar", data={"number": goods.number, "variant": variant}, follow_redirects=True
        )
        assert "ya no está a la venta" in answer.text
    assert cart_rows(market) == []


def test_each_missing_field_is_named_and_the_rest_is_kept(shopper: FlaskClient, market: Cast) -> None:
    add(shopper, make.goods(market))
    for field in FORM:
        page = refused(shopper, {**form_of(shopper), field: ""})
        assert f'href="#{field}"' in page, field
        assert 'value="Orizaba"' in page or field == "street"
        assert 'value="Lucía Ramos"' in page or field == "name"
    assert purchases(market) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no soy un correo"),
        ("phone", "123"),
        ("phone", "llámame"),
        ("postal_code", "00000"),
        ("name", "x" * 200),
    ],
)
def test_a_senseless_field(shopper: FlaskClient, market: Cast, field: str, value: str) -> None:
    add(shopper, make.goods(market))
    page = refused(shopper, {**form_of(shopper), field: value})
    assert f'href="#{field}"' in page
    assert purchases(market) == 0


def test_sold_out_between_cart_and_payment(shopper: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, pieces=1)
    add(shopper, goods)
    form = form_of(shopper)
    make.place(market, [make.line(goods)], buyer=market.diego)
    assert "se agotó" in refused(shopper, form)
    assert purchases(market) == 1


def test_withdrawn_between_cart_and_payment(shopper: FlaskClient, market: Cast) -> None:
    from marketplace.goods.catalog.service import pause_product

    goods = make.goods(market)
    add(shopper, goods)
    form = form_of(shopper)
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    assert "ya no está a la venta" in refused(shopper, form)
    assert purchases(market) == 0


def test_a_price_that_changed_is_named_and_asked_again(shopper: FlaskClient, market: Cast) -> None:
    from marketplace.goods.catalog.variants import VariantData, save_variants

    goods = make.goods(market, price_minor=20_000)
    add(shopper, goods)
    form = form_of(shopper)
    with market.as_alicia() as work:
        save_variants(work, goods.product_id, [VariantData("A", 25_000, id=goods.variant_id)])
    page = refused(shopper, form)
    assert "el precio era $200.00 y ahora es $250.00" in page
    assert purchases(market) == 0
    again = dict(re.findall(r'name="(key|total_seen)" type="hidden" value="([^"]*)"', page))
    assert shopper.post("/pagar", data={**form, **again}).status_code == 303


def test_the_way_that_was_not_known_yet_is_no_change_and_nothing_is_placed_before_it_is_seen(
    browser_client: FlaskClient, market: Cast
) -> None:
    add(browser_client, make.goods(market))
    form = form_of(browser_client)
    for _back_and_again in range(2):
        page = refused(browser_client, form)
        assert re.search(r"Con el envío a 06700 son \$[\d.]+\. Revisa y continúa\.", page)
        assert "Cambió desde que lo viste" not in page
        assert "Revisa estos datos" not in page
    elsewhere = refused(browser_client, {**form_of(browser_client), **MERIDA})
    assert "Con el envío a 97000 son" in elsewhere
    assert purchases(market) == 0
    seen = dict(re.findall(r'name="(key|total_seen)" type="hidden" value="([^"]*)"', elsewhere))
    assert browser_client.post("/pagar", data={**form, **MERIDA, **seen}).status_code == 303


def test_a_cart_that_lacks_its_way_says_so(browser_client: FlaskClient, market: Cast) -> None:
    lacking = add(browser_client, make.goods(market)).text
    assert "más el envío" in lacking
    assert "No hay cargos después de esta página" not in lacking
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    assert "No hay cargos después de esta página" in browser_client.get("/carrito").text


def test_more_than_there_are_is_said_plainly_in_the_cart(shopper: FlaskClient, market: Cast) -> None:
    answer = add(shopper, make.goods(market, pieces=14), 20)
    assert "pediste 20 y hay 14. Dejamos 14 en tu carrito." in answer.text
    assert "Cambió desde que lo viste" not in answer.text


def test_an_address_outside_the_coverage(shopper: FlaskClient, market: Cast) -> None:
    from marketplace.trade.shipping.queries import own_terms
    from marketplace.trade.shipping.rules import Terms
    from marketplace.trade.shipping.service import publish_terms

    goods = make.goods(market)
    with market.as_alicia() as work:
        terms = own_terms(work)
        assert terms is not None
        publish_terms(work, market.alpaca.id, Terms("90000", "TLA", 1, 14, None, ["YUC"], terms.rates))
    add(shopper, goods)
    assert "no envía a tu código postal" in refused(shopper, {**form_of(shopper), **MERIDA})
    assert purchases(market) == 0


def test_double_click_makes_one_purchase(shopper: FlaskClient, market: Cast) -> None:
    add(shopper, make.goods(market))
    form = form_of(shopper)
    first, second = shopper.post("/pagar", data=form), shopper.post("/pagar", data=form)
    assert first.location == second.location
    assert purchases(market) == 1


def test_a_wrong_card_charges_nothing_and_may_be_tried_again(
    shopper: FlaskClient, market: Cast, worker: Worker
) -> None:
    add(shopper, make.goods(market))
    page = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True)
    path = page.request.path
    said = {
        "4000000000000002": "El banco no aceptó esta tarjeta.", "4000000000009995": "La tarjeta no tiene fondos suficientes.",
        "4000000000000069": "La tarjeta ya venció.",
    }  # fmt: skip
    for card in (*said, "1234", "abcd", "4" * 30):
        answer = shopper.post(path, data={"card": card})
        assert answer.status_code == 422
        assert said.get(card, "Ningún banco conoce ese número.") in answer.text
        assert "No se cobró nada" in answer.text
    assert shopper.post(path, data={"card": ""}).status_code == 422
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "awaiting_payment"
    assert shopper.post(path, data={"card": "4242 4242 4242 4242"}).status_code == 303
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "paid"


def test_who_goes_back_without_paying_is_asked_to_pay_and_is_told_until_when(
    shopper: FlaskClient, market: Cast
) -> None:
    add(shopper, make.goods(market))
    page = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True)
    back = re.search(r'href="(/compra/[^"]+)">Volver a mi compra sin pagar', page.text)
    assert back is not None
    unpaid = shopper.get(back[1]).text
    assert "Falta pagar tu compra" in unpaid
    assert "apartadas hasta el " in unpaid
    assert f'href="{back[1]}/pagar"' in unpaid


def test_an_expired_reservation_cannot_be_paid(shopper: FlaskClient, market: Cast, worker: Worker) -> None:
    from marketplace.trade.orders.unpaid import expire_unpaid

    goods = make.goods(market)
    add(shopper, goods)
    page = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True)
    with market.above() as work:
        work.session.execute(update(Purchase).values(expires_at=work.now - timedelta(minutes=1)))
    with market.above() as work:
        expire_unpaid(work)
    worker.drain()  # the provider is told to end the page
    answer = shopper.post(page.request.path, data={"card": "4242424242424242"})
    assert answer.status_code == 409
    assert "no se cobró nada" in answer.text
    assert make.stock(market, goods) == (10, 0)
    with market.above() as work:
        assert work.session.scalars(select(Charge.state)).one() == "expired"


def test_a_huge_upload_and_a_picture_that_is_none(browser_client: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market)
    enter(browser_client, market.alicia)
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    page = browser_client.get(path).text
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', page)
    assert revision is not None
    form = {
        "title": "Estambre", "category": "estambres", "condition": "new", "warranty_months": "3", "return_days": "30",
        "return_paid_by": "seller", "weight_grams": "100", "revision": revision[1],
    }  # fmt: skip
    answer = browser_client.post(path, data={**form, "pictures": (io.BytesIO(b"no picture"), "foto.jpg")})
    assert answer.status_code == 422
    assert "no es una foto que podamos usar" in answer.text
    answer = browser_client.post(
        path,
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "70000000"},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"variants-0-price": "abc"}, '<a href="#variants-0-price">Precio con IVA</a>'),
        ({"variants-0-on_hand": "-3"}, '<a href="#variants-0-on_hand">Piezas</a>'),
        (
            {"variants-1-name": "Rojo", "variants-1-price": "abc"},
            '<a href="#variants-1-price">Precio con IVA, Rojo</a>',
        ),
        ({"variants-1-price": "abc"}, '<a href="#variants-1-price">Precio con IVA, renglón 2</a>'),
    ],
)
def test_a_bad_variant_is_named_by_its_box(browser_client: FlaskClient, market: Cast, cells: dict, said: str) -> None:
    path = f"/vender/hilos-alpaca/productos/{make.draft(market)}"
    enter(browser_client, market.alicia)
    answer = browser_client.post(path, data={"title": "Estambre", "variants-0-price": "200", **cells})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    ("room", "nothing", "all_of_them"),
    [
        ("productos", "Nada con este filtro", "Ver todos tus productos"),
        ("pedidos", "Nada con “&lt;nada&gt;”", "Ver todos tus pedidos"),
    ],
)
def test_a_search_that_finds_nothing_says_so(
    browser_client: FlaskClient, market: Cast, room: str, nothing: str, all_of_them: str
) -> None:
    enter(browser_client, market.alicia)
    page = browser_client.get(f"/vender/hilos-alpaca/{room}?q=<nada>").text
    assert nothing in page
    assert f'<a href="/vender/hilos-alpaca/{room}">{all_of_them}</a>' in page


def test_a_label_says_what_may_stay_empty_and_for_how_long(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    page = browser_client.get(f"/vender/hilos-alpaca/productos/{make.draft(market)}").text
    said = dict(re.findall(r'<label for="(\w+)">[^<]*<span class="muted small">\(([^)]*)\)', page))
    assert said["brand"] == "hace falta para la revisión"
    assert said["model"] == "opcional"
    assert not {"title", "condition", "return_paid_by"} & set(said)


def test_who_counts_pieces_needs_no_editor(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, pieces=5)
    path = f"/vender/hilos-alpaca/productos/{goods.product_id}"
    enter(browser_client, market.pia)
    listed = browser_client.get("/vender/hilos-alpaca/productos").text
    assert "Estambre de alpaca Nube" in listed
    assert f'href="{path}"' not in listed
    box, seen = f"pieces_{goods.variant_id}", f"seen_pieces_{goods.variant_id}"
    assert browser_client.post(f"{path}/piezas", data={box: "8", seen: "5"}).status_code == 302
    assert make.stock(market, goods) == (8, 0)
    assert (
        browser_client.post(f"{path}/piezas", data={box: "5", seen: "5"}).status_code == 302
    )  # somebody sold meanwhile
    assert make.stock(market, goods) == (8, 0)


@pytest.mark.parametrize("typed", ["", "-1", "muchas", "1", "9999999999"])
def test_a_senseless_count_is_kept_and_changes_nothing(browser_client: FlaskClient, market: Cast, typed: str) -> None:
    goods = make.goods(market, pieces=5)
    make.place(market, [make.line(goods, 2)])
    enter(browser_client, market.pia)
    path, box = f"/vender/hilos-alpaca/productos/{goods.product_id}/piezas", f"pieces_{goods.variant_id}"
    answer = browser_client.post(path, data={box: typed, f"seen_{box}": "5"})
    assert answer.status_code == 422
    assert f'<a href="#{box}">Piezas</a>' in answer.text
    assert f'value="{typed}"' in answer.text
    assert make.stock(market, goods) == (5, 2)


def test_nobody_counts_the_neighbours_pieces(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, shop=market.abedul)
    enter(browser_client, market.pia)
    assert browser_client.get(f"/vender/hilos-alpaca/productos/{goods.product_id}/piezas").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/p/x-999999",
        "/tienda/ninguna",
        "/c/ninguna",
        "/media/p/../../etc/passwd.webp",
        "/media/x.webp",
        "/compra/AAAA-AAAA/enlace/x",
        "/pago-de-prueba/x",
    ],
)
def test_what_is_not_there_is_404(browser_client: FlaskClient, market: Cast, path: str) -> None:
    assert browser_client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 5000,
        "desde=x&hasta=-1",
        "desde=nan&hasta=inf",
        "pagina=-5",
        "orden=; drop",
        "marca=%27",
        "estado=x",
        "q=%F0%9F%8E%89",
        "q=(((",
        "q=*",
    ],
)
def test_any_search_has_an_answer(browser_client: FlaskClient, market: Cast, query: str) -> None:
    assert browser_client.get(f"/buscar?{query}").status_code == 200
    assert browser_client.get(f"/buscar/sugerencias?{query}").status_code == 200


def test_another_shops_order_in_the_address_is_404(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.bruno)
    for path in ("", "/mensajes", "/hoja"):
        answer = browser_client.get(f"/vender/ferreteria-abedul/pedidos/{code}{path}")
        assert answer.status_code == 404
        assert "Carla " not in answer.text
        assert browser_client.get(f"/vender/hilos-alpaca/pedidos/{code}{path}").status_code == 404
    for path in ("empacar", "enviar", "entregado", "cancelar"):
        data = {"tracking": "x", "carrier": "DHL", "reason": "x"}
        assert browser_client.post(f"/vender/ferreteria-abedul/pedidos/{code}/{path}", data=data).status_code == 404


def test_another_buyers_order_in_the_address_is_404(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.diego)
    for path in ("", "/mensajes", "/devolver", "/devoluciones", "/garantia"):
        assert browser_client.get(f"/pedidos/{code}{path}").status_code == 404
    assert browser_client.post(f"/pedidos/{code}/cancelar").status_code == 404
    assert browser_client.post(f"/pedidos/{code}/llego").status_code == 404


def test_a_guest_link_opens_its_purchase_until_it_expires(
    browser_client: FlaskClient, market: Cast, worker: Worker, app: Any
) -> None:
    shopper = app.test_client()
    shopper.post("/envio-a", data={"postal_code": "06700"})
    add(shopper, make.goods(market))
    page = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True)
    shopper.post(page.request.path, data={"card": "4242424242424242"})
    worker.drain()
    from marketplace.trade.orders.guest_links import guest_path

    with market.above() as work:
        path = guest_path(work.session.scalars(select(Purchase)).one())
    code = path.split("/")[2]
    assert browser_client.get(f"/compra/{code}").status_code == 302  # not signed in, no link
    assert browser_client.get(path[:-1] + "x").status_code == 404
    assert "Ya está pagado" in browser_client.get(path, follow_redirects=True).text
    member = app.test_client()
    enter(member, market.carla)
    assert "¿La agregamos a tu cuenta?" in member.get(path, follow_redirects=True).text
    with market.above() as work:
        work.session.execute(update(Purchase).values(link_expires_at=work.now - timedelta(days=1)))
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "ya venció" in answer.text
