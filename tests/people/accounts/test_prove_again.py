"""Showing again who one is: a form that was sent too late comes along, field by field, and is sent on with the proof."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.people.accounts.models import Account
from marketplace.platform.moderation.models import ShopClosing
from marketplace.web.access import sign_of
from tenants.models import Invitation
from tests.cast import PASSWORD, Cast, code_of
from tests.web.asking import carried, client_of, let_proof_age

INVITE = "/vender/hilos-alpaca/equipo"


def invitations(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(Invitation.email)))


def late(app: Flask, market: Cast, path: str, data: dict[str, Any]) -> tuple[FlaskClient, Any]:
    """Alicia sends a form a quarter of an hour too late, and is led to the question as a browser follows it (307)."""
    client = client_of(app, market.alicia)
    let_proof_age(market)
    answer = client.post(path, data=data)
    assert (answer.status_code, answer.location) == (307, f"/confirmar?next={path}")
    return client, client.post(answer.location, data=data)


def test_what_was_typed_is_carried_through_the_question_and_done(app: Flask, market: Cast) -> None:
    typed = {"email": "nueva@example.mx", "role": "service"}
    client, asked = late(app, market, INVITE, typed)
    assert asked.status_code == 200
    assert invitations(market) == []
    fields = carried(asked.text)
    assert {name: fields[name] for name in typed} == {"email": ["nueva@example.mx"], "role": ["service"]}
    proved = client.post(f"/confirmar?next={INVITE}", data={**fields, "proof-password": PASSWORD})
    assert (proved.status_code, proved.location) == (307, INVITE)
    assert client.post(proved.location, data=fields).status_code == 302
    assert invitations(market) == ["nueva@example.mx"]


def test_a_wrong_answer_keeps_it_too_and_does_nothing(app: Flask, market: Cast) -> None:
    client, asked = late(app, market, INVITE, {"email": "nueva@example.mx", "role": "service"})
    fields = carried(asked.text)
    for wrong in ({"proof-password": "no es esta"}, {"proof-code": "000000"}, {"proof-credential": "{}"}):
        again = client.post(f"/confirmar?next={INVITE}", data={**fields, **wrong})
        assert again.status_code == 422
        assert {
            **carried(again.text),
            "csrf_token": fields["csrf_token"],
        } == fields  # that one says when it was written
    assert invitations(market) == []
    by_code = client.post(f"/confirmar?next={INVITE}", data={**fields, "proof-code": code_of(market.alicia)})
    assert by_code.status_code == 307


def test_several_values_of_one_field_are_all_carried(app: Flask, market: Cast) -> None:
    _client, asked = late(app, market, "/vender/hilos-alpaca/llaves", {"name": ["Uno"], "may": ["a", "b & <c>"]})
    assert carried(asked.text)["may"] == ["a", "b & <c>"]


def test_no_page_carries_a_password_and_it_is_said(app: Flask, market: Cast) -> None:
    secret = {"old": PASSWORD, "password": "otra frase que nadie sabe"}
    client, asked = late(app, market, "/cuenta/contrasena", secret)
    assert PASSWORD not in asked.text
    assert secret["password"] not in asked.text
    proved = client.post("/confirmar?next=/cuenta/contrasena", data={**carried(asked.text), "proof-password": PASSWORD})
    again = client.post(proved.location, data=carried(asked.text))
    assert again.status_code == 422
    assert "vuelve a escribirla" in again.text
    with market.above() as work:
        assert work.session.get_one(Account, market.alicia.id)  # and the old one still opens:
    client_of(app, market.alicia)


def test_the_reasons_of_closing_a_shop_are_not_written_twice(app: Flask, market: Cast) -> None:
    client = client_of(app, market.sergio)
    let_proof_age(market)
    typed = {"shop": "hilos-alpaca", "facts": "Vendió lo que no tenía, tres veces en noviembre."}
    asked = client.post(client.post("/operacion/cierres", data=typed).location, data=typed)
    assert typed["facts"] in carried(asked.text)["facts"]
    with market.above() as work:
        assert work.session.scalars(select(ShopClosing)).all() == []


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/x", "/\\evil.example"])
def test_nothing_is_sent_on_to_another_site(app: Flask, market: Cast, target: str) -> None:
    client, asked = late(app, market, INVITE, {"email": "nueva@example.mx", "role": "service"})
    proved = client.post(
        "/confirmar", query_string={"next": target}, data={**carried(asked.text), "proof-password": PASSWORD}
    )
    assert (proved.status_code, proved.location) == (302, "/cuenta")


def test_without_the_sites_own_token_the_question_takes_no_form(another_app: Any, market: Cast) -> None:
    """What another site's page sends is refused before it is asked for a proof, so nothing of it is sent on."""
    app = another_app()
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    answer = client.post(f"/confirmar?next={INVITE}", data={"email": "x@example.mx", "proof-password": PASSWORD})
    assert answer.status_code == 400


def test_every_form_that_asks_again_is_carried(app: Flask, market: Cast) -> None:
    """No door that asks for a fresh proof takes files: what a browser cannot send on would be lost."""
    fresh = [
        view
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and (sign := sign_of(view := app.view_functions[rule.endpoint])) is not None
        and sign.fresh
    ]
    assert len(fresh) > 20
    assert not [view for view in fresh if hasattr(getattr(view, "__wrapped__", view), "with_files")]
