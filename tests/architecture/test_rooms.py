"""In every module the rooms stand in one order, HTTP is heard in `web` alone, and nobody comes in by a neighbour's door."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import grimp
import pytest

from marketplace.modules import MODULES

_FLOORS = ("people", "goods", "money", "trade", "care", "window", "platform")
# From above to below; files of other names stand beside `service` and may be used from there up.
_ORDER = ("module", "web", "reactions", "jobs", "service", "queries", "models", "rules", "events", "errors")
_HTTP = {"flask", "flask_login", "flask_wtf", "flask_smorest", "werkzeug", "wtforms", "markupsafe"}


@cache
def house() -> grimp.ImportGraph:
    return grimp.build_graph("marketplace", include_external_packages=True, cache_dir=None)


def place_of(name: str) -> tuple[str, str] | None:
    """A module of the house and the room in it that a file is of; None for what is of no module."""
    parts = name.split(".")
    return (".".join(parts[:3]), parts[3]) if len(parts) > 3 and parts[1] in _FLOORS else None


def arrows() -> Iterator[tuple[str, str]]:
    """Each import between two files of modules of the house."""
    graph = house()
    for importer in graph.modules:
        yield from ((importer, imported) for imported in graph.find_modules_directly_imported_by(importer))


def test_no_room_reaches_up() -> None:
    up = []
    for importer, imported in arrows():
        here, there = place_of(importer), place_of(imported)
        if here is None or there is None or here[0] != there[0]:
            continue
        if here[1] in _ORDER and there[1] in _ORDER and _ORDER.index(there[1]) < _ORDER.index(here[1]):
            up.append(f"{importer} -> {imported}")
    assert sorted(up) == []


def test_nobody_comes_in_by_a_foreign_web() -> None:
    foreign = set()
    for importer, imported in arrows():
        here, there = place_of(importer), place_of(imported)
        if here is not None and there is not None and there[1] == "web" and here[0] != there[0]:
            foreign.add((importer.removeprefix("marketplace."), imported.removeprefix("marketplace.")))
    assert foreign == set()


def test_web_is_where_http_is_heard() -> None:
    heard = {
        f"{importer} -> {imported}"
        for importer, imported in arrows()
        if imported.split(".")[0] in _HTTP
        and (place := place_of(importer)) is not None
        and place[1] not in ("web", "module")
    }
    assert heard == {
        # Written whole, by the templates of pages: cards are kept as HTML, letters are said in their reader's language.
        "marketplace.window.storefront.cards -> flask",
        "marketplace.window.storefront.cards -> markupsafe",
        "marketplace.platform.notifications.render -> flask",
    }


def test_every_room_that_the_order_names_is_somewhere() -> None:
    """So that a word that nobody uses any more does not keep its place."""
    found = {place[1] for name in house().modules if (place := place_of(name))}
    assert set(_ORDER) <= found
    assert {name.rsplit(".", 1)[0] for name in house().modules if name.endswith(".module") and name.count(".") == 3} >= {
        f"marketplace.{floor}.{module.name}" for floor in _FLOORS for module in MODULES
        if f"marketplace.{floor}.{module.name}" in house().modules
    }  # fmt: skip


@pytest.mark.parametrize("room", ["rules", "events", "errors"])
def test_what_is_pure_knows_no_session(room: str) -> None:
    knows = {
        f"{importer} -> {imported}"
        for importer, imported in arrows()
        if (place := place_of(importer)) and place[1] == room and imported.split(".")[0] in {"sqlalchemy", *_HTTP}
    }
    assert knows == set()
