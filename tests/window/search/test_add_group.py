"""Words that mean the same: staff put them together, and every host's searches follow within seconds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.kernel.analysis import alternatives
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.window.search.errors import NoSuchGroup, NotOneWord, TooFewWords, TooManyWords, WordInGroup
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.models import Synonym
from marketplace.window.search.rules import SearchQuery
from marketplace.window.search.service import rebuild
from marketplace.window.search.synonyms import add_group, groups, remove_group
from tenants.errors import WallError
from tenants.scope import PublicScope
from tests import make
from tests.cast import Cast
from tests.installation import settings_of
from tests.web.asking import enter
from tests.window.looking import found


@pytest.fixture
def shelf(market: Cast, browser_client: FlaskClient) -> FlaskClient:
    """A visitor before a blanket that calls itself by one word only."""
    make.goods(market, title="Cobija de lana")
    rebuild(Index(settings_of(browser_client.application).search_dir))
    return browser_client


def together(market: Cast, *words: str) -> UUID:
    with market.as_sergio() as work:
        return add_group(work, words)


def later(seconds: int) -> AbstractContextManager[None]:
    return at(clock.now() + timedelta(seconds=seconds))


def test_each_word_finds_what_the_others_say_within_seconds(shelf: FlaskClient, market: Cast) -> None:
    assert found(shelf, "/buscar?q=frazada") == []
    together(market, "cobija", "frazada", "manta")
    with later(4):
        assert found(shelf, "/buscar?q=frazada") == ["Cobija de lana"]
        assert found(shelf, "/buscar?q=FRAZADAS%20lana") == ["Cobija de lana"]
        assert found(shelf, "/buscar?q=cobija") == ["Cobija de lana"]


def test_other_processes_follow_too(
    shelf: FlaskClient, market: Cast, another_app: Callable[..., Flask], settings: Settings
) -> None:
    other = another_app().test_client()
    assert found(other, "/buscar?q=frazada") == []
    enter(shelf, market.sergio)
    answer = shelf.post("/operacion/sinonimos", data={"words": "Cobija, frazada"}, follow_redirects=True)
    assert "cobija, frazada" in answer.text
    with later(4):
        assert found(other, "/buscar?q=frazada") == ["Cobija de lana"]


def test_a_title_that_begins_with_a_word_of_the_group_counts_as_beginning_with_what_was_typed(market: Cast) -> None:
    number = make.goods(market, title="Cobija de lana").number
    index = Index(site().settings.search_dir)
    rebuild(index)
    same = RankingFacts(key="same", synonyms=alternatives([["cobija", "frazada"]]))
    for text, head in (("frazada", 12), ("frazada de lana", 12), ("lana", 0)):
        told = Executor(index).reasons(SearchQuery(text=text), same, [number])[number]
        assert {reason.signal: reason.points for reason in told}["head"] == head


def test_taken_apart_they_are_different_again(shelf: FlaskClient, market: Cast) -> None:
    group_id = together(market, "cobija", "frazada")
    with later(4):
        assert found(shelf, "/buscar?q=frazada") == ["Cobija de lana"]
    with market.as_sergio() as work:
        remove_group(work, group_id)
    with later(8):
        assert found(shelf, "/buscar?q=frazada") == []


def test_who_may_not(shelf: FlaskClient, market: Cast) -> None:
    enter(shelf, market.carla)
    assert shelf.post("/operacion/sinonimos", data={"words": "cobija, frazada"}).status_code == 404
    with pytest.raises(NotAllowed), unit_of_work(PublicScope()) as work:
        add_group(work, ["cobija", "frazada"])
    sergio = Actor("Sergio", market.sergio.id, may=frozenset(StaffMay))
    with pytest.raises(WallError), unit_of_work(PublicScope(), sergio) as work:  # permitted, and outside
        add_group(work, ["cobija", "frazada"])
        work.session.flush()
    assert _count(market) == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["cobija"], TooFewWords),
        (["cobija", "cobijas", "COBIJA"], TooFewWords),
        (["cobija", "de"], NotOneWord),
        (["cobija", "manta térmica"], NotOneWord),
        (["cobija", "a" * 41], NotOneWord),
        (["cobija", "!!"], NotOneWord),
        (["cobija", "wi-fi"], NotOneWord),
        ([f"palabra{n}" for n in range(13)], TooManyWords),
        (["frazada", "mantas"], WordInGroup),
    ],
)
def test_what_it_refuses(market: Cast, words: list[str], refusal: type[Exception]) -> None:
    together(market, "manta", "sarape")
    with pytest.raises(refusal), market.as_sergio() as work:
        add_group(work, words)
    assert _count(market) == 2


def test_a_refusal_is_said_at_the_field_and_keeps_what_was_typed(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.sergio)
    answer = browser_client.post("/operacion/sinonimos", data={"words": "cobija, cobijas"})
    assert answer.status_code == 422
    assert "Escribe dos palabras distintas" in answer.text
    assert 'value="cobija, cobijas"' in answer.text
    assert browser_client.post("/operacion/sinonimos", data={"words": ""}).status_code == 422
    assert "Todavía no hay palabras juntas" in browser_client.get("/operacion/sinonimos").text


def test_a_group_that_is_gone(market: Cast) -> None:
    with pytest.raises(NoSuchGroup), market.as_sergio() as work:
        remove_group(work, uuid4())


def test_it_leaves_who_and_when_and_a_line_of_audit(market: Cast) -> None:
    group_id = together(market, "Cobija", " frazada ")
    with market.as_sergio() as work:
        (group,) = groups(work)
        assert (group.id, group.words, group.added_by) == (group_id, ["cobija", "frazada"], market.sergio.name)
        remove_group(work, group_id)
    with market.above() as work:
        lines = work.session.scalars(select(AuditLine.verb).where(AuditLine.subject == f"synonyms:{group_id}")).all()
    assert sorted(lines) == ["search.add_synonyms", "search.remove_synonyms"]


def test_the_same_words_again_are_refused_and_change_nothing(market: Cast) -> None:
    together(market, "cobija", "frazada")
    with pytest.raises(WordInGroup) as refused, market.as_sergio() as work:
        add_group(work, ["cobija", "frazada"])
    assert refused.value.details == {"word": "cobija", "others": "frazada"}
    assert _count(market) == 2


def test_words_of_two_groups_join_them() -> None:
    assert alternatives([["móvil", "celular"], ["celulares", "teléfono"]]) == {
        "movil": ("celular",),
        "celular": ("movil", "telefono"),
        "telefono": ("celular",),
    }


def test_the_groups_that_a_new_market_begins_with_would_be_accepted(market: Cast) -> None:
    first = import_module("migrations.versions.0007_finding")._GROUPS
    for words in first:
        together(market, *words.split())
    assert _count(market) == sum(len(words.split()) for words in first)


def _count(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Synonym)) or 0
