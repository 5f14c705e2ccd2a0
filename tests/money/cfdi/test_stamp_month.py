"""Papers are stamped once: answers get lost, workers are killed, and whoever stamps says no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import unit_of_work
from marketplace.money.cfdi import jobs, service
from marketplace.money.cfdi.errors import NothingToDraw, PacSilent
from marketplace.money.cfdi.events import PaperDrawn
from marketplace.money.cfdi.gateways import PacTwin, Stamped
from marketplace.money.cfdi.jobs import stamp_paper, try_again
from marketplace.money.cfdi.models import TaxPaper
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.money.cfdi.monthly import give_rfc, papers, stamper, this_month
from tests.money.payouts.paying import as_staff, finance


@pytest.fixture
def twin(market: Cast) -> PacTwin:
    """One that stamps whatever it is sent, as often as it is sent."""
    give_rfc(market)
    made = stamper()
    made.stamps_anew = True
    return made


@pytest.fixture
def drawn(market: Cast, worker: Worker, twin: PacTwin) -> PaperDrawn:
    """A paper that no job has looked at yet, and what tells of it."""
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        service.draw_month(work, market.alpaca.id, this_month(market))
    return PaperDrawn(market.alpaca.id, papers(market)["commission"].id)


def state(market: Cast) -> str:
    return papers(market)["commission"].state


def wait(market: Cast) -> None:
    """Whoever was asked would have answered by now."""
    with market.above() as work:
        earlier = timedelta(hours=2)
        work.session.execute(
            update(TaxPaper).values(tried_at=TaxPaper.tried_at - earlier, asked_at=TaxPaper.asked_at - earlier)
        )


def finish(fact: PaperDrawn) -> None:
    done = stamp_paper(fact, "job:1")
    with unit_of_work(PlatformScope("test")) as work:
        done(work)


def test_an_answer_that_was_lost_is_looked_for_and_not_asked_for_again(
    market: Cast, twin: PacTwin, drawn: PaperDrawn
) -> None:
    twin.silent_after = 1
    with pytest.raises(PacSilent):
        stamp_paper(drawn, "job:1")
    assert state(market) == "stamping"
    wait(market)
    finish(drawn)
    assert state(market) == "stamped"
    assert twin.stamped == 1


def test_a_worker_killed_between_the_stamp_and_its_note_changes_nothing(
    market: Cast, twin: PacTwin, drawn: PaperDrawn
) -> None:
    stamp_paper(drawn, "job:1")  # and nobody finishes it
    assert state(market) == "stamping"
    wait(market)
    finish(drawn)
    finish(drawn)
    paper = papers(market)["commission"]
    assert (paper.state, twin.stamped) == ("stamped", 1)
    assert twin.find(paper.key) is not None


def test_one_that_never_arrived_is_asked_for_again(market: Cast, twin: PacTwin, drawn: PaperDrawn) -> None:
    twin.silent_before = 1
    with pytest.raises(PacSilent):
        stamp_paper(drawn, "job:1")
    wait(market)
    finish(drawn)
    assert (state(market), twin.stamped) == ("stamped", 1)


@pytest.mark.parametrize("guarded", [True, False])
def test_two_jobs_at_once_ask_once_and_without_their_waiting_they_would_ask_twice(
    market: Cast, twin: PacTwin, drawn: PaperDrawn, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    once, others = twin.stamp, [drawn]

    def stamp(key: str, xml: bytes) -> Stamped:
        """While the first job waits for the answer, another one comes."""
        if others:
            finish(others.pop())
        return once(key, xml)

    monkeypatch.setattr(twin, "stamp", stamp)
    if not guarded:
        monkeypatch.setattr(jobs, "_ASKING", timedelta(0))
    finish(drawn)
    assert state(market) == "stamped"
    assert twin.stamped == (1 if guarded else 2)


def test_what_nobody_heard_of_is_looked_for_by_the_clock(
    market: Cast, worker: Worker, twin: PacTwin, drawn: PaperDrawn
) -> None:
    stamp_paper(drawn, "job:1")
    wait(market)
    with market.above() as work:
        try_again(work)
        try_again(work)
        assert len({one.paper_id for one in work.facts if isinstance(one, PaperDrawn)}) == len(work.facts)
    worker.drain()
    assert state(market) == "stamped"


def test_without_whoever_stamps_it_stays_sealed(
    market: Cast, drawn: PaperDrawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "get_pac", lambda: None)
    finish(drawn)
    paper = papers(market)["commission"]
    assert (paper.state, paper.uuid) == ("signed", None)
    assert paper.xml
    assert "TimbreFiscalDigital" not in paper.xml


def test_a_refused_one_says_why_and_is_drawn_up_anew_under_another_key(
    market: Cast, worker: Worker, twin: PacTwin, drawn: PaperDrawn
) -> None:
    twin.refusals = ["CFDI40147: el código postal no es el del RFC"]
    finish(drawn)
    refused = papers(market)["commission"]
    assert (refused.state, refused.refusal) == ("refused", "CFDI40147: el código postal no es el del RFC")
    finish(drawn)
    assert state(market) == "refused", "nothing brings it further but people"
    with as_staff(finance("Fidel")) as work:
        service.draw_again(work, refused.id)
    worker.drain()
    again = papers(market)["commission"]
    assert (again.id, again.state, again.refusal) == (refused.id, "stamped", None)
    assert again.key != refused.key


def test_one_in_the_place_of_a_stamped_one_names_it_and_then_it_is_cancelled(
    market: Cast, worker: Worker, twin: PacTwin, drawn: PaperDrawn
) -> None:
    worker.drain()
    first = papers(market)["commission"]
    fidel = finance("Fidel")
    with as_staff(fidel) as work:
        service.draw_again(work, first.id)
    with pytest.raises(NothingToDraw), as_staff(fidel) as work:
        service.draw_again(work, first.id)
    worker.drain()
    second = papers(market)["commission"]
    assert (second.correction, second.state, second.replaces_id) == (1, "stamped", first.id)
    assert f'TipoRelacion="04"><cfdi:CfdiRelacionado UUID="{first.uuid}"' in (second.xml or "")
    with market.above() as work:
        old = work.session.get_one(TaxPaper, (market.alpaca.id, first.id))
        assert (old.state, old.uuid) == ("cancelled", first.uuid)
    found = twin.find(first.key)
    assert found is not None
    assert found.is_cancelled
    standing = twin.find(second.key)
    assert standing is not None
    assert not standing.is_cancelled


def test_who_reads_the_books_draws_nothing(market: Cast, drawn: PaperDrawn) -> None:
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        service.draw_again(work, drawn.paper_id)


def test_a_seal_of_a_real_kind_that_does_not_fit_the_schema_waits_for_people(
    market: Cast, twin: PacTwin, drawn: PaperDrawn
) -> None:
    give_rfc(market, legal_name="|")
    finish(drawn)
    paper = papers(market)["commission"]
    assert paper.state == "refused"
    assert "Nombre" in (paper.refusal or "")
    assert twin.stamped == 0
