"""The pages of a shop's team, of opening a shop and of closing it: who gets in, and what bad input is answered with."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.money.payouts.models import PayoutAccount
from marketplace.people.sellers import service, team
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.models import Application, ShopTax
from tenants.models import Invitation, Membership
from tenants.roles import Role
from tests.cast import Cast, Person
from tests.people.sellers.applying import DRAFT, PDF
from tests.web.asking import enter, enter_by

pytestmark = pytest.mark.long

SHOP = "/vender/hilos-alpaca"


def seat(market: Cast, person: Person) -> Membership:
    with market.as_alicia() as work:
        return next(one for one in team.members(work) if one.account_id == person.id)


def client_of(browser_client: FlaskClient, person: Person) -> FlaskClient:
    client = browser_client.application.test_client()
    enter(client, person)
    return client


def test_everybody_sees_the_team_and_managers_change_it(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.pia)
    page = browser_client.get(f"{SHOP}/equipo").text
    assert "Alicia Xicohténcatl" in page
    assert "Invitar a alguien" not in page
    for path in (f"/equipo/{seat(market, market.ada).id}", "/actividad"):
        assert browser_client.get(SHOP + path).status_code == 403
    data = {"email": "x@example.mx", "role": "catalogue"}
    assert browser_client.post(f"{SHOP}/equipo", data=data).status_code == 403


def test_the_neighbours_seats_are_not_there(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    bruno = UUID(int=7)
    with market.as_bruno() as work:
        bruno = team.members(work)[0].id
    assert browser_client.get(f"{SHOP}/equipo/{bruno}").status_code == 404
    assert browser_client.post(f"{SHOP}/equipo/{bruno}/sacar", data={"version": "1"}).status_code == 404
    assert browser_client.get("/vender/ferreteria-abedul/equipo").status_code == 404


def test_an_invitation_from_the_form_to_the_seat(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    browser_client.post(f"{SHOP}/equipo", data={"email": " Diego@Example.mx", "role": "service"})
    with market.as_alicia() as work:
        token = invitation_token(team.waiting_invitations(work)[0].id, 1)
    visitor = browser_client.application.test_client()
    assert "Crear cuenta" in visitor.get(f"/invitacion/{token}").text
    assert visitor.post(f"/invitacion/{token}").status_code == 302  # to sign in
    enter(visitor, market.diego)
    assert "Aceptar la invitación" in visitor.get(f"/invitacion/{token}").text
    assert visitor.post(f"/invitacion/{token}").location == f"{SHOP}/"
    assert visitor.get(f"{SHOP}/").status_code == 200
    again = visitor.post(f"/invitacion/{token}")
    assert again.status_code == 409
    assert "ya se usó" in again.text


def test_the_wrong_reader_of_an_invitation_is_told(browser_client: FlaskClient, market: Cast) -> None:
    with market.as_alicia() as work:
        token = invitation_token(team.invite(work, email=market.diego.email, role=Role.SERVICE), 1)
    enter(browser_client, market.carla)
    assert "es para otro correo" in browser_client.get(f"/invitacion/{token}").text
    assert browser_client.post(f"/invitacion/{token}").status_code == 403
    assert browser_client.get("/invitacion/forjada").status_code == 404
    assert browser_client.get(f"{SHOP}/").status_code == 404


@pytest.mark.parametrize(
    "data",
    [{}, {"email": "x", "role": "service"}, {"email": "x@example.mx"}, {"email": "x@example.mx", "role": "emperor"},
     {"email": "alicia@example.mx", "role": "service"}, {"email": "pia@example.mx", "role": "service"}],
)  # fmt: skip
def test_a_bad_invitation_keeps_what_was_typed(browser_client: FlaskClient, market: Cast, data: dict) -> None:
    enter(browser_client, market.alicia)
    answer = browser_client.post(f"{SHOP}/equipo", data=data)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert data.get("email", "") in answer.text
    with market.as_alicia() as work:
        assert work.session.scalars(select(Invitation)).all() == []


def test_who_is_taken_out_is_out_at_the_next_request(browser_client: FlaskClient, market: Cast) -> None:
    pia = client_of(browser_client, market.pia)
    assert pia.get(f"{SHOP}/").status_code == 200
    enter(browser_client, market.alicia)
    browser_client.post(f"{SHOP}/equipo/{seat(market, market.pia).id}/sacar", data={"version": "1"})
    assert pia.get(f"{SHOP}/").status_code == 404
    assert pia.post(f"{SHOP}/equipo/salir").status_code == 404


def test_a_taken_permission_closes_its_door_at_the_next_request(browser_client: FlaskClient, market: Cast) -> None:
    ada = client_of(browser_client, market.ada)
    assert ada.get(f"{SHOP}/dinero").status_code == 200
    enter(browser_client, market.alicia)
    path = f"{SHOP}/equipo/{seat(market, market.ada).id}/permisos"
    browser_client.post(path, data={"version": "1", "permissions": ["products.edit"]})
    assert ada.get(f"{SHOP}/dinero").status_code == 403
    assert ada.get(f"{SHOP}/productos/nuevo").status_code == 200


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "99999999999999999999", "١"])
def test_a_stale_page_changes_nothing_and_shows_what_is(
    browser_client: FlaskClient, market: Cast, version: str
) -> None:
    enter(browser_client, market.alicia)
    path = f"{SHOP}/equipo/{seat(market, market.pia).id}"
    for door, data in (("papel", {"role": "service"}), ("permisos", {"permissions": ["money.view"]}), ("sacar", {})):
        answer = browser_client.post(f"{path}/{door}", data={**data, "version": version})
        assert answer.status_code == 422
        assert "Alguien cambió el papel" in answer.text
    assert seat(market, market.pia).role == "warehouse"


@pytest.mark.parametrize("data", [{"role": "emperor"}, {}])
def test_an_unknown_role_or_permission(browser_client: FlaskClient, market: Cast, data: dict) -> None:
    enter(browser_client, market.alicia)
    path = f"{SHOP}/equipo/{seat(market, market.pia).id}"
    assert browser_client.post(f"{path}/papel", data={**data, "version": "1"}).status_code == 422
    assert (
        browser_client.post(f"{path}/permisos", data={"version": "1", "permissions": ["shop.own"]}).status_code == 422
    )


def test_the_last_owner_is_told_why_not(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    assert "siempre tiene dueña" in browser_client.post(f"{SHOP}/equipo/salir", follow_redirects=True).text


def test_the_activity_says_who_did_what_and_filters(browser_client: FlaskClient, market: Cast) -> None:
    with market.as_alicia() as work:
        team.invite(work, email="nueva@example.mx", role=Role.SERVICE)
    enter(browser_client, market.alicia)
    page = browser_client.get(f"{SHOP}/actividad").text
    assert "Invitó a nueva@example.mx como Atención" in page
    assert "nueva@example.mx" in browser_client.get(f"{SHOP}/actividad?tipo=team&quien=Alicia+Xicohténcatl").text
    for query in ("tipo=money", "quien=Nadie", "tipo=shop"):
        assert "nueva@example.mx" not in browser_client.get(f"{SHOP}/actividad?{query}").text
    assert browser_client.get(f"{SHOP}/actividad?tipo=%27&pagina=-5").status_code == 200


def test_a_person_of_two_shops_can_switch(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.pia)
    assert "Cambiar de tienda" not in browser_client.get(f"{SHOP}/").text
    with market.above() as work:
        service.seat_member(work, tenant_id=market.abedul.id, account_id=market.pia.id, name="Pía", role=Role.SERVICE)
    assert "/vender/ferreteria-abedul/" in browser_client.get(f"{SHOP}/").text


def test_the_payout_account_is_masked_and_checked(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    answer = browser_client.post(f"{SHOP}/cuenta-de-pago", data={"clabe": "012180001183597199"})
    assert answer.status_code == 422
    assert "012180001183597199" in answer.text
    browser_client.post(f"{SHOP}/cuenta-de-pago", data={"clabe": "012 180 00118359719 8"})
    page = browser_client.get(f"{SHOP}/cuenta-de-pago").text
    assert "BBVA México •••7198" in page
    assert "012180001183597198" not in page
    ada = client_of(browser_client, market.ada)
    assert ada.get(f"{SHOP}/cuenta-de-pago").status_code == 200
    assert ada.post(f"{SHOP}/cuenta-de-pago", data={"clabe": "002010077777777771"}).status_code == 403
    with market.as_alicia() as work:
        assert work.session.scalars(select(PayoutAccount.clabe)).one() == "012180001183597198"
        assert work.session.scalars(select(ShopTax.clabe)).one() != "012180001183597198"  # not before it is proven


def apply(client: FlaskClient, **changed: Any):
    return client.post("/abre-tu-tienda", data={**vars(DRAFT), "rules_version": "1", **changed})


def test_from_the_application_to_the_open_shop(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.carla)
    assert "0 de 7 pasos" in browser_client.get("/abre-tu-tienda").text
    apply(browser_client)
    assert "4 de 7 pasos" in browser_client.get("/abre-tu-tienda").text
    papers = {f"document_{kind}": (io.BytesIO(PDF), "../../etc/passwd.pdf") for kind in ("tax", "identity")}
    assert apply(browser_client, submit_for_review="1", **papers).status_code == 302
    page = browser_client.get("/abre-tu-tienda").text
    assert "Le toca a Tianguis" in page
    staff = client_of(browser_client, market.sergio)
    path = re.search(r"/operacion/solicitudes/[0-9a-f-]{36}", staff.get("/operacion/solicitudes").text)
    assert path is not None
    page = staff.get(path[0]).text
    assert '"/operacion/solicitudes" aria-current="page"' in page
    assert DRAFT.clabe not in page
    assert DRAFT.curp not in page
    assert "menos de 1 KB" in page
    document = re.search(r"/operacion/solicitudes/documentos/[0-9a-f-]{36}", page)
    assert document is not None
    answer = staff.get(document[0])
    assert (answer.data, answer.headers["Content-Disposition"].split(";")[0]) == (PDF, "attachment")
    staff.post(f"{path[0]}/tomar")
    assert staff.post(f"{path[0]}/no-aprobar", data={"reason": "", "note": ""}).status_code == 422
    assert staff.post(f"{path[0]}/aprobar", data={"reason": "", "note": ""}).status_code == 302
    assert "/cuenta/segundo-paso" in browser_client.get("/vender/dulces-carla/").location  # money needs a second step
    enter_by(browser_client, market, market.carla.email)
    assert browser_client.get("/vender/dulces-carla/").status_code == 200
    assert "Tus primeros pasos: 2 de 11" in browser_client.get("/vender/dulces-carla/").text


def test_a_document_is_for_its_owner_and_staff(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.carla)
    apply(browser_client, document_tax=(io.BytesIO(PDF), "a.pdf"))
    link = re.search(r"/abre-tu-tienda/documentos/[0-9a-f-]{36}", browser_client.get("/abre-tu-tienda").text)
    assert link is not None
    assert browser_client.get(link[0]).data == PDF
    assert client_of(browser_client, market.diego).get(link[0]).status_code == 404
    number = link[0].rpartition("/")[2]
    # What was not handed in is nobody else's, not even staff's.
    assert (
        client_of(browser_client, market.sergio).get(f"/operacion/solicitudes/documentos/{number}").status_code == 404
    )
    assert client_of(browser_client, market.alicia).get("/operacion/solicitudes").status_code == 404
    with market.above() as work:
        from marketplace.people.sellers.models import ApplicationDocument

        key = work.session.scalars(select(ApplicationDocument.key)).one()
    assert browser_client.get(f"/media/{key}.webp").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rfc": "XAXX010101000"}, "Ese RFC es el genérico"), ({"clabe": "1"}, "Esa CLABE no está completa"),
        ({"shop_name": "Hilоs"}, "solo letras latinas"), ({"slug": "operacion"}, "palabra de Tianguis"),
        ({"slug": "hilos-alpaca"}, "ya es de otra tienda"), ({"shop_name": "Hi1os Alpaca"}, "Se confunde"),
        ({"person": "robot"}, "Revisa estos datos"), ({"legal_name": "x" * 500}, "aria-invalid"),
        ({"phone": "\x00\x00"}, "guardas"),
    ],
)  # fmt: skip
def test_a_wrong_application_keeps_what_was_typed(
    browser_client: FlaskClient, market: Cast, changed: dict, said: str
) -> None:
    enter(browser_client, market.carla)
    answer = apply(browser_client, **changed)
    if said == "guardas":
        assert answer.status_code == 302  # a field of nothing but nothing is empty
        return
    assert answer.status_code == 422
    assert said in answer.text
    assert DRAFT.street in answer.text
    with market.above() as work:
        assert work.session.scalars(select(Application)).all() == []


def test_applying_needs_somebody(browser_client: FlaskClient, market: Cast) -> None:
    for path in ("/abre-tu-tienda",):
        assert "/entrar" in browser_client.get(path).location
    assert "/entrar" in browser_client.post("/abre-tu-tienda", data={}).location


@pytest.mark.parametrize(
    "data",
    [{}, {"first": "ayer", "last": "nunca"}, {"first": "2020-01-01", "last": "2020-01-02"},
     {"first": "9999-12-30", "last": "9999-12-31"}, {"first": "2026-02-30", "last": "2026-03-01"}],
)  # fmt: skip
def test_a_senseless_rest(browser_client: FlaskClient, market: Cast, data: dict) -> None:
    enter(browser_client, market.alicia)
    answer = browser_client.post(f"{SHOP}/descanso", data=data)
    assert answer.status_code == 422
    assert data.get("first", "") in answer.text


def test_resting_closing_and_reopening_from_the_pages(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    today = mexican_day(clock.now())
    later = today + timedelta(days=5)
    browser_client.post(f"{SHOP}/descanso", data={"first": str(today + timedelta(days=1)), "last": str(later)})
    assert "va a descansar" in browser_client.get(f"{SHOP}/descanso").text
    assert browser_client.post(f"{SHOP}/cierre", data={}).status_code == 422
    browser_client.post(f"{SHOP}/cierre", data={"sure": "y"})
    assert "Puedes reabrirla" in browser_client.get(f"{SHOP}/cierre").text
    browser_client.post(f"{SHOP}/cierre/reabrir")
    assert "Qué pasa al cerrar" in browser_client.get(f"{SHOP}/cierre").text
    pia = client_of(browser_client, market.pia)
    for path in ("/descanso", "/cierre"):
        assert pia.get(SHOP + path).status_code == 403


def test_a_closing_from_staffs_form_to_the_answer(browser_client: FlaskClient, market: Cast) -> None:
    from marketplace.people.accounts.service import open_account
    from tests.cast import _HASH

    with market.above() as work:
        second = open_account(
            work, email="sonia@example.mx", name="Sonia Ríos", password_hash=_HASH, staff_role="moderator"
        )
    assert second
    enter(browser_client, market.sergio)
    page = browser_client.get("/operacion/cierres")
    assert page.status_code == 200
    day = str(mexican_day(clock.now()) + timedelta(days=35))
    form = {"shop": "hilos-alpaca", "ground": "undelivered", "facts": "Tres pedidos.", "effective_on": day}
    for wrong in (
        {"facts": ""},
        {"effective_on": "ayer"},
        {"effective_on": ""},
        {"shop": "nada"},
        {"ground": "x"},
        {"effective_on": "2026-01-01"},
        {"effective_on": "9999-12-31"},
        {"at_once": "y"},
    ):
        assert browser_client.post("/operacion/cierres", data={**form, **wrong}).status_code == 422
    path = browser_client.post("/operacion/cierres", data=form).location
    alicia = client_of(browser_client, market.alicia)
    link = re.search(rf"{SHOP}/decisiones/cierre/[0-9a-f-]{{36}}", alicia.get(f"{SHOP}/decisiones").text)
    assert link is not None
    assert alicia.post(link[0], data={"body": " "}).status_code == 422
    assert alicia.post(link[0], data={"body": "Se entregaron."}).status_code == 302
    assert browser_client.post(path, data={"answer": "No", "upheld": "no"}).status_code == 422
    client = browser_client.application.test_client()
    enter_by(client, market, "sonia@example.mx")
    assert "Se entregaron." in client.get(path).text
    assert client.post(path, data={"answer": "Tienes razón.", "upheld": "yes"}).status_code == 302
    assert "Tienes razón." in alicia.get(f"{SHOP}/decisiones").text
