"""Staff look into a shop only behind a reason, as far as it goes, for half an hour, and the shop reads of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.people.accounts import service as accounts
from marketplace.people.sellers.errors import NoSuchShop
from marketplace.platform.staff import errors
from marketplace.platform.staff.service import open_look
from marketplace.worker import Worker
from tenants.models import StaffLook
from tenants.scope import PlatformScope
from tests import make
from tests.cast import PASSWORD, Cast
from tests.web.asking import enter, enter_by

SHOP = "/operacion/tiendas/hilos-alpaca"
REASON = {"areas": ["staff.look", "staff.look_orders"], "reason": "help", "note": "La tienda no encuentra un pedido"}


def as_staff(app: Flask, market: Cast, role: str = "support") -> FlaskClient:
    """Somebody of staff, signed in."""
    with market.above() as work:
        email = f"{role}@example.mx"
        accounts.open_account(
            work, email=email, name=f"Nora {role}", password_hash=accounts.hash_password(PASSWORD), staff_role=role
        )
    client: FlaskClient = app.test_client()
    enter_by(client, market, email)
    return client


def looks(market: Cast) -> list[StaffLook]:
    with market.above() as work:
        return list(work.session.scalars(select(StaffLook).order_by(StaffLook.at)))


def test_support_helps_with_an_order_and_the_shop_reads_who_and_why(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    nora = as_staff(app, market)
    opened = nora.post(f"{SHOP}/motivo", data={**REASON, "about": code.lower()})
    assert opened.location == f"{SHOP}/"
    assert "Alicia Xicohténcatl" in nora.get(f"{SHOP}/").text
    assert code in nora.get(f"{SHOP}/pedidos").text
    assert "Estambre de alpaca Nube" in nora.get(f"{SHOP}/pedidos/{code}").text
    assert nora.get(f"{SHOP}/casos").status_code == nora.get(f"{SHOP}/productos").status_code == 200
    alicia = app.test_client()
    enter(alicia, market.alicia)
    page = alicia.get("/vender/hilos-alpaca/quien-vio").text
    for said in ("Nora support", "Atención", "La tienda no encuentra un pedido", code, "devoluciones y garantías"):
        assert said in page


@pytest.mark.parametrize("path", ["/", "/productos", "/pedidos", "/pedidos/AAAA-AAAA", "/casos", "/dinero"])
def test_without_a_reason_every_door_leads_to_where_it_is_given(app: Flask, market: Cast, path: str) -> None:
    make.goods(market)
    sergio = app.test_client()
    enter(sergio, market.sergio)
    answer = sergio.get(f"{SHOP}{path}")
    about = "?pedido=AAAA-AAAA" if path.endswith("AAAA-AAAA") else ""
    assert (answer.status_code, answer.location) == (302, f"{SHOP}/motivo{about}")
    assert "Alicia" not in answer.text


def test_a_look_opens_what_it_says_and_no_more(app: Flask, market: Cast) -> None:
    nora = as_staff(app, market, "administrator")
    nora.post(f"{SHOP}/motivo", data={**REASON, "areas": ["staff.look"]})
    assert nora.get(f"{SHOP}/").status_code == 200
    for path in ("/pedidos", "/casos", "/dinero"):
        assert nora.get(f"{SHOP}{path}").location == f"{SHOP}/motivo"


def test_a_look_into_one_shop_shows_nothing_of_another(app: Flask, market: Cast, worker: Worker) -> None:
    theirs = make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    nora = as_staff(app, market)
    nora.post(f"{SHOP}/motivo", data=REASON)
    assert theirs not in nora.get(f"{SHOP}/pedidos").text
    assert nora.get(f"{SHOP}/pedidos/{theirs}").status_code == 404
    assert nora.get("/operacion/tiendas/ferreteria-abedul/pedidos").status_code == 302


def test_a_colleagues_look_opens_nothing(app: Flask, market: Cast) -> None:
    as_staff(app, market).post(f"{SHOP}/motivo", data=REASON)
    other = as_staff(app, market, "moderator")
    assert other.get(f"{SHOP}/").location == f"{SHOP}/motivo"


def test_it_ends_after_half_an_hour(app: Flask, market: Cast) -> None:
    nora = as_staff(app, market)
    nora.post(f"{SHOP}/motivo", data=REASON)
    with at(clock.now() + timedelta(minutes=31)):
        assert nora.get(f"{SHOP}/").location == f"{SHOP}/motivo"


def test_nothing_can_be_written_from_a_look(app: Flask, market: Cast) -> None:
    nora = as_staff(app, market)
    nora.post(f"{SHOP}/motivo", data=REASON)
    for path in ("/", "/pedidos", "/productos"):
        assert nora.post(f"{SHOP}{path}").status_code == 405


@pytest.mark.parametrize(("role", "area"), [
    ("moderator", "staff.look_orders"), ("moderator", "staff.look_money"), ("support", "staff.look_money"),
    ("finance", "staff.look_orders"),
])  # fmt: skip
def test_a_role_does_not_open_what_is_not_its_own(app: Flask, market: Cast, role: str, area: str) -> None:
    may = frozenset(STAFF_GRANTED[role])
    nobody = Actor("Nora", market.diego.id, role, may)
    with pytest.raises(errors.AreaNotYours), unit_of_work(PlatformScope("test"), nobody) as work:
        open_look(work, "hilos-alpaca", areas=[area], reason="help", note=REASON["note"])  # type: ignore[arg-type]
    nora = as_staff(app, market, role)
    assert nora.post(f"{SHOP}/motivo", data={**REASON, "areas": [area]}).status_code == 422
    assert nora.get(f"{SHOP}/{'dinero' if area.endswith('money') else 'pedidos'}").status_code == 403
    assert looks(market) == []


def test_who_is_not_staff_finds_no_door(app: Flask, market: Cast) -> None:
    for person in (market.alicia, market.carla):
        client = app.test_client()
        enter(client, person)
        for path in ("", "/motivo", "/pedidos"):
            assert client.get(f"{SHOP}{path or '/'}").status_code == 404
        assert client.get("/operacion/equipo").status_code == 404
    assert app.test_client().get(f"{SHOP}/").status_code == 302


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"areas": []}, errors.NothingToOpen),
        ({"areas": ["staff.machine"]}, errors.NothingToOpen),
        ({"reason": "curiosity"}, errors.LookReasonMissing),
        ({"note": "porque sí"}, errors.LookReasonMissing),
        ({"note": "          "}, errors.LookReasonMissing),
        ({"about": "AAAA-AAAA"}, errors.NoSuchLookedCase),
        ({"slug": "ninguna"}, NoSuchShop),
    ],
)
def test_a_look_without_a_true_reason(market: Cast, change: dict[str, object], refusal: type[Exception]) -> None:
    asked = {"slug": "hilos-alpaca", "areas": [StaffMay.LOOK], "reason": "help", "note": "Un pedido perdido", **change}
    with pytest.raises(refusal), market.as_sergio() as work:
        open_look(work, **asked)  # type: ignore[arg-type]
    assert looks(market) == []


def test_another_shops_order_is_no_case_of_this_one(market: Cast, worker: Worker) -> None:
    theirs = make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    with pytest.raises(errors.NoSuchLookedCase), market.as_sergio() as work:
        open_look(work, "hilos-alpaca", areas=[StaffMay.LOOK], reason="help", note="Un pedido perdido", about=theirs)


def test_what_was_typed_is_kept_when_something_is_missing(app: Flask, market: Cast) -> None:
    nora = as_staff(app, market)
    answer = nora.post(f"{SHOP}/motivo", data={**REASON, "about": "ZZZZ-ZZZZ"})
    assert answer.status_code == 422
    assert "La tienda no encuentra un pedido" in answer.text
    assert "no es de un pedido" in answer.text


def test_the_row_stays_even_for_its_owner(market: Cast, settings: Settings) -> None:
    with market.as_sergio() as work:
        open_look(work, "hilos-alpaca", areas=[StaffMay.LOOK], reason="help", note="Un pedido perdido")
    with market.above() as work:
        assert work.session.scalars(select(AuditLine).where(AuditLine.verb == "staff.look")).one().details["areas"]
    owner = create_engine(settings.owner_database_url)
    with pytest.raises(DBAPIError, match="only grows"), owner.begin() as connection:
        connection.execute(text("DELETE FROM staff_look"))
    owner.dispose()


def test_the_neighbour_reads_nothing_of_it(app: Flask, market: Cast) -> None:
    with market.as_sergio() as work:
        open_look(work, "hilos-alpaca", areas=[StaffMay.LOOK], reason="help", note="Un pedido perdido")
    bruno = app.test_client()
    enter(bruno, market.bruno)
    assert "Nadie todavía" in bruno.get("/vender/ferreteria-abedul/quien-vio").text
