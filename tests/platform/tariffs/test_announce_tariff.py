"""An announced tariff reaches each shop with what its last ninety days would have cost; it accepts, or leaves, or is silent."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from marketplace.kernel.work import AuditLine
from marketplace.money.fees.errors import NoSuchTariff
from marketplace.money.fees.models import FeeDraft, FeeLine
from marketplace.money.fees.rules import FeeKind, Schedule
from marketplace.people.sellers import offer_instalments
from marketplace.platform.notifications.models import Notification
from marketplace.platform.tariffs.errors import NothingAnnounced
from marketplace.platform.tariffs.models import FeeAcceptance, FeeEstimate
from marketplace.platform.tariffs.service import accept_tariff
from marketplace.platform.tariffs.weighing import weigh
from marketplace.worker import Worker
from tests.cast import Cast
from tests.money.fees.tariffs import commission, dearer, drafted, forgotten
from tests.money.taxes.law import TARIFF
from tests.platform.tariffs.announcing import WHY, announce, sold_before_today, withdraw
from tests.web.asking import client_of

COMING = "/vender/hilos-alpaca/tarifas"


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def test_by_the_tariff_of_then_it_would_have_cost_what_it_cost(market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    with market.above() as work:
        ours = (FeeKind.COMMISSION, FeeKind.COMMISSION_IVA, FeeKind.PROCESSING, FeeKind.PROCESSING_IVA)
        kinds = [*ours, FeeKind.SHIPPING_SUBSIDY]
        paid = sum(work.session.scalars(select(FeeLine.amount_minor).where(FeeLine.kind.in_(kinds))))
        found = weigh(work, TARIFF)[market.alpaca.id]
        assert (len(found.orders), found.was_minor, found.would_minor) == (1, paid, paid)
        assert market.abedul.id not in weigh(work, TARIFF)


def test_what_was_paid_in_months_is_weighed_too(market: Cast, worker: Worker) -> None:
    with market.as_alicia() as work:
        offer_instalments(work, 0)
    sold_before_today(market, worker, months=6)
    with market.above() as work:
        kinds = (FeeKind.INSTALMENTS, FeeKind.INSTALMENTS_IVA)
        paid = sum(work.session.scalars(select(FeeLine.amount_minor).where(FeeLine.kind.in_(kinds))))
        found = weigh(work, TARIFF)[market.alpaca.id]
        assert found.was_minor == found.would_minor
        without = Schedule(2, tuple(rule for rule in TARIFF.rules if rule.months is None))
        assert paid > 0
        assert weigh(work, without)[market.alpaca.id].would_minor == found.was_minor - paid


def test_each_shop_learns_what_its_own_days_would_have_cost(market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    version = announce(market, worker)
    with market.above() as work:
        found = {row.tenant_id: row for row in work.session.scalars(select(FeeEstimate))}
        alpaca, abedul = found[market.alpaca.id], found[market.abedul.id]
        assert (alpaca.version, alpaca.orders, abedul.orders) == (version, 1, 0)
        # One hundredth of two pieces of 1,000.00 before IVA, and the IVA of that.
        assert alpaca.would_minor - alpaca.was_minor == 2_000 + 320
        told = work.session.scalars(select(Notification).where(Notification.kind == "tariff_announced")).all()
        assert {one.tenant_id for one in told} == {market.alpaca.id, market.abedul.id}
        assert work.session.scalars(select(FeeAcceptance)).all() == []
    with market.as_bruno() as work:
        assert [row.tenant_id for row in work.session.scalars(select(FeeEstimate))] == [market.abedul.id]


def test_the_draft_says_what_all_shops_would_have_paid(app: Flask, market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    with market.as_sergio() as work:
        draft = drafted(work, dearer(), weighed=False).id
    worker.drain()
    with market.above() as work:
        (row,) = work.session.get_one(FeeDraft, draft).figures or ()
        assert (row["shop"], row["orders"], row["would"] - row["was"]) == (market.alpaca.name, 1, 2_320)
    page = client_of(app, market.sergio).get(f"/operacion/tarifas/borradores/{draft}").text
    assert market.alpaca.name in page
    assert "Comisión, lo que no tiene regla propia: antes 10 %, después 11 %" in html.unescape(page)
    assert "Publicar esta tarifa" not in page  # he wrote it


def test_a_draft_that_is_no_tariff_is_not_weighed(market: Cast, worker: Worker) -> None:
    with market.as_sergio() as work:
        draft = drafted(work, [commission("electronica"), *TARIFF.rules[-2:]], weighed=False).id
    worker.drain()
    with market.above() as work:
        assert work.session.get_one(FeeDraft, draft).figures is None


def test_the_shop_reads_it_and_its_owner_accepts(app: Flask, market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    version = announce(market, worker)
    alicia, ada = client_of(app, market.alicia), client_of(app, market.ada)
    page = html.unescape(alicia.get(COMING).text)
    assert re.search(r"pedidos: 1\) costaron \$[\d.,]+ y habrían costado \$[\d.,]+, con IVA: \$23\.20 más", page)
    assert "Si no dices nada, vale para los pedidos que entren desde ese día" in " ".join(page.split())
    assert "/cierre" in page
    assert "tarifa nueva anunciada" in alicia.get("/vender/hilos-alpaca/").text
    assert "Aceptar la tarifa" not in ada.get(COMING).text
    assert ada.post(f"{COMING}/{version}/aceptar").status_code == 403
    for _again in range(2):
        assert alicia.post(f"{COMING}/{version}/aceptar").status_code == 302
    with market.above() as work:
        (said,) = work.session.scalars(select(FeeAcceptance)).all()
        assert (said.tenant_id, said.version, said.name) == (market.alpaca.id, version, market.alicia.name)
        lines = work.session.scalars(select(AuditLine.subject).where(AuditLine.verb == "tariffs.accept")).all()
        assert lines == [f"tariff:{version}"]
    assert "tarifa nueva anunciada" not in alicia.get("/vender/hilos-alpaca/").text


def test_what_is_not_announced_cannot_be_accepted(market: Cast) -> None:
    for version, refusal in ((1, NothingAnnounced), (2, NoSuchTariff)):
        with market.as_alicia() as work, pytest.raises(refusal):
            accept_tariff(work, version)
    with market.above() as work:
        assert work.session.scalars(select(FeeAcceptance)).all() == []


def test_taken_back_each_shop_that_heard_of_it_hears_that_too(app: Flask, market: Cast, worker: Worker) -> None:
    version = announce(market, worker)
    withdraw(version)
    worker.drain()
    with market.above() as work:
        told = work.session.scalars(select(Notification).where(Notification.kind == "tariff_withdrawn")).all()
        assert {one.tenant_id for one in told} == {market.alpaca.id, market.abedul.id}
    assert "No hay otra tarifa anunciada" in client_of(app, market.alicia).get(COMING).text
    page = app.test_client().get("/tarifas").text
    assert WHY in page
    assert "retirada" in page


def test_the_difference_is_public_for_people_and_programs(app: Flask, market: Cast, worker: Worker) -> None:
    version = announce(market, worker)
    visitor = app.test_client()
    page = html.unescape(visitor.get("/tarifas").text)
    assert f"Tarifa v{version} (anunciada)" in page
    assert "Comisión, Libros: antes 6 %, después 7 %" in page
    told = visitor.get("/tarifas.json").json
    newest, before = told["versions"]
    assert (newest["version"], newest["changes_from"], before["version"]) == (version, 1, 1)
    books = next(one for one in newest["changes"] if one["category"] == "libros")
    assert (books["was"], books["becomes"], books["is_more"]) == (
        "v1:commission:libros",
        f"v{version}:commission:libros",
        True,
    )
