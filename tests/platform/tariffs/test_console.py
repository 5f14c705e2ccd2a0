"""The tariff console: a draft is written in a form, seen with what it changes, and published by somebody else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from marketplace.money.fees.models import FeeDraft, FeeRule, FeeSchedule
from marketplace.people.accounts import service as accounts
from marketplace.worker import Worker
from tests import cast as story
from tests.cast import Cast, Person, give_factor
from tests.doors.forms import forms_in
from tests.money.fees.tariffs import forgotten, open_day
from tests.platform.tariffs.drafting import CONSOLE, begun, said
from tests.web.asking import client_of


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


@pytest.fixture
def fidel(app: Flask, market: Cast) -> FlaskClient:
    with market.above() as work:
        account_id = accounts.open_account(
            work, email="fidel@example.mx", name="Fidel Ochoa", password_hash=story._HASH, staff_role="finance"
        )
        person = Person(account_id, "Fidel Ochoa", "fidel@example.mx")
        give_factor(work, person)
    return client_of(app, person)


def revision(client: FlaskClient, path: str) -> dict[str, str]:
    form = next(one for one in forms_in(client.get(path).text, path) if one.action.endswith("/publicar"))
    return {"revision": form.boxes["revision"].holds[0]}


def test_a_draft_begins_as_what_is_in_force_and_is_published_by_another(
    app: Flask, market: Cast, worker: Worker, fidel: FlaskClient
) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    assert "Nada: es igual a la vigente." in sergio.get(path).text
    with market.above() as work:
        day = open_day(work)
    form = said(
        sergio, path, summary="Sube lo general.", summary_en="The general one rises.", starts_on=day.isoformat(),
        **{"rules-0-rate": "10.5", "rules-5-category": "audifonos", "rules-5-rate": "5 %", "rules-5-cap": "$900"},
    )  # fmt: skip
    assert sergio.post(path, data=form).status_code == 302
    worker.drain()
    assert "Publicar esta tarifa" not in sergio.get(path).text
    own = sergio.post(f"{path}/publicar", data={"revision": "2"})
    assert own.status_code == 403
    page = html.unescape(fidel.get(path).text)
    assert "Comisión, lo que no tiene regla propia: antes 10 %, después 10.5 %" in page
    assert "Comisión, Audífonos: antes 8 %, después 5 %, hasta $900.00" in page
    assert "se anuncia 30 días antes" in page
    answer = fidel.post(f"{path}/publicar", data=revision(fidel, path))
    assert answer.status_code == 302, answer.text
    with market.above() as work:
        assert work.session.get_one(FeeSchedule, 2).takes_more
    assert "Anunciada: tarifa v2" in fidel.get(CONSOLE).text
    assert fidel.post(f"{CONSOLE}/2/retirar", data={"reason": "no"}).status_code == 422
    assert fidel.post(f"{CONSOLE}/2/retirar", data={"reason": "Falta avisar a alguien."}).status_code == 302
    assert "Anunciada: tarifa v2" not in fidel.get(CONSOLE).text


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("rules-0-rate", "diez", "Escribe un número"),
        ("rules-0-rate", "10.555", "Escribe un número"),
        ("rules-0-rate", "101", "hasta 100 %"),
        ("rules-1-cap", "mucho", "Escribe una cantidad en pesos"),
        ("starts_on", "mañana", "Escribe la fecha completa"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_box_and_kept(
    app: Flask, market: Cast, box: str, typed: str, sentence: str
) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    answer = sergio.post(path, data=said(sergio, path, **{box: typed}))
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert f'value="{typed}"' in html.unescape(answer.text)
    with market.above() as work:
        assert work.session.scalars(select(FeeDraft.revision)).one() == 1


def test_plans_of_months_are_written_one_by_one_and_without_a_share_are_not_offered(
    app: Flask, market: Cast, worker: Worker, fidel: FlaskClient
) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    with market.above() as work:
        day = open_day(work, 20)
    form = said(
        sergio, path, summary="Menos plazos.", summary_en="Fewer plans.", starts_on=day.isoformat(),
        **{"plans-1-rate": "7", "plans-5-rate": ""},
    )  # fmt: skip
    assert (form["plans-0-rate"], form["plans-0-least"]) == ("5", "300.00")
    assert sergio.post(path, data=form).status_code == 302
    worker.drain()
    page = html.unescape(fidel.get(path).text)
    before = "antes 7.5 %, en pagos desde $600.00, después 7 %, en pagos desde $600.00"
    assert f"Meses sin intereses, 6 meses: {before}" in page
    assert "Meses sin intereses, 24 meses: antes 22.5 %, en pagos desde $2,400.00, después no se ofrece" in page
    assert "A nadie le cobra más: se anuncia 15 días antes." in page
    assert fidel.post(f"{path}/publicar", data=revision(fidel, path)).status_code == 302
    with market.above() as work:
        rules = work.session.scalars(select(FeeRule).where(FeeRule.version == 2, FeeRule.kind == "instalments")).all()
        found = {rule.months: (rule.rate_bp, rule.source) for rule in rules}
        assert sorted(found) == [3, 6, 9, 12, 18]
        assert found[6] == (700, "Decisión de Tianguis")  # what the provider takes is something else
        assert not work.session.get_one(FeeSchedule, 2).takes_more


def test_a_day_too_soon_is_said_at_its_box(app: Flask, market: Cast, worker: Worker, fidel: FlaskClient) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    with market.above() as work:
        day = work.now.date()
    form = said(sergio, path, summary="Sube.", summary_en="Up.", starts_on=day.isoformat(), **{"rules-0-rate": "11"})
    assert sergio.post(path, data=form).status_code == 302
    worker.drain()
    answer = fidel.post(f"{path}/publicar", data=revision(fidel, path))
    assert answer.status_code == 422
    assert re.search(
        r"Se avisa 30 días antes: puede empezar el \w{3} \d{1,2} \w{3}(?: \d{4})? o después", html.unescape(answer.text)
    )


def test_who_saw_less_than_it_says_now_writes_nothing_over_it(app: Flask, market: Cast) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    seen = said(sergio, path, **{"rules-0-rate": "11"})
    assert sergio.post(path, data=seen).status_code == 302
    answer = sergio.post(path, data={**seen, "rules-0-rate": "12"})
    assert answer.status_code == 409
    assert 'value="12"' in answer.text
    assert "Por ciento, renglón 1" in html.unescape(answer.text)  # with what it says now
    with market.above() as work:
        draft = work.session.scalars(select(FeeDraft)).one()
        assert (draft.revision, draft.rules[0]["rate_bp"]) == (2, 1_100)


def test_a_draft_is_thrown_away(app: Flask, market: Cast) -> None:
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    assert sergio.post(f"{path}/tirar", data={"revision": "1"}).status_code == 302
    assert sergio.get(path).status_code == 404
