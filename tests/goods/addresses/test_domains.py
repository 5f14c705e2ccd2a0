"""A shop proves a domain by a DNS record: only then it answers there, and only while the record stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.goods.addresses import errors, rules
from marketplace.goods.addresses.gateways.resolver import SystemResolver, zone_file
from marketplace.goods.addresses.service import add_domain, ask_for_checks, check_domain, note_look, remove_domain
from marketplace.kernel.settings import Settings
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.models import Hostname, ShopName
from tests.cast import Cast
from tests.web.asking import enter

OURS = frozenset({"tianguis.mx"})
NAME = "lanas-alpaca.mx"


@pytest.fixture(autouse=True)
def zone(settings: Settings, market: Cast) -> Iterator[None]:
    """The file that stands in for the DNS begins empty."""
    path = settings.var / "dns.txt"
    path.unlink(missing_ok=True)
    yield
    path.unlink(missing_ok=True)


def claim(market: Cast, name: str = NAME) -> UUID:
    with market.as_alicia() as work:
        return add_domain(work, name, ours=OURS)


def row(market: Cast, hostname_id: UUID) -> Hostname:
    with market.above() as work:
        return work.session.scalars(select(Hostname).where(Hostname.id == hostname_id)).one()


def publish(settings: Settings, claimed: Hostname) -> None:
    zone_file(settings).write(f"_tianguis.{claimed.name}", f"tianguis-verification={claimed.token}")


def proved(market: Cast, settings: Settings, worker: Worker) -> UUID:
    hostname_id = claim(market)
    publish(settings, row(market, hostname_id))
    worker.drain()
    return hostname_id


def look(market: Cast, hostname_id: UUID, texts: list[str] | None) -> None:
    with market.above() as work:
        note_look(work, market.alpaca.id, hostname_id, texts)


def status_at(client: FlaskClient, host: str = NAME) -> int:
    return client.get("/", headers={"Host": host}).status_code


def test_the_shop_answers_at_its_domain_once_the_record_is_seen(
    browser_client: FlaskClient, market: Cast, settings: Settings, worker: Worker
) -> None:
    hostname_id = claim(market)
    worker.drain()
    assert row(market, hostname_id).state == "pending"
    assert status_at(browser_client) == 421
    publish(settings, row(market, hostname_id))
    with market.above() as work:
        work.session.execute(update(Hostname).values(check_at=work.now))
    with market.above() as work:
        ask_for_checks(work)
    worker.drain()
    assert row(market, hostname_id).state == "verified"
    page = browser_client.get("/", headers={"Host": NAME})
    assert page.status_code == 200
    assert f'<link rel="canonical" href="http://{NAME}:8000/">' in page.text
    assert f'<link rel="canonical" href="http://{NAME}:8000/">' in browser_client.get("/tienda/hilos-alpaca").text


def test_the_page_gives_the_record_to_copy(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    answer = browser_client.post(
        "/vender/hilos-alpaca/direcciones/dominios", data={"domain": "Lanas-Ñandú.MX"}, follow_redirects=True
    )
    with market.above() as work:
        claimed = work.session.scalars(select(Hostname)).one()
    assert claimed.name.startswith("xn--lanas-")
    assert f"_tianguis.{claimed.name}" in answer.text
    assert f"tianguis-verification={claimed.token}" in answer.text
    assert "lanas-ñandú.mx" in answer.text


@pytest.mark.parametrize(
    "typed", ["", "hilos", "https://hilos.mx/x", "10.0.0.1", "hilos..mx", "-a.mx", "a b.mx", "x" * 64 + ".mx", "a_b.mx"]
)
def test_what_is_no_domain(market: Cast, typed: str) -> None:
    with pytest.raises(errors.BadDomain):
        claim(market, typed)


def test_the_markets_own_domains_cannot_be_had(market: Cast) -> None:
    for name in ("tianguis.mx", "ferreteria-abedul.tianguis.mx"):
        with pytest.raises(errors.OurDomain):
            claim(market, name)


def test_the_same_twice_and_too_many(market: Cast) -> None:
    claim(market)
    with pytest.raises(errors.DomainKnown):
        claim(market, "Lanas-Alpaca.MX.")
    claim(market, "b.mx")
    claim(market, "c.mx")
    with pytest.raises(errors.TooManyDomains):
        claim(market, "d.mx")


def test_somebody_elses_record_proves_nothing(market: Cast, settings: Settings, worker: Worker) -> None:
    with market.as_bruno() as work:
        theirs = add_domain(work, NAME, ours=OURS)
    publish(settings, row(market, theirs))
    mine = claim(market)
    worker.drain()
    assert row(market, theirs).state == "verified"
    assert row(market, mine).problem == "missing"
    publish(settings, row(market, mine))
    look(market, mine, [f"tianguis-verification={row(market, mine).token}"])
    assert (row(market, mine).state, row(market, mine).problem) == ("pending", "taken")
    with market.above() as work:
        assert work.session.scalars(select(ShopName.tenant_id).where(ShopName.name == NAME)).one() == market.abedul.id


def test_one_slow_server_takes_nothing_away_but_a_gone_record_does(
    browser_client: FlaskClient, market: Cast, settings: Settings, worker: Worker
) -> None:
    hostname_id = proved(market, settings, worker)
    look(market, hostname_id, None)
    assert row(market, hostname_id).missed == 0
    for _hour in range(rules.MOST_MISSED - 1):
        look(market, hostname_id, [])
        assert status_at(browser_client) == 200
    look(market, hostname_id, [])
    assert row(market, hostname_id).state == "lost"
    assert status_at(browser_client) == 421
    worker.drain()
    with market.above() as work:
        subjects = work.session.scalars(select(Mail.subject)).all()
    assert f"Tu tienda dejó de responder en {NAME}" in subjects
    look(market, hostname_id, [f"tianguis-verification={row(market, hostname_id).token}"])
    assert status_at(browser_client) == 200


def test_after_three_days_without_a_record_the_clock_stops_asking(market: Cast) -> None:
    hostname_id = claim(market)
    with market.above() as work:
        work.session.execute(update(Hostname).values(added_at=work.now - timedelta(days=4)))
    look(market, hostname_id, [])
    assert (row(market, hostname_id).state, row(market, hostname_id).check_at) == ("failed", None)


def test_a_removed_domain_answers_no_more(
    browser_client: FlaskClient, market: Cast, settings: Settings, worker: Worker
) -> None:
    hostname_id = proved(market, settings, worker)
    with market.as_alicia() as work:
        remove_domain(work, hostname_id)
    assert status_at(browser_client) == 421
    look(market, hostname_id, ["late"])  # a look that was under way is no error
    with pytest.raises(errors.NoSuchDomain), market.as_alicia() as work:
        remove_domain(work, hostname_id)


def test_the_neighbour_reaches_none_of_it(
    browser_client: FlaskClient, market: Cast, settings: Settings, worker: Worker
) -> None:
    hostname_id = proved(market, settings, worker)
    enter(browser_client, market.bruno)
    for verb in ("revisar", "quitar"):
        path = f"/vender/ferreteria-abedul/direcciones/dominios/{hostname_id}/{verb}"
        assert browser_client.post(path).status_code == 404
    assert NAME not in browser_client.get("/vender/ferreteria-abedul/direcciones").text
    assert row(market, hostname_id).state == "verified"


def test_asking_again_at_once_is_refused(market: Cast) -> None:
    hostname_id = claim(market)
    look(market, hostname_id, [])
    with pytest.raises(errors.JustChecked), market.as_alicia() as work:
        check_domain(work, hostname_id)


def test_the_dns_is_not_asked_inside_a_transaction(app: Flask, market: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside a unit of work"), market.as_alicia():
        SystemResolver().texts("_tianguis.example.mx")
