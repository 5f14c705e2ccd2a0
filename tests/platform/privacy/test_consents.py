"""What people agree to: the notice, the use of a CLABE, and what is voluntary."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from marketplace.kernel.visitor import Visitor
from marketplace.money.payouts.accounts import give_account
from marketplace.people.accounts import service as accounts
from marketplace.platform.privacy import consents, errors
from marketplace.platform.privacy.notices import NEWEST, VERSIONS, notice
from marketplace.platform.privacy.rules import ConsentPurpose
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast
from tests.web.asking import enter

CLABE = "002010077777777771"


def agreed(market: Cast, account_id: object) -> list[tuple[str, int, bool]]:
    with market.above() as work:
        return [(c.purpose, c.version, c.withdrawn_at is None) for c in consents.consents_of(work, account_id)]  # type: ignore[arg-type]


def test_each_version_is_there_in_both_languages() -> None:
    for version in VERSIONS:
        for language in ("es", "en"):
            found = notice(version, language)
            assert found is not None
            assert found.short
            assert found.parts
    assert notice(NEWEST + 1, "es") is None


def test_who_signs_up_has_accepted_the_notice(market: Cast, worker: Worker) -> None:
    with market.above("sign-up") as work:
        account_id = accounts.sign_up(
            work, email="nadia@example.mx", name="Nadia Sol", password=PASSWORD, locale="es_MX", visitor=Visitor()
        )
    worker.drain()
    assert agreed(market, account_id) == [(ConsentPurpose.NOTICE, NEWEST, True)]


def test_who_has_not_is_shown_it_until_they_accept(market: Cast, browser_client: FlaskClient) -> None:
    enter(browser_client, market.carla)
    assert "Leer y aceptar" in browser_client.get("/cuenta").text
    assert "Aceptar el aviso" in browser_client.get("/privacidad").text
    assert browser_client.post("/privacidad/aceptar").status_code == 302
    assert "Leer y aceptar" not in browser_client.get("/cuenta").text
    assert agreed(market, market.carla.id) == [(ConsentPurpose.NOTICE, NEWEST, True)]


def test_accepting_twice_is_once(market: Cast) -> None:
    for _ in range(2):
        with market.as_carla() as work:
            consents.accept_notice(work, market.carla.id)
    assert len(agreed(market, market.carla.id)) == 1


def test_a_clabe_is_given_with_express_consent(market: Cast, worker: Worker) -> None:
    with market.as_alicia() as work:
        give_account(work, CLABE)
    worker.drain()
    assert agreed(market, market.alicia.id) == [(ConsentPurpose.FINANCIAL, NEWEST, True)]


def test_news_are_switched_on_and_off_and_leave_both_moments(market: Cast, browser_client: FlaskClient) -> None:
    enter(browser_client, market.carla)
    browser_client.post("/cuenta/datos/consentimiento", data={"purpose": "news", "on": "1"})
    assert agreed(market, market.carla.id) == [(ConsentPurpose.NEWS, NEWEST, True)]
    browser_client.post("/cuenta/datos/consentimiento", data={"purpose": "news", "on": "0"})
    assert agreed(market, market.carla.id) == [(ConsentPurpose.NEWS, NEWEST, False)]


def test_what_is_not_voluntary_cannot_be_switched(market: Cast) -> None:
    with pytest.raises(errors.NotVoluntary), market.as_carla() as work:
        consents.switch(work, market.carla.id, "financial", on=False)
    assert agreed(market, market.carla.id) == []


@pytest.mark.parametrize("version", ["0", "99", "x", "-1", "9" * 40])
def test_a_version_that_never_was_is_not_found(browser_client: FlaskClient, version: str) -> None:
    assert browser_client.get(f"/privacidad?version={version}").status_code == 404
