"""Staff write the next rules: a draft may be unfinished, and what is older than it is refused with what was typed kept."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest
from flask import Flask

from marketplace.kernel.drafts import open_drafts
from marketplace.kernel.errors import NotAllowed
from marketplace.people.market_rules import queries, service
from marketplace.people.market_rules.errors import RulesDraftChanged
from marketplace.people.market_rules.models import RulesDraft
from marketplace.people.market_rules.rules import MOST_RULES, RunKind, compare_words
from tests.cast import Cast
from tests.doors.forms import forms_in
from tests.people.market_rules.announcing import drafted
from tests.web.asking import client_of

CONSOLE = "/operacion/reglas"


def _said(client: object, path: str, **other: str) -> dict[str, str]:
    """The draft's form as a browser sends it, with some boxes filled otherwise."""
    form = next(one for one in forms_in(client.get(path).text, path) if "summary" in one.boxes)  # type: ignore[attr-defined]
    shown = {name: (box.holds or ("",))[0] for name, box in form.boxes.items() if box.kind != "checkbox"}
    assert {name for name in other if not name.endswith("removed")} <= set(form.boxes)
    return {**shown, **other}


def test_a_draft_begins_as_the_rules_in_force_and_keeps_what_is_written(market: Cast) -> None:
    with market.as_sergio() as work:
        draft = service.open_draft(work)
        assert queries.drafted_rules(draft) == queries.rules_of(work, 1)
        saved = service.save_draft(work, draft.id, rules=[], summary="", summary_en="", starts_on=None, seen_revision=1)
        assert (saved.revision, saved.rules, saved.writers) == (2, [], [str(market.sergio.id)])
    with market.above() as work:
        assert [one.version for one in queries.versions(work)] == [1]


def test_who_works_in_a_shop_writes_none(market: Cast) -> None:
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        service.open_draft(work)
    with market.above() as work:
        assert open_drafts(work, RulesDraft) == []


def test_what_is_older_than_the_draft_is_refused(market: Cast) -> None:
    with market.as_sergio() as work:
        draft_id = drafted(work).id
    with market.as_sergio() as work, pytest.raises(RulesDraftChanged):
        service.drop_draft(work, draft_id, seen_revision=1)
    with market.above() as work:
        assert work.session.get_one(RulesDraft, draft_id).state == "open"


def test_in_the_console_a_rule_is_changed_retired_and_compared(app: Flask, market: Cast) -> None:
    sergio = client_of(app, market.sergio)
    path = str(sergio.post(f"{CONSOLE}/borradores").location)
    stale = _said(sergio, path, summary="Lo que tecleé tarde.")
    told = _said(sergio, path, **{"rules-0-title": "No se vende aquí", "rules-1-removed": "y", "starts_on": "mañana"})
    refused = sergio.post(path, data=told)
    assert refused.status_code == 422
    assert "Escribe la fecha completa" in html.unescape(refused.text)
    assert "No se vende aquí" in refused.text
    assert sergio.post(path, data={**told, "starts_on": ""}).status_code == 302
    page = html.unescape(sergio.get(path).text)
    assert "Se quita" in page
    assert "Lo escribiste tú: lo anuncia otra persona." in page
    late = sergio.post(path, data=stale)
    assert late.status_code == 409
    assert "Lo que tecleé tarde." in late.text
    assert "Esto es lo que dice ahora" in late.text


def test_a_difference_makes_both_texts() -> None:
    before, after = "Se vende lo nuevo y lo usado.", "Se vende solo lo nuevo, no lo usado."
    pieces = compare_words(before, after)
    assert "".join(one.text for one in pieces if one.said is not RunKind.NEW) == before
    assert "".join(one.text for one in pieces if one.said is not RunKind.GONE) == after
    assert any(one.said is RunKind.SAME for one in pieces)
    assert [one.text for one in compare_words("se puede comprobar", "lo puedes comprobar")] == [
        "se puede",
        "lo puedes",
        " comprobar",
    ]
    assert compare_words("", "") == ()


def test_a_draft_of_as_many_rules_as_there_may_be_opens(app: Flask, market: Cast) -> None:
    with market.as_sergio() as work:
        rule = queries.rules_of(work, 1)[0]
        draft = drafted(
            work, [replace(rule, code=f"rule_{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}") for n in range(MOST_RULES)]
        )
    page = client_of(app, market.sergio).get(f"{CONSOLE}/borradores/{draft.id}")
    assert page.status_code == 200
    assert f"rules-{MOST_RULES - 1}-code" in page.text
    assert f"rules-{MOST_RULES}-code" not in page.text
