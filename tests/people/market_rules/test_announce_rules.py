"""Staff announce a draft: a second person, at least fifteen days ahead, once at a time, and never changed after."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace.kernel.calendar import morning_of
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine, unit_of_work
from marketplace.people.market_rules import queries, service
from marketplace.people.market_rules.errors import (
    AnotherRulesAnnounced,
    OwnRulesDraft,
    RulesDayMissing,
    RulesDraftChanged,
    RulesNotWhole,
    RulesSummaryMissing,
    RulesTooSoon,
    RulesUnchanged,
)
from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.rules import NOTICE, RuleLack
from marketplace.platform.notifications.models import Notification
from marketplace.platform.notifications.reactions import rules as letters
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.people.market_rules.announcing import (
    NEW,
    SONIA,
    announce_draft,
    announced,
    drafted,
    first_day,
    forgotten,
    next_rules,
)

_INSERT = (
    "INSERT INTO rules_version (version, announced_at, in_force_from, rule_count, summary, summary_en) "
    "VALUES (9, now(), now() + :ahead, 0, 'a', 'b')"
)


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def _versions(market: Cast) -> list[int]:
    with market.above() as work:
        return [one.version for one in queries.versions(work)]


def test_a_second_person_announces_what_somebody_wrote(market: Cast) -> None:
    version = announced(market)
    with market.above() as work:
        found = queries.find_announced(work)
        assert found is not None
        assert (found.version, version) == (2, 2)
        assert found.in_force_from - found.announced_at >= NOTICE
        codes = [rule.code for rule in queries.rules_of(work, version)]
        assert codes[-1] == NEW.code
        assert "wrong_category" not in codes
        assert queries.version_in_force(work) == 1  # until its day
        lines = work.session.scalars(select(AuditLine.subject).where(AuditLine.verb == "market_rules.announce")).all()
        assert lines == ["rules:2"]


def test_it_holds_from_its_day(market: Cast) -> None:
    announced(market)
    with market.above() as work:
        found = queries.get_version(work, 2)
        work.now = found.in_force_from
        assert queries.version_in_force(work) == 2
        assert queries.find_announced(work) is None
        before = queries.find_before(work, found)
        assert before is not None
        assert before.version == 1


def test_who_wrote_any_of_it_does_not_announce_it(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work).id
    with market.as_sergio() as work, pytest.raises(OwnRulesDraft):
        service.announce_rules(work, draft_id, seen_revision=2)
    assert _versions(market) == [1]


def test_a_shop_announces_nothing(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work).id
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        service.announce_rules(work, draft_id, seen_revision=2)
    assert _versions(market) == [1]


def test_fourteen_days_are_too_few(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work, starts_on=first_day(work) - timedelta(days=1)).id
    with pytest.raises(RulesTooSoon) as refused:
        announce_draft(draft_id)
    assert refused.value.details["days"] == 15
    assert _versions(market) == [1]


def test_nor_for_the_database(administrator: Engine) -> None:
    with administrator.begin() as connection, pytest.raises(IntegrityError, match="notice"):
        connection.execute(text(_INSERT), {"ahead": timedelta(days=14)})


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"starts_on": None}, RulesDayMissing),
        ({"summary_en": ""}, RulesSummaryMissing),
        ({"rules": [replace(NEW, body_en="")]}, RulesNotWhole),
        ({"rules": [replace(NEW, section="")]}, RulesNotWhole),
        ({"rules": [NEW, NEW]}, RulesNotWhole),
        ({"rules": [replace(NEW, code="Dos Palabras")]}, RulesNotWhole),
    ],
)
def test_what_is_not_whole_is_not_announced(market: Cast, other: dict[str, object], refusal: type[Exception]) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work, **other).id
    with pytest.raises(refusal):
        announce_draft(draft_id)
    assert _versions(market) == [1]


def test_each_fault_says_which_rule_and_what(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work, rules=[NEW, replace(NEW, source="")]).id
    with pytest.raises(RulesNotWhole) as refused:
        announce_draft(draft_id)
    found = [(fault.number, fault.lack) for fault in refused.value.details["faults"]]
    assert found == [(1, RuleLack.TWICE), (2, RuleLack.TWICE), (2, RuleLack.WORDS)]


def test_the_same_rules_are_nothing_to_announce(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work, rules=queries.rules_of(work, 1)).id
    with pytest.raises(RulesUnchanged):
        announce_draft(draft_id)


def test_one_is_announced_at_a_time(market: Cast, administrator: Engine) -> None:
    announced(market)
    with market.as_sergio() as work:
        draft_id = drafted(work).id
    with pytest.raises(AnotherRulesAnnounced):
        announce_draft(draft_id)
    with administrator.begin() as connection, pytest.raises(IntegrityError, match="ex_rules_version_notice"):
        connection.execute(text(_INSERT), {"ahead": timedelta(days=40)})
    assert _versions(market) == [2, 1]


def test_what_was_not_seen_is_not_announced(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work).id
    with pytest.raises(RulesDraftChanged):
        announce_draft(draft_id, seen_revision=1)
    assert _versions(market) == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rules_version SET summary = 'Otra cosa' WHERE version = 2",
        "UPDATE rules_version SET in_force_from = in_force_from - interval '1 day' WHERE version = 2",
        "DELETE FROM rules_version WHERE version = 2",
        "UPDATE market_rule SET body = 'Otra cosa' WHERE version = 2",
        "DELETE FROM market_rule WHERE version = 2",
        "INSERT INTO market_rule SELECT 2, 'one_more', 99, section, title, title_en, body, body_en, source FROM market_rule "
        "WHERE version = 1 AND code = 'misleading'",
    ],
)
def test_what_is_announced_is_never_changed_even_by_the_owner_of_the_tables(
    market: Cast, administrator: Engine, statement: str
) -> None:
    announced(market)
    with market.above() as work:
        before = queries.rules_of(work, 2)
    with pytest.raises(DBAPIError), administrator.begin() as connection:
        connection.execute(text(statement))
    with market.above() as work:
        assert queries.rules_of(work, 2) == before


def test_every_open_shop_gets_one_letter_also_where_it_takes_several_jobs(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "BATCH", 1)
    version = announced(market)
    worker.drain()
    with market.above() as work:
        letters.tell_announced(work, letters.RulesAnnounced(version))  # a repeat tells nobody again
    worker.drain()
    with market.above() as work:
        told = work.session.scalars(select(Notification).where(Notification.kind == "rules_announced")).all()
        assert sorted(str(one.tenant_id) for one in told) == sorted([str(market.alpaca.id), str(market.abedul.id)])


def test_no_shop_is_told_of_what_was_taken_back_meanwhile(market: Cast, worker: Worker) -> None:
    version = announced(market)
    with unit_of_work(PlatformScope("staff"), SONIA) as work:
        service.withdraw_rules(work, version, reason="Nos equivocamos de texto.")
    worker.drain()
    with market.above() as work:
        told = work.session.scalars(select(Notification).where(Notification.kind == "rules_announced")).all()
        assert told == []


def test_everybody_reads_what_changes_word_by_word(app: Flask, market: Cast) -> None:
    announced(market)
    visitor = app.test_client()
    page = html.unescape(visitor.get("/reglas/2/cambios").text)
    assert "<del>" in page
    assert "<ins>" in page
    assert NEW.title in page
    assert 'id="misleading"' in page
    assert 'id="prohibited"' not in page  # it says the same
    assert "anunciada" in visitor.get("/reglas").text
    assert NEW.title not in visitor.get("/reglas").text
    assert NEW.title in visitor.get("/reglas/2").text
    assert visitor.get("/reglas/3").status_code == 404
    english = visitor.get("/reglas/2/cambios", headers={"Accept-Language": "en"}).text
    assert NEW.title_en in english


def test_next_rules_differ(market: Cast) -> None:
    with market.above() as work:
        assert morning_of(first_day(work)) - work.now >= NOTICE
        assert next_rules(work) != queries.rules_of(work, 1)
        assert work.session.get(RulesVersion, 1) is not None
