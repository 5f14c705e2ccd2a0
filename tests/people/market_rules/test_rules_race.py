"""Two of the staff act on the rules at once, or a shop accepts what is just being taken back: one thing happens, whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.market_rules import accept_rules, queries, service
from marketplace.people.market_rules.errors import NoRulesAnnounced, RulesDraftChanged
from marketplace.people.market_rules.models import RulesAcceptance, RulesDraft
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.people.market_rules.announcing import SONIA, WHY, announced, drafted, first_day, forgotten, next_rules
from tests.racing import at_once, forget_to_read_again
from tests.web.asking import client_of


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def _as_sonia() -> AbstractContextManager[Work]:
    return unit_of_work(PlatformScope("staff"), SONIA)


def _two_drafts() -> list[UUID]:
    """Two drafts that Sonia wrote, each of which could be announced."""
    with _as_sonia() as work:
        return [drafted(work).id, drafted(work).id]


def _versions(market: Cast) -> list[int]:
    with market.above() as work:
        return [one.version for one in queries.versions(work)]


def _both_find_none_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two who announce have both seen that nothing is announced before either goes on."""
    check: Callable[..., Any] = service._check
    both, left = threading.Barrier(2, timeout=60), iter(range(2))

    def checked(*given: Any) -> Any:
        found = check(*given)
        if next(left, None) is not None:
            both.wait()
        return found

    monkeypatch.setattr(service, "_check", checked)


def test_of_two_drafts_announced_at_once_one_is_and_the_other_is_told(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, tabs = _two_drafts(), [client_of(app, market.sergio) for _tab in range(2)]
    _both_find_none_announced(monkeypatch)

    def announce(number: int, _together: threading.Barrier) -> tuple[int, str]:
        path = f"/operacion/reglas/borradores/{drafts[number]}/anunciar"
        answer = tabs[number].post(path, data={"revision": "2"})
        return answer.status_code, answer.text

    first, second = sorted(at_once(app, 2, announce))
    assert (first[0], second[0]) == (302, 409)
    assert "La versión 2 está anunciada y no empieza aún" in second[1]
    assert _versions(market) == [2, 1]
    with market.above() as work:
        states = work.session.scalars(select(RulesDraft.state).where(RulesDraft.id.in_(drafts))).all()
        assert sorted(states) == ["announced", "open"]
        assert len(queries.rules_of(work, 2)) == len(next_rules(work))


def test_tried_once_the_key_of_the_version_stops_the_second(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = _two_drafts()
    _both_find_none_announced(monkeypatch)

    def announce(number: int, _together: threading.Barrier) -> int:
        with market.as_sergio() as work:
            return service.announce_rules(work, drafts[number], seen_revision=2)

    outcomes = at_once(app, 2, announce)
    assert 2 in outcomes
    assert [type(one) for one in outcomes if one != 2] == [IntegrityError]
    assert _versions(market) == [2, 1]


def _saved_while_announced(app: Flask, market: Cast) -> tuple[UUID, list[Any]]:
    """Sergio saves the draft again while Sonia announces it: both have read it as it was."""
    with market.as_sergio() as work:
        draft_id = drafted(work).id

    def act(number: int, together: threading.Barrier) -> str:
        with market.as_sergio() if number else _as_sonia() as work:
            seen = work.session.get_one(RulesDraft, draft_id)  # kept, as a page keeps it
            together.wait()
            if number:
                _save_otherwise(work, draft_id)
            else:
                service.announce_rules(work, draft_id, seen_revision=2)
            del seen
        return "saved" if number else "announced"

    return draft_id, at_once(app, 2, act)


def _save_otherwise(work: Work, draft_id: UUID) -> None:
    service.save_draft(
        work, draft_id, rules=next_rules(work), summary="Otra frase.", summary_en="Another sentence.",
        starts_on=first_day(work), seen_revision=2,
    )  # fmt: skip


def test_what_is_announced_is_what_was_seen(app: Flask, market: Cast) -> None:
    draft_id, outcomes = _saved_while_announced(app, market)
    (done,) = [one for one in outcomes if isinstance(one, str)]
    assert [type(one) for one in outcomes if one != done] == [RulesDraftChanged]
    with market.above() as work:
        draft = work.session.get_one(RulesDraft, draft_id)
        summary = "Las fotos de personas llevan su permiso." if done == "announced" else "Otra frase."
        assert (draft.state == "announced", draft.summary) == (done == "announced", summary)
    assert _versions(market) == ([2, 1] if done == "announced" else [1])


def test_without_reading_again_behind_the_lock_nobody_would_be_told(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_to_read_again(monkeypatch)
    _draft_id, outcomes = _saved_while_announced(app, market)
    assert not any(isinstance(one, RulesDraftChanged) for one in outcomes), outcomes


def test_accepted_while_it_is_taken_back_it_is_on_record_and_does_not_begin(market: Cast) -> None:
    version = announced(market)
    with _as_sonia() as staff:
        service.withdraw_rules(staff, version, reason=WHY)
        with market.as_alicia() as work:
            accept_rules(work, version)  # nobody has been told yet that it is taken back
    with market.as_bruno() as work, pytest.raises(NoRulesAnnounced):
        accept_rules(work, version)
    with market.above() as work:
        assert work.session.scalars(select(RulesAcceptance.tenant_id)).all() == [market.alpaca.id]
        work.now = queries.get_version(work, version).in_force_from
        assert queries.version_in_force(work) == 1


def test_it_is_taken_back_while_a_shop_accepts(market: Cast) -> None:
    version = announced(market)
    with market.as_alicia() as shop:
        accept_rules(shop, version)
        with _as_sonia() as staff:
            service.withdraw_rules(staff, version, reason=WHY)  # does not wait for the shop
    with market.above() as work:
        assert queries.find_announced(work) is None
        assert work.session.scalars(select(RulesAcceptance.version)).all() == [version]


def test_a_shop_that_accepts_twice_at_once_accepts_once(app: Flask, market: Cast) -> None:
    version, tabs = announced(market), [client_of(app, market.alicia) for _tab in range(2)]

    def accept(number: int, together: threading.Barrier) -> int:
        together.wait()
        return tabs[number].post(f"/vender/hilos-alpaca/reglas/{version}/aceptar").status_code

    assert at_once(app, 2, accept) == [302, 302]
    with market.above() as work:
        assert len(work.session.scalars(select(RulesAcceptance)).all()) == 1
