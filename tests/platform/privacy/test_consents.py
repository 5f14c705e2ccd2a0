"""What people agree to: the notice, the use of a CLABE, and what is voluntary."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from marketplace.kernel.datamap import For
from marketplace.kernel.visitor import Visitor
from marketplace.money.payouts.accounts import give_account
from marketplace.people.accounts import service as accounts
from marketplace.platform.privacy import consents, errors
from marketplace.platform.privacy.kept import kept_tables
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


@pytest.mark.parametrize(
    ("language", "of_buyers"), [("es", "De quien pide factura"), ("en", "Of who asks for an invoice")]
)
def test_the_notice_names_what_is_kept_of_who_buys_for_invoices_and_refunds(language: str, of_buyers: str) -> None:
    """What the map says to be kept of a buyer by these names stands in the part of the notice that is about buyers."""
    called = {"rfc": "RFC", "clabe": "CLABE", "regime": {"es": "régimen", "en": "regime"}[language]}
    bought = [table for table in kept_tables().values() if table.use in (For.BUY, For.PAY) and table.person]
    kept = {name for table in bought for name in table.cells if name in called}
    assert kept == set(called)
    found = notice(NEWEST, language)
    assert found is not None
    (said,) = (line for _kind, lines in found.parts for line in lines if of_buyers in line)
    assert all(
        called[name] in said.split(of_buyers)[1].split("vende" if language == "es" else "sells")[0] for name in kept
    )


def test_what_was_invoiced_is_said_to_stay(browser_client: FlaskClient) -> None:
    page = " ".join(browser_client.get("/privacidad/que-guardamos").text.split())
    assert "se borra, menos lo que ya se facturó" in page.split("Las facturas que pediste")[1].split("</tr>")[0]


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
