"""Staff decide by the rules that hold, and a decision goes on saying its rule as it was then, also when another version began."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleSection, RuleText, queries
from marketplace.platform.moderation import closings, measures, things
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.errors import BadDay, GroundNotInForce, RuleNotInForce
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.models import LiveMeasure, ModerationCase, Report, ReportCase, ShopClosing
from marketplace.platform.moderation.rules import MeasureKind
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.people.market_rules.announcing import NEW, announced, begun, forgotten, next_rules
from tests.platform.moderation.closing import decide, in_days
from tests.platform.moderation.reporting import report
from tests.web.asking import client_of

DECISIONS = "/vender/hilos-alpaca/decisiones"
FACTS = {"facts": "Dice que es de plata y es alpaca.", "how_to_fix": "Di de qué está hecho."}
GROUND = RuleText("resells_seats", "closing", "Revende su lugar", "It resells its seat", "Una tienda no se alquila.",
                  "A shop is not for rent.", "Tianguis")  # fmt: skip
OTHERWISE = {
    "misleading": {"title": "Engaña a quien compra", "title_en": "It deceives buyers", "source": "LFPC art. 32, 33"},
    "undelivered": {"title": "No llegan sus pedidos", "title_en": "Its orders do not arrive"},
}


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def _announce_next(market: Cast) -> int:
    """The next version says two rules otherwise, retires `wrong_category` and `unreachable`, and has two new ones."""
    with market.above() as work:
        rules = [
            replace(rule, **OTHERWISE.get(rule.code, {})) for rule in next_rules(work) if rule.code != "unreachable"
        ]
    return announced(market, [*rules, GROUND])


def _next_began(market: Cast, administrator: Engine) -> int:
    version = _announce_next(market)
    begun(administrator, version)
    return version


def _warn(market: Cast, rule: str = "misleading") -> UUID:
    with market.as_sergio() as work:
        thing = things.find_shop(work, market.alpaca.slug)
        why = Reasons(rule, **FACTS)
        return measures.decide_measure(work, thing, MeasureKind.WARNING, why, begins_on=None, ends_on=None)


def _take_down(market: Cast, number: int, rule: str) -> UUID:
    with market.as_sergio() as work:
        return moderation.take_down_listing(work, number, rule=rule, **FACTS)


def _declined(work: Work) -> Sequence[ModerationCase]:
    return work.session.scalars(select(ModerationCase).where(ModerationCase.state == "declined")).all()


def _read(client: object, path: str) -> str:
    return html.unescape(" ".join(client.get(path).text.split()))  # type: ignore[attr-defined]


def test_a_decision_keeps_the_version_it_was_made_by(app: Flask, market: Cast, administrator: Engine) -> None:
    _warn(market)
    version = _next_began(market, administrator)
    _warn(market)
    with market.above() as work:
        by = work.session.scalars(select(LiveMeasure.rules_version).order_by(LiveMeasure.decided_at)).all()
        assert by == [1, version]
    page = client_of(app, market.alicia).get(DECISIONS).text
    assert "/reglas/1#misleading" in page
    assert f"/reglas/{version}#misleading" in page


def test_the_shop_reads_each_rule_as_it_was_said_then(app: Flask, market: Cast, administrator: Engine) -> None:
    _warn(market)
    decide(market, effective_on=in_days(40))
    _next_began(market, administrator)
    _warn(market)
    page = _read(client_of(app, market.alicia), DECISIONS)
    before = 'Dice algo que no es exacto o que puede engañar <span class="muted small">(LFPC art. 32)</span>'
    after = 'Engaña a quien compra <span class="muted small">(LFPC art. 32, 33)</span>'
    assert (page.count(before), page.count(after)) == (1, 1)
    assert page.count("Lo que dices del producto es cierto y se puede comprobar") == 1
    assert page.count("Lo que dices es cierto.") == 1
    assert "Cierre de la tienda: No entrega lo que vende" in page
    assert "No llegan sus pedidos" not in page


def test_a_long_rule_unfolds(app: Flask, market: Cast, administrator: Engine) -> None:
    with market.above() as work:
        long = [
            replace(rule, body="Todo es cierto. " * 40) if rule.code == "misleading" else rule
            for rule in next_rules(work)
        ]
    begun(administrator, announced(market, long))
    assert "<summary>Lo que dice la regla</summary>" not in _read(client_of(app, market.alicia), DECISIONS)
    _warn(market)
    assert "<summary>Lo que dice la regla</summary>" in _read(client_of(app, market.alicia), DECISIONS)


def test_what_is_announced_changes_nothing_before_its_day(app: Flask, market: Cast) -> None:
    _announce_next(market)
    goods = make.goods(market)
    offered = _read(client_of(app, market.sergio), f"/operacion/a-la-venta/{goods.number}")
    assert "Está en otra categoría (Tianguis)" in offered
    assert NEW.title not in offered
    assert "Engaña a quien compra" not in offered
    with pytest.raises(RuleNotInForce):
        _take_down(market, goods.number, NEW.code)
    with pytest.raises(GroundNotInForce):
        decide(market, ground=GROUND.code, effective_on=in_days(40))
    _take_down(market, goods.number, "wrong_category")
    with market.above() as work:
        assert [one.rules_version for one in _declined(work)] == [1]
        assert work.session.scalars(select(ShopClosing.id)).all() == []


def test_a_rule_that_began_is_chosen_and_named_wherever_its_decision_is(
    app: Flask, market: Cast, administrator: Engine, worker: Worker
) -> None:
    version = _next_began(market, administrator)
    goods, sergio = make.goods(market), client_of(app, market.sergio)
    code, token, _case = report(market, goods.number)
    path = f"/operacion/a-la-venta/{goods.number}"
    assert f"{NEW.title} ({NEW.source})" in _read(sergio, path)
    assert sergio.post(path, data={"rule": NEW.code, **FACTS}).status_code == 302
    worker.drain()
    with market.above() as work:
        (case,), reported = _declined(work), work.session.scalars(select(ReportCase)).one()
        assert (case.rule, case.rules_version) == (reported.rule, reported.rules_version) == (NEW.code, version)
        letters = [mail.text for mail in work.session.scalars(select(Mail)) if NEW.title in mail.text]
        assert len(letters) == 2  # to the shop and to who reported it
        assert all(NEW.source in one for one in letters)
    alicia = client_of(app, market.alicia)
    for client, page in (
        (sergio, "/operacion/decisiones"),
        (sergio, f"/operacion/publicaciones/{case.id}"),
        (sergio, f"/operacion/reportes/{reported.id}"),
        (alicia, DECISIONS),
        (alicia, f"{DECISIONS}/caso/{case.id}/apelar"),
        (alicia, f"/vender/hilos-alpaca/productos/{case.product_id}"),
        (app.test_client(), f"/reportes/{code}/{token}"),
        (app.test_client(), "/decisiones"),
    ):
        shown = _read(client, page)
        assert NEW.title in shown, page
        assert NEW.source in shown, page


def test_a_letter_says_the_rule_in_its_readers_language(market: Cast, administrator: Engine, worker: Worker) -> None:
    _next_began(market, administrator)
    goods = make.goods(market)
    report(market, goods.number)
    with market.above() as work:
        for one in work.session.scalars(select(Report)):
            one.locale = "en"
    _take_down(market, goods.number, NEW.code)
    worker.drain()
    with market.above() as work:
        told = [mail.text for mail in work.session.scalars(select(Mail).where(Mail.to == "laura@example.com"))]
    assert any(NEW.title_en in one for one in told)
    assert not any(NEW.title in one for one in told)


def test_a_retired_rule_is_refused_at_its_box_and_what_was_typed_stays(
    app: Flask, market: Cast, administrator: Engine
) -> None:
    goods, sergio = make.goods(market), client_of(app, market.sergio)
    path = f"/operacion/a-la-venta/{goods.number}"
    assert "Está en otra categoría" in _read(sergio, path)
    _next_began(market, administrator)
    answer = sergio.post(path, data={"rule": "wrong_category", **FACTS})
    assert answer.status_code == 422
    assert 'id="rule-error"' in answer.text
    assert FACTS["facts"] in answer.text
    assert "Está en otra categoría" not in answer.text
    with pytest.raises(RuleNotInForce):
        _take_down(market, goods.number, "wrong_category")
    with pytest.raises(RuleNotInForce):
        _warn(market, "undelivered")  # a ground is no rule of listings
    with market.above() as work:
        assert _declined(work) == []
        assert work.session.scalars(select(LiveMeasure.id)).all() == []


def test_what_was_decided_by_a_rule_since_retired_still_says_it(
    app: Flask, market: Cast, administrator: Engine
) -> None:
    case_id = _take_down(market, make.goods(market).number, "wrong_category")
    measure_id = _warn(market, "wrong_category")
    closing_id = decide(market, ground="unreachable", effective_on=in_days(40))
    _next_began(market, administrator)
    sergio, alicia = client_of(app, market.sergio), client_of(app, market.alicia)
    for client, page in (
        (sergio, "/operacion/decisiones"),
        (sergio, f"/operacion/publicaciones/{case_id}"),
        (sergio, "/operacion/medidas"),
        (sergio, f"/operacion/medidas/{measure_id}"),
        (alicia, DECISIONS),
        (app.test_client(), "/decisiones"),
    ):
        assert "Está en otra categoría" in _read(client, page), page
    for client, page in (
        (sergio, "/operacion/cierres"),
        (sergio, f"/operacion/cierres/{closing_id}"),
        (alicia, f"{DECISIONS}/cierre/{closing_id}"),
        (alicia, DECISIONS),
    ):
        assert "No contesta" in _read(client, page), page


def test_the_public_figures_say_a_rule_as_it_is_said_last(app: Flask, market: Cast, administrator: Engine) -> None:
    _warn(market)
    version = _announce_next(market)
    assert "Dice algo que no es exacto" in _read(app.test_client(), "/decisiones?v=1")
    begun(administrator, version)
    page = _read(app.test_client(), "/decisiones?v=2")
    assert "Engaña a quien compra" in page
    assert "Dice algo que no es exacto" not in page


def test_a_new_ground_closes_with_notice_and_never_at_once(market: Cast, administrator: Engine) -> None:
    version = _next_began(market, administrator)
    with pytest.raises(BadDay):
        decide(market, ground=GROUND.code, effective_on=None)
    with pytest.raises(GroundNotInForce):
        decide(market, ground="unreachable", effective_on=in_days(40))
    closing_id = decide(market, ground=GROUND.code, effective_on=in_days(40))
    with market.above() as work:
        found = closings.get_closing(work, closing_id)
        assert (found.ground, found.rules_version, found.state) == (GROUND.code, version, "announced")


def test_the_form_of_closings_offers_the_grounds_that_hold(app: Flask, market: Cast, administrator: Engine) -> None:
    _next_began(market, administrator)
    offered = _read(client_of(app, market.sergio), "/operacion/cierres")
    assert "Revende su lugar (Tianguis)<" in offered
    assert "(CPF art. 386; P2B art. 4(4)(a); puede ser de inmediato)" in offered
    assert "No contesta" not in offered


def test_however_many_decisions_a_page_shows_their_rules_are_read_once(
    app: Flask, market: Cast, administrator: Engine
) -> None:
    for rule in ("misleading", "offensive", "prohibited"):
        _take_down(market, make.goods(market, title=rule).number, rule)
        _warn(market, rule)
    decide(market, effective_on=in_days(40))
    alicia, asked = client_of(app, market.alicia), []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "market_rule" in statement and "rules_acceptance" not in statement:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert alicia.get(DECISIONS).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) == 1


def test_rules_are_offered_by_section_in_their_order(market: Cast) -> None:
    with market.above() as work:
        every = queries.rules_of(work, 1)
        for section in RuleSection:
            assert queries.rules_in_force(work, section) == [rule for rule in every if rule.section == section]
