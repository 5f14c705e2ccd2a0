"""The pages of what comes after a sale, and of the workplaces, sent as forms by the people they are for."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.service import open_case
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import add, client_of, order_line, picture

pytestmark = pytest.mark.long


def photo_on(page: str) -> str:
    found = re.search(r'src="(/archivos/[^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_a_return_from_the_form_to_the_refund(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    carla, alicia = client_of(app, market.carla), client_of(app, market.alicia)
    assert carla.get(f"/pedidos/{code}/devolver").status_code == 200
    line = order_line(market)
    nothing = carla.post(f"/pedidos/{code}/devolver", data={"reason": "damaged", "note": "Llegó abierto"})
    assert nothing.status_code == 422
    assert "Llegó abierto" in nothing.text
    form = {"reason": "damaged", "note": "Llegó abierto", f"line-{line.id}": "1", "photos": picture()}
    assert carla.post(f"/pedidos/{code}/devolver", data=form).status_code == 302
    with market.above() as work:
        case = work.session.scalars(select(ReturnCase)).one()
    for path in (f"/pedidos/{code}", "/pedidos"):
        page = carla.get(path).text
        assert "Hay una devolución abierta" in page
        assert "Nadie debe nada" not in page
    assert f"/pedidos/{code}/devolver" not in carla.get(f"/pedidos/{code}").text
    assert f"/pedidos/{code}/devolver" in carla.get(f"/pedidos/{code}/devoluciones").text  # one of two is left
    assert "Piezas, de 1" in carla.get(f"/pedidos/{code}/devolver").text
    mine = photo_on(carla.get(f"/pedidos/{code}/devoluciones").text)
    assert carla.get(mine).mimetype == "image/webp"
    assert client_of(app, market.diego).get(mine).status_code == 404
    assert client_of(app, market.bruno).get(f"/vender/ferreteria-abedul/devoluciones/{case.code}").status_code == 404
    path = f"/vender/hilos-alpaca/devoluciones/{case.code}"
    assert alicia.get(mine).status_code == 404
    assert alicia.get(photo_on(alicia.get(path).text)).status_code == 200
    refused = alicia.post(f"{path}/decidir", data={"decline": "1", "note": ""})
    assert refused.status_code == 422
    assert alicia.post(f"{path}/decidir", data={"approve": "1", "note": "Claro"}).status_code == 302
    assert alicia.post(f"{path}/recibir").status_code == 302
    worker.drain()
    with market.above() as work:
        back = work.session.scalars(select(Order)).one().refunded_minor  # the piece, and its half of the way there
    assert back > 20_000
    assert f"Te devolvimos ${back / 100:.2f}" in carla.get(f"/pedidos/{code}/devoluciones").text
    assert "Nadie debe nada" in carla.get("/pedidos").text
    over = carla.get(f"/pedidos/{code}").text
    assert "Nadie debe nada" in over
    assert f"/pedidos/{code}/devolver" in over
    assert f"${back / 100:.2f}" in alicia.get("/vender/hilos-alpaca/dinero").text


def test_who_keeps_the_books_may_look_and_not_decide(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    ada = client_of(app, market.ada)
    assert ada.get("/vender/hilos-alpaca/dinero").status_code == 200
    assert ada.post(f"/vender/hilos-alpaca/pedidos/{code}/empacar").status_code == 403
    assert ada.get("/vender/hilos-alpaca/mensajes").status_code == 403
    assert client_of(app, market.pia).get("/vender/hilos-alpaca/dinero").status_code == 403
    assert client_of(app, market.carla).get("/operacion/").status_code == 404


def test_a_claim_from_the_form_to_the_answer(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    carla, alicia = client_of(app, market.carla), client_of(app, market.alicia)
    form = {"line": str(order_line(market).id), "problem": "Se deshizo"}
    assert carla.post(f"/pedidos/{code}/garantia", data={**form, "problem": ""}).status_code == 422
    assert carla.post(f"/pedidos/{code}/garantia", data=form).status_code == 302
    with market.above() as work:
        claim = work.session.scalars(select(Claim)).one()
    assert "Hay una garantía por contestar" in carla.get(f"/pedidos/{code}").text
    path = f"/vender/hilos-alpaca/garantias/{claim.code}"
    assert "Se deshizo" in alicia.get(path).text
    assert alicia.post(f"{path}/contestar", data={"remedy": "replace", "answer": "Va otra"}).status_code == 302
    assert "La tienda aceptó la garantía" in carla.get(f"/pedidos/{code}").text
    assert alicia.post(f"{path}/cerrar").status_code == 302
    worker.drain()
    assert "Va otra" in carla.get(f"/pedidos/{code}/garantia").text
    assert "Nadie debe nada" in carla.get(f"/pedidos/{code}").text


def test_staff_decline_with_reasons_and_the_shop_mends_it(app: Flask, market: Cast, worker: Worker) -> None:
    product_id = make.draft(market)
    sergio, alicia = client_of(app, market.sergio), client_of(app, market.alicia)
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    worker.drain()
    with market.above() as work:
        case_id = work.session.scalars(select(ModerationCase.id)).one()
    path = f"/operacion/publicaciones/{case_id}"
    assert (
        sergio.post(f"{path}/no-aprobar", data={"rule": "misleading", "facts": "", "how_to_fix": "x"}).status_code
        == 422
    )
    reasons = {"rule": "misleading", "facts": "Pesa 50 g", "how_to_fix": "Corrige el peso"}
    assert sergio.post(f"{path}/no-aprobar", data=reasons).status_code == 302
    assert sergio.post(f"{path}/aprobar").status_code == 409
    said = alicia.get("/vender/hilos-alpaca/decisiones").text
    assert "Corrige el peso" in said
    assert "Sergio Núñez" in said


def test_a_product_is_paused_resumed_and_loses_a_picture(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    alicia = client_of(app, market.alicia)
    path = f"/vender/hilos-alpaca/productos/{goods.product_id}"
    assert alicia.post(f"{path}/pausar").status_code == 302
    assert alicia.get(f"/p/x-{goods.number}").status_code == 404
    assert alicia.post(f"{path}/reanudar").status_code == 302
    page = alicia.get(path).text
    removal = re.search(r'action="([^"]+/fotos/[^"]+/quitar)"', page)
    assert removal is not None
    assert alicia.post(removal[1]).status_code == 302
    assert alicia.get(f"/p/x-{goods.number}", follow_redirects=True).status_code == 200


def test_shipping_terms_are_saved_and_senseless_ones_are_not(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    form = {
        "postal_code": "90000", "handling_days": "2", "cutoff_hour": "13", "free_from": "500", "local-base": "50",
        "local-per_kg": "5", "local-min_days": "1", "local-max_days": "2",
    }  # fmt: skip
    path = "/vender/hilos-alpaca/tienda"
    assert alicia.post(path, data={**form, "postal_code": "00000"}).status_code == 422
    assert alicia.post(path, data={**form, "local-max_days": "0"}).status_code == 422
    assert alicia.post(path, data={**form, "free_from": "mucho"}).status_code == 422
    assert alicia.post(path, data=form).status_code == 302
    assert "gratis desde $500" in alicia.get("/tienda/hilos-alpaca").text
    assert client_of(app, market.pia).post(path, data=form).status_code == 403


def test_a_key_is_shown_once_and_revoked(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    made = alicia.post("/vender/hilos-alpaca/llaves", data={"name": "Caja", "may": ["orders.view"]})
    token = re.search(r"<code>(tgs_[^<]+)</code>", made.text)
    assert token is not None
    listed = alicia.get("/vender/hilos-alpaca/llaves").text
    assert token[1] not in listed
    revocation = re.search(r'action="([^"]+/revocar)"', listed)
    assert revocation is not None
    assert alicia.post(revocation[1]).status_code == 302
    assert app.test_client().get("/api/v1/orders", headers={"Authorization": f"Bearer {token[1]}"}).status_code == 401


def test_both_sides_cancel_and_deliver_by_their_buttons(app: Flask, market: Cast, worker: Worker) -> None:
    carla, alicia = client_of(app, market.carla), client_of(app, market.alicia)
    goods = make.goods(market)
    codes = [make.paid_order(market, worker, [make.line(goods)]) for _n in range(3)]
    assert carla.post(f"/pedidos/{codes[0]}/cancelar", data={"reason": "Ya no"}).status_code == 302
    shop = "/vender/hilos-alpaca/pedidos"
    assert alicia.post(f"{shop}/{codes[1]}/cancelar", data={"reason": ""}).status_code == 422
    assert alicia.post(f"{shop}/{codes[1]}/cancelar", data={"reason": "broken"}).status_code == 302
    assert alicia.post(f"{shop}/{codes[2]}/empacar", data={"message": "x" * 600}).status_code == 422
    assert alicia.post(f"{shop}/{codes[2]}/empacar", data={"message": "Gracias"}).status_code == 302
    assert alicia.post(f"{shop}/{codes[2]}/enviar", data={"carrier": "Burro", "tracking": "1"}).status_code == 422
    assert (
        alicia.post(f"{shop}/{codes[2]}/enviar", data={"carrier": "DHL", "tracking": make.TRACKING}).status_code == 302
    )
    assert carla.post(f"/pedidos/{codes[2]}/llego").status_code == 302
    worker.drain()
    with market.above() as work:
        states = dict(work.session.execute(select(Order.code, Order.state)).all())  # type: ignore[arg-type]
    assert [states[code] for code in codes] == ["cancelled", "cancelled", "delivered"]
    for code in codes:
        assert carla.get(f"/pedidos/{code}").status_code == 200
        assert alicia.get(f"{shop}/{code}").status_code == 200


def test_a_cancelled_purchase_says_so_and_what_went_back(app: Flask, market: Cast, worker: Worker) -> None:
    two = [make.goods(market), make.goods(market, shop=market.abedul, title="Martillo")]
    placed = make.place(market, [make.line(one) for one in two])
    make.pay(market, placed)
    worker.drain()
    carla, codes = client_of(app, market.carla), make.order_codes(market, placed)
    carla.post(f"/pedidos/{codes[0]}/cancelar")
    assert "Ya está pagado" in carla.get(f"/compra/{placed.code}").text
    carla.post(f"/pedidos/{codes[1]}/cancelar")
    on_its_way = carla.get(f"/compra/{placed.code}").text
    assert "Esta compra se canceló" in on_its_way
    assert "Tu dinero va de regreso: $" in on_its_way
    assert "Ya está pagado" not in on_its_way
    worker.drain()
    assert "Te devolvimos $" in carla.get(f"/compra/{placed.code}").text


def test_what_was_done_in_another_tab_is_said_on_the_order_and_not_done_twice(
    app: Flask, market: Cast, worker: Worker
) -> None:
    carla, alicia = client_of(app, market.carla), client_of(app, market.alicia)
    goods = make.goods(market)
    cancelled, sent = (make.paid_order(market, worker, [make.line(goods)]) for _n in range(2))
    shop = "/vender/hilos-alpaca/pedidos"

    def twice(client: FlaskClient, path: str, data: dict[str, str]) -> str:
        assert client.post(path, data=data).status_code == 302
        client.get(path.rpartition("/")[0])
        again = client.post(path, data=data, follow_redirects=True)
        assert again.request.path == path.rpartition("/")[0]
        return again.text

    assert "Ya estaba cancelado." in twice(carla, f"/pedidos/{cancelled}/cancelar", {"reason": "Ya no"})
    again = alicia.post(f"{shop}/{cancelled}/cancelar", data={"reason": "broken"}, follow_redirects=True)
    assert "Ya estaba cancelado." in again.text
    assert "Ese paso ya estaba hecho." in twice(alicia, f"{shop}/{sent}/empacar", {"message": "Gracias"})
    parcel = {"carrier": "DHL", "tracking": make.TRACKING}
    assert "Ese paso ya estaba hecho." in twice(alicia, f"{shop}/{sent}/enviar", parcel)
    late = carla.post(f"/pedidos/{sent}/cancelar", data={"reason": "Ya no"}, follow_redirects=True)
    assert "El pedido ya salió" in late.text
    assert "Ese paso ya estaba hecho." in twice(carla, f"/pedidos/{sent}/llego", {})


def test_who_bought_before_finds_their_address_at_checkout_and_nobody_elses(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    make.place(market, [make.line(goods)])
    carla, diego = client_of(app, market.carla), client_of(app, market.diego)
    for client in (carla, diego):
        add(client, goods)
    known = carla.get("/pagar").text
    for said in ("Carla Méndez", "+52 55 1234 5678", "06700", "Cuauhtémoc", "Roma Norte", "Orizaba", "101"):
        assert f'value="{said}"' in known
    assert "Orizaba" not in diego.get("/pagar").text
    carla.post("/envio-a", data={"postal_code": "97000"})
    elsewhere = carla.get("/pagar").text
    assert "Orizaba" not in elsewhere
    assert 'value="97000"' in elsewhere
    assert 'value="+52 55 1234 5678"' in elsewhere


def test_signing_up_and_closing_other_sessions(app: Flask, market: Cast) -> None:
    new = app.test_client()
    form = {"name": "Nora Paz", "email": "nora@example.mx", "password": "cuatro palabras bien raras"}
    assert new.post("/crear-cuenta", data={**form, "password": "corta"}).status_code == 422
    assert "Revisa tu correo" in new.post("/crear-cuenta", data=form).text
    assert new.post("/entrar", data=form).status_code == 302
    assert "Nora" in new.get("/cuenta").text
    other = app.test_client()
    other.post("/entrar", data={"email": form["email"], "password": form["password"]})
    assert other.get("/cuenta").status_code == 200
    assert new.post("/cuenta/cerrar-otras").status_code == 302
    assert other.get("/cuenta").status_code == 302
    assert new.get("/cuenta").status_code == 200
    assert new.post("/idioma", data={"locale": "en", "next": "/"}).status_code == 302
    assert "Sign out" in new.get("/cuenta").text


def test_the_books_name_orders_by_their_codes(app: Flask, market: Cast, worker: Worker) -> None:
    kept = make.paid_order(market, worker, [make.line(make.goods(market))])
    dropped = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above("own cancellation") as work:
        orders.cancel_order(work, dropped, words="Me lo regalaron", buyer_id=market.carla.id)
    worker.drain()
    page = client_of(app, market.sergio).get("/operacion/libros").text
    assert f"Pedido {kept}" in page
    assert f"Cancelación de {dropped}" in page
    assert "order:" not in page


def marked(page: str) -> list[str]:
    """The entries of the side that are marked as the current one."""
    side = page[page.index('<nav class="side"') :]
    return re.findall(r'<a href="([^"]+)" aria-current="page">', side[: side.index("</nav>")])


def test_the_side_marks_the_list_that_a_page_belongs_to(app: Flask, market: Cast) -> None:
    make.goods(market)
    with market.above() as work:
        decided = work.session.scalars(select(ModerationCase.id)).one()
    product_id = make.draft(market, title="Estambre por revisar")
    alicia, sergio = client_of(app, market.alicia), client_of(app, market.sergio)
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
        revision = products.get_product(work, product_id).revision
    with market.as_sergio() as work:
        fact = ProductSubmitted(market.alpaca.id, product_id, revision, market.alpaca.slug, market.alpaca.name)
        open_case(work, fact)
        work.session.flush()
        waiting = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == product_id)).one()
    assert marked(sergio.get(f"/operacion/publicaciones/{waiting}").text) == ["/operacion/publicaciones"]
    assert marked(sergio.get(f"/operacion/publicaciones/{decided}").text) == ["/operacion/decisiones"]
    assert marked(sergio.get("/operacion/tiendas/hilos-alpaca/motivo").text) == ["/operacion/tiendas"]
    assert marked(sergio.get("/operacion/lugares").text) == ["/operacion/lugares"]
    assert marked(alicia.get(f"/vender/hilos-alpaca/productos/{product_id}/piezas").text) == [
        "/vender/hilos-alpaca/productos"
    ]
