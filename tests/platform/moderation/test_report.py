"""Anybody reports what is wrong, gets a receipt and an answer; the same person's reports are one, the same thing's one case."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.care.messaging.models import Message
from marketplace.care.messaging.service import ask_shops, write_in_question
from marketplace.kernel.errors import OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.moderation import appeals, errors, queries, reports
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.models import Report
from marketplace.platform.moderation.reporting import BEHIND, ReportReason
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.platform.moderation.reporting import as_nora, cases, report
from tests.web.asking import client_of

FORM = {"reason": "counterfeit", "body": "La etiqueta es de otra marca.", "email": "Laura@Example.com"}


def letters(market: Cast, to: str = "laura@example.com") -> list[Mail]:
    with market.above() as work:
        return list(work.session.scalars(select(Mail).where(Mail.to == to).order_by(Mail.created_at)))


def test_a_guest_reports_and_reads_what_became_of_it(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    stranger = app.test_client()
    page = stranger.get(f"/p/x-{goods.number}", follow_redirects=True)
    assert f"/reportar/producto/{goods.number}" in page.text
    path = f"/reportar/producto/{goods.number}"
    assert "Set-Cookie" not in stranger.get(path).headers
    assert stranger.post(path, data={**FORM, "reason": ""}).status_code == 422
    whose = stranger.post(path, data={**FORM, "reason": "rights"})
    assert (whose.status_code, "de quién es la marca" in whose.text) == (422, True)
    assert cases(market) == []
    sent = stranger.post(path, data=FORM)
    assert sent.status_code == 302
    worker.drain()
    receipt = letters(market)[0]
    assert "Recibimos tu reporte" in receipt.subject
    assert sent.location in receipt.text
    assert "Le toca a Tianguis: decidir" in stranger.get(sent.location).text
    assert stranger.get(sent.location[:-3] + "abc").status_code == 404
    sergio = client_of(app, market.sergio)
    assert "1 persona" in sergio.get("/operacion/publicaciones").text
    case = cases(market)[0]
    looked = sergio.get(f"/operacion/reportes/{case.id}").text
    assert FORM["body"] in looked
    assert "selected" not in looked.partition("Dejarlo como está")[2]
    assert sergio.post(f"/operacion/reportes/{case.id}/dejar", data={"answer": ""}).status_code == 422
    assert sergio.post(f"/operacion/reportes/{case.id}/dejar", data={"answer": "La marca es suya."}).status_code == 302
    worker.drain()
    assert "La marca es suya." in letters(market)[1].text
    told = stranger.get(sent.location).text
    assert "Lo dejamos como está" in told
    assert "La marca es suya." in told
    assert "Hilos Alpaca" not in [mail.subject for mail in letters(market, "hilos-alpaca@example.mx")]


def test_taking_it_down_answers_everybody_who_reported_it(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    for email in ("laura@example.com", "otro@example.com"):
        report(market, goods.number, email)
    with market.as_sergio() as work:
        moderation.take_down_listing(work, goods.number, rule="counterfeit", facts="No es suya.", how_to_fix="Quítala.")
    worker.drain()
    (case,) = cases(market)
    assert (case.state, case.done, case.rule, case.reports) == ("acted", "take_down", "counterfeit", 2)
    for email in ("laura@example.com", "otro@example.com"):
        assert "No es suya." in letters(market, email)[-1].text


def test_five_hundred_reports_by_one_person_are_one_and_by_two_one_case(
    app: Flask, market: Cast, worker: Worker
) -> None:
    goods = make.goods(market)
    for _time in range(500):
        code, _token, _case = report(market, goods.number)
    worker.drain()
    with market.above() as work:
        (one,) = work.session.scalars(select(Report)).all()
        assert (one.code, one.times, one.body) == (code, 500, "Pesa la mitad.")
    assert len(letters(market)) == 1
    alone = cases(market)[0].risk
    report(market, goods.number, "otro@example.com")
    (case,) = cases(market)
    assert (case.reports, case.risk > alone) == (2, True)
    # Who types somebody else's address learns nothing of what that person reported.
    joined = app.test_client().post(f"/reportar/producto/{goods.number}", data={**FORM, "body": "Soy otra persona."})
    assert (joined.status_code, "/reportes/" in joined.text) == (200, False)


def test_one_address_reports_no_more_than_a_few_things_an_hour(market: Cast) -> None:
    numbers = [make.goods(market, title=f"Estambre {n}").number for n in range(5)]
    for number in numbers[:4]:
        report(market, number)
    with pytest.raises(errors.TooManyReports):
        report(market, numbers[4])
    assert len(cases(market)) == 4


def test_reports_in_bad_faith_wait_behind_and_are_told(market: Cast, worker: Worker) -> None:
    numbers = [make.goods(market, title=f"Estambre {n}").number for n in range(4)]
    for number in numbers[:3]:
        report(market, number)
    with market.above() as work:
        ids = list(work.session.scalars(select(Report.id).order_by(Report.reported_at)))
    for one in ids:
        with pytest.raises(errors.ReasonForPersonNeeded), market.as_sergio() as work:
            reports.call_bad_faith(work, one, why="")
        with market.as_sergio() as work:
            reports.call_bad_faith(work, one, why="Es su competencia, y nada de esto es cierto.")
    with pytest.raises(errors.ReportNotBadFaith), market.as_sergio() as work:
        reports.call_bad_faith(work, ids[0], why="Otra vez.")
    assert [case.risk for case in cases(market)] == [BEHIND] * 3
    report(market, numbers[3])
    report(market, make.goods(market, title="Otro").number, "otro@example.com")
    worker.drain()
    with market.above() as work:
        order = [one.risk for one in queries.waiting(work)[0]]
    assert order[1:] == [BEHIND] * 4
    assert order[0] > 0
    told = [mail for mail in letters(market) if "esperan detrás" in mail.subject]
    assert len(told) == 1
    assert "Es su competencia" in told[0].text


def test_who_reported_appeals_and_another_looks_again(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    code, token, case_id = report(market, goods.number)
    with market.as_sergio() as work:
        reports.dismiss_reports(work, case_id, answer="Está bien.")
    page = app.test_client().post(f"/reportes/{code}/{token}/apelar", data={"body": "Lo pesé otra vez."})
    assert page.status_code == 302
    with market.above() as work:
        appeal = appeals.open_appeals(work)[0][0]
    with pytest.raises(errors.AnotherMustAnswer), market.as_sergio() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=True, answer="Sí.")
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=True, answer="Tiene razón.")
    worker.drain()
    assert cases(market)[0].state == "open"
    assert "Tenías razón" in letters(market)[-1].subject
    with as_nora() as work:
        reports.dismiss_reports(work, case_id, answer="Ya lo corrigieron.")
    worker.drain()
    assert "Ya lo corrigieron." in letters(market)[-1].text


def test_a_message_is_reported_by_who_got_it_and_nobody_else(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    with market.as_carla() as work:
        ask_shops(work, market.carla.id, [goods.number], "¿Pica?")
    with market.as_alicia() as work:
        asked = work.session.scalars(select(Message)).one()
        write_in_question(work, asked.thread_id, side="shop", body="Págame por fuera al 55 1234 5678 90.")
        answer = work.session.scalars(select(Message.id).where(Message.side == "shop")).one()
    carla = client_of(app, market.carla)
    link = re.search(r"/reportar/mensaje/pregunta/[0-9a-f-]{36}", carla.get(f"/preguntas/{asked.thread_id}").text)
    assert link is not None
    assert link[0].endswith(str(answer))
    assert app.test_client().post(link[0], data=FORM).location.startswith("/entrar")
    for other in (client_of(app, market.bruno), client_of(app, market.alicia)):
        assert other.post(link[0], data=FORM).status_code == 404
    assert carla.get(f"/reportar/mensaje/pregunta/{asked.id}").status_code == 404  # her own
    assert carla.post(link[0], data={**FORM, "reason": "contact"}).status_code == 302
    (case,) = cases(market)
    assert (case.about, case.shop_id, [flag["code"] for flag in case.flags]) == (
        "message",
        market.alpaca.id,
        ["contact"],
    )


def test_nobody_decides_about_their_own_shop_or_report_or_twice(market: Cast) -> None:
    goods = make.goods(market)
    _code, _token, case_id = report(market, goods.number)
    pia = Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"])
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
        reports.dismiss_reports(work, case_id, answer="Todo bien.")
    with market.as_sergio() as work:
        reports.dismiss_reports(work, case_id, answer="Todo bien.")
    with pytest.raises(errors.AlreadyDecided), market.as_sergio() as work:
        reports.dismiss_reports(work, case_id, answer="Todo bien.")
    report(market, goods.number, reason=ReportReason.OFFENSIVE)  # what is decided is reported anew
    assert [case.state for case in cases(market)] == ["dismissed", "open"]
