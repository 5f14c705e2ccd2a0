"""The pages of groups of customers: the shop's, the invitation's, one's own; and where a member reads their price."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.goods.catalog.models import Variant
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation, GroupMember, GroupPrice
from marketplace.platform.channels import service as channels
from marketplace.trade.checkout.service import Placed
from marketplace.trade.orders.models import Order, Purchase
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from marketplace.worker import Worker
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.goods.groups.grouping import enter as enter_group
from tests.goods.groups.grouping import invite, open_wholesale, price
from tests.installation import settings_of
from tests.web.asking import add, client_of, form_of

GROUPS = "/vender/hilos-alpaca/grupos"


def prices(market: Cast) -> dict[UUID, int]:
    with market.above() as work:
        return dict(work.session.execute(select(GroupPrice.variant_id, GroupPrice.price_minor)).all())


def mark_in(page: str) -> str:
    """What the form of prices says that it showed."""
    return re.findall(r'name="seen" type="hidden" value="(\w+)"', page)[0]


def test_a_shop_opens_a_group_invites_and_sets_prices(app: Flask, market: Cast) -> None:
    yarn, wool = make.goods(market), make.goods(market, title="Lana")
    alicia = client_of(app, market.alicia)
    assert alicia.post(GROUPS, data={"name": ""}).status_code == 422
    made = alicia.post(GROUPS, data={"name": "Mayoristas", "note": "Desde 12 piezas"})
    assert made.status_code == 302
    group = made.location
    twice = alicia.post(GROUPS, data={"name": "mayoristas"})
    assert twice.status_code == 422
    assert "Ya tienes un grupo con ese nombre" in twice.text
    wrong = alicia.post(f"{group}/invitar", data={"addresses": "uno@example.mx, nada, dos@example.mx; tampoco"})
    assert wrong.status_code == 422
    assert "Renglón 2, nada" in wrong.text
    assert "Renglón 4, tampoco" in wrong.text
    assert "uno@example.mx, nada" in wrong.text  # what was typed stays
    with market.above() as work:
        assert work.session.scalars(select(GroupInvitation)).all() == []
    assert alicia.post(f"{group}/invitar", data={"addresses": "uno@example.mx\ndos@example.mx"}).status_code == 302
    assert "uno@example.mx" in alicia.get(group).text
    own = f"{group}/precios"
    seen = mark_in(alicia.get(own).text)
    far = alicia.post(own, data={"seen": seen, f"price_{yarn.variant_id}": "15", f"price_{wool.variant_id}": "180"})
    assert far.status_code == 422
    assert 'name="sure"' in far.text
    assert prices(market) == {}
    both = {"seen": seen, f"price_{yarn.variant_id}": "15", f"price_{wool.variant_id}": "0"}
    below = alicia.post(own, data={**both, "sure": "y"})
    assert below.status_code == 422
    assert "de un centavo" in below.text
    assert prices(market) == {}
    assert alicia.post(own, data={**both, f"price_{wool.variant_id}": "180", "sure": "y"}).status_code == 302
    assert prices(market) == {yarn.variant_id: 1_500, wool.variant_id: 18_000}
    assert "$180.00" not in alicia.get(f"{own}?q=estambre").text


def test_what_a_colleague_set_meanwhile_is_shown_and_not_written_over(app: Flask, market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    own, alicia = f"{GROUPS}/{group_id}/precios", client_of(app, market.alicia)
    old = mark_in(alicia.get(own).text)
    price(market, group_id, yarn, 17_000)
    for form in ({"seen": old}, {}):
        late = alicia.post(own, data={**form, f"price_{yarn.variant_id}": "150"})
        assert late.status_code == 409
        assert "ahora: $170.00" in late.text
        assert 'value="150"' in late.text  # what was typed stays
        assert prices(market) == {yarn.variant_id: 17_000}
    again = {"seen": mark_in(late.text), f"price_{yarn.variant_id}": "150"}
    assert alicia.post(own, data=again).status_code == 302
    assert prices(market) == {yarn.variant_id: 15_000}


def test_a_pasted_list_is_taken_whole_or_not_at_all(app: Flask, market: Cast) -> None:
    yarn, wool, group_id = make.goods(market), make.goods(market, title="Lana"), open_wholesale(market)
    with market.above() as work:
        keys = dict(work.session.execute(select(Variant.id, Variant.sku)).all())
    own, alicia = f"{GROUPS}/{group_id}/precios", client_of(app, market.alicia)
    first, second = keys[yarn.variant_id], keys[wool.variant_id]
    for lines, said in (
        (f"{first},150\nB9,mucho\n{first},1", "Renglón 3"),
        (f"{first},150\nB9,10", "ninguna variante"),
    ):
        wrong = alicia.post(f"{own}/lista", data={"lines": lines})
        assert wrong.status_code == 422
        assert said in wrong.text
        assert f"{first},150" in wrong.text
        assert prices(market) == {}
    assert alicia.post(f"{own}/lista", data={"lines": f"{first},150\n{second};$160.00"}).status_code == 302
    assert prices(market) == {yarn.variant_id: 15_000, wool.variant_id: 16_000}
    far = alicia.post(f"{own}/porciento", data={"percent": "60"})
    assert far.status_code == 422
    assert 'name="sure"' in far.text
    assert alicia.post(f"{own}/porciento", data={"percent": "10"}).status_code == 302
    assert prices(market) == {yarn.variant_id: 18_000, wool.variant_id: 18_000}


def test_a_group_is_turned_off_and_deleted_on_its_page(app: Flask, market: Cast) -> None:
    group_id = open_wholesale(market)
    alicia = client_of(app, market.alicia)
    assert alicia.post(f"{GROUPS}/{group_id}", data={"name": "Escuelas", "note": ""}).status_code == 302
    assert "Está apagado" in alicia.get(f"{GROUPS}/{group_id}").text
    assert alicia.post(f"{GROUPS}/{group_id}/borrar").status_code == 302
    with market.above() as work:
        assert work.session.scalars(select(CustomerGroup)).all() == []
    assert alicia.get(f"{GROUPS}/{group_id}").status_code == 404


def test_an_invitation_opens_for_whom_it_was_sent_to_and_one_leaves_by_oneself(app: Flask, market: Cast) -> None:
    group_id = open_wholesale(market)
    (token,) = invite(market, group_id, market.carla.email)
    stranger = app.test_client().get(f"/grupo/{token}")
    assert "Mayoristas" in stranger.text
    assert "Aceptar la invitación" not in stranger.text
    diego, carla = client_of(app, market.diego), client_of(app, market.carla)
    assert "es para otro correo" in diego.get(f"/grupo/{token}").text
    assert diego.post(f"/grupo/{token}").status_code == 403
    assert carla.get("/grupo/no-such-token").status_code == 404
    assert carla.post(f"/grupo/{token}").location == "/cuenta/grupos"
    mine = carla.get("/cuenta/grupos").text
    assert "Mayoristas" in mine
    assert "Hilos Alpaca" in mine
    assert "Mayoristas" not in diego.get("/cuenta/grupos").text
    leave = re.search(r"/cuenta/grupos/[0-9a-f-]{36}/salir", mine)
    assert leave is not None
    assert diego.post(leave[0]).status_code == 404
    assert carla.post(leave[0]).status_code == 302
    with market.above() as work:
        assert work.session.scalars(select(GroupMember)).all() == []


def test_a_member_reads_their_price_everywhere_and_nobody_else_does(app: Flask, market: Cast) -> None:
    yarn, other = make.goods(market, title="Estambre uno"), make.goods(market, title="Estambre dos")
    group_id = open_wholesale(market)
    enter_group(market, group_id, market.carla)
    price(market, group_id, yarn, 15_000)
    rebuild(Index(settings_of(app).search_dir))
    carla, diego, stranger = client_of(app, market.carla), client_of(app, market.diego), app.test_client()
    label, by_public = "Precio para Mayoristas", "El orden y los filtros por precio usan el precio para todo público"
    both = f"/comparar?n={yarn.number}&n={other.number}"
    for path in ("/", "/buscar?q=estambre", "/c/estambres", "/tienda/hilos-alpaca", both, f"/p/x-{yarn.number}"):
        mine = carla.get(
            path, follow_redirects=True
        ).text  # first, so that nothing that she saw could be kept for others
        assert label in mine, path
        assert "$150.00" in mine, path
        for somebody in (diego, stranger, stranger):
            answer = somebody.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            assert "$200.00" in answer.text, path
            assert "Mayoristas" not in answer.text, path
            assert "$150.00" not in answer.text, path
    data = re.search(
        r'application/ld\+json">(.*?)</script>', carla.get(f"/p/x-{yarn.number}", follow_redirects=True).text
    )
    assert data is not None
    assert '"200.00"' in data[1]  # machines read what everybody pays
    assert by_public in carla.get("/buscar?q=estambre&orden=price").text
    assert by_public not in carla.get("/buscar?q=estambre").text
    assert by_public not in diego.get("/buscar?q=estambre&orden=price").text


def test_a_member_buys_at_their_price_and_the_papers_say_whose_it_is(app: Flask, market: Cast, worker: Worker) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    enter_group(market, group_id, market.carla)
    price(market, group_id, yarn, 15_000)
    carla = client_of(app, market.carla)
    carla.post("/envio-a", data={"postal_code": "06700"})
    assert "Precio para Mayoristas · al público $200.00" in " ".join(add(carla, yarn, 2).text.split())
    assert "Precio para Mayoristas" in carla.get("/carrito").text
    page = carla.get("/pagar").text
    assert "Precio para Mayoristas" in page
    assert carla.post("/pagar", data={**form_of(carla), "email": market.carla.email}).status_code == 303
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
        placed = Placed(bought.id, bought.code, bought.account_id)
        code = work.session.scalars(select(Order.code)).one()
    make.pay(market, placed)
    worker.drain()
    assert "Precio para Mayoristas" in carla.get(f"/pedidos/{code}").text
    paper = PdfReader(BytesIO(carla.get(f"/compra/{bought.code}/recibo.pdf").data)).pages[0].extract_text()
    assert "Precio para Mayoristas" in " ".join(paper.split())
    assert "Precio para Mayoristas" in client_of(app, market.alicia).get(f"/vender/hilos-alpaca/pedidos/{code}").text


def test_who_is_in_no_group_asks_the_database_no_more_and_a_member_once(app: Flask, market: Cast) -> None:
    yarn, group_id = make.goods(market), open_wholesale(market)
    enter_group(market, group_id, market.carla)
    price(market, group_id, yarn, 15_000)
    many = [make.goods(market, title=f"Estambre {n}") for n in range(4)]
    path = f"/comparar?n={yarn.number}&n={many[0].number}"
    asked: dict[str, list[str]] = {}
    statements = count_statements()
    for who, client in {"in none": client_of(app, market.diego), "member": client_of(app, market.carla)}.items():
        client.get(path)
        statements.clear()
        assert client.get(path).status_code == 200
        asked[who] = list(statements)
    assert not any("group_price" in one for one in asked["in none"])
    assert sum("group_price" in one for one in asked["member"]) == 1
    assert len(asked["member"]) == len(asked["in none"]) + 1


def test_the_api_reads_and_sets_a_groups_prices_and_refuses_as_the_page_does(app: Flask, market: Cast) -> None:
    yarn, theirs = make.goods(market), make.goods(market, shop=market.abedul, title="Pala")
    group_id = open_wholesale(market)
    with market.as_alicia() as work:
        key = channels.make_key(work, name="Precios", may=channels.KEY_MAY)
    with market.as_bruno() as work:
        neighbours = channels.make_key(work, name="Precios", may=channels.KEY_MAY)
    client, head = app.test_client(), {"Authorization": f"Bearer {key}"}
    (group,) = client.get("/api/v1/customer-groups", headers=head).json["items"]
    assert (group["name"], group["is_on"], group["members"], group["prices"]) == ("Mayoristas", True, 0, 0)
    path = f"/api/v1/customer-groups/{group_id}/prices"

    def change(minor: int | None, *, of: UUID = yarn.variant_id, sure: bool = False, by: str = key) -> tuple[int, str]:
        body = {"prices": [{"variant_id": str(of), "group_minor": minor}], "sure": sure}
        answer = client.patch(path, headers={"Authorization": f"Bearer {by}"}, json=body)
        return answer.status_code, answer.json["code"] if answer.data else ""

    assert change(15_000, by=neighbours) == (404, "groups.no_such_group")
    assert change(15_000, of=theirs.variant_id)[0] == 404
    assert change(0)[0] == 422
    assert change(1_500) == (422, "groups.far_from_public")
    assert prices(market) == {}
    assert change(15_000) == (204, "")
    (row,) = client.get(path, headers=head).json["items"]
    assert (row["price_minor"], row["group_minor"]) == (20_000, 15_000)
    assert change(None) == (204, "")
    assert prices(market) == {}


def test_who_packs_finds_no_groups(browser_client: FlaskClient, app: Flask, market: Cast) -> None:
    group_id = open_wholesale(market)
    pia = client_of(app, market.pia)
    assert pia.get(GROUPS).status_code == 403
    assert pia.post(f"{GROUPS}/{group_id}/borrar").status_code == 403
    assert client_of(app, market.bruno).get(f"{GROUPS}/{group_id}").status_code == 404
    with market.above() as work:
        assert len(work.session.scalars(select(CustomerGroup)).all()) == 1
