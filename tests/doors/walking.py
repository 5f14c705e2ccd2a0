"""Walking through the market from page to page, as each kind of person, and what forms and questions are met."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.doors.forms import PageForm, forms_in, kind_of, links_in
from tests.doors.knocking import address
from tests.doors.states import Beginnings
from tests.doors.table import ANYONE, DOORS
from tests.doors.world import World

_PAGES_OF_A_DOOR = 3  # that links lead to: the twentieth order asks for nothing that the first three do not
_LOOK_EVERYWHERE = ("anonymous", "buyer")
_ASKED: set[str] = set()


class Noting(ImmutableMultiDict[str, str]):
    """What an address or form carries; notes what it is asked for."""

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        _ASKED.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        _ASKED.add(key)
        return super().getlist(key, *args, **kwargs)


@dataclass
class Met:
    """A form that was met: by whom, on which page, and the door that it is sent to."""

    who: str
    page: str
    endpoint: str
    form: PageForm


@dataclass
class Walk:
    """What was met on the way: forms by what they ask, questions (the names an address may carry) by door."""

    app: Flask
    cookies: dict[str, str]
    mine: dict[str, list[str]]
    forms: dict[tuple[str, str, tuple[str, ...]], Met] = field(default_factory=dict)
    questions: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    pages: int = 0
    faults: list[str] = field(default_factory=list)

    def client(self, who: str) -> FlaskClient:
        """Somebody's browser as it was before they did anything here."""
        client = self.app.test_client()
        if self.cookies[who]:
            client.set_cookie("tianguis", self.cookies[who])
        return client

    def door(self, path: str, method: str) -> tuple[str, str] | None:
        """The endpoint behind an address, and what it names."""
        try:
            endpoint, named = self.app.url_map.bind("localhost").match(urlsplit(path).path, method=method)
        except (HTTPException, RequestRedirect):
            return None
        return str(endpoint), repr(named)

    def go(self, who: str, beginnings: Iterable[str]) -> None:
        """Visit pages and whatever they lead to, and note what is met. What is for anybody, two people look at."""
        first = list(beginnings)
        passed_by = set() if who in _LOOK_EVERYWHERE else {door for door, lock in DOORS.items() if lock == ANYONE}
        ahead, seen = list(first), defaultdict(set)
        while ahead:
            path = html.unescape(ahead.pop(0))
            door = self.door(path, "GET")
            if door is None:
                continue
            if door[0] in passed_by and path not in self.mine[who]:
                continue
            endpoint, names = door[0], tuple(sorted({name for name, _value in parse_qsl(urlsplit(path).query)}))
            if (door[1], names) in seen[endpoint] or (len(seen[endpoint]) >= _PAGES_OF_A_DOOR and path not in first):
                continue
            seen[endpoint].add((door[1], names))
            ahead += self._visit(who, path, endpoint, names)

    def _visit(self, who: str, path: str, endpoint: str, names: tuple[str, ...]) -> list[str]:
        _ASKED.clear()
        answer = self.client(who).get(path)
        self.pages += 1
        if answer.status_code >= 500 and endpoint != "health.ready":  # there is no worker
            self.faults.append(f"{who} at {path}: {answer.status_code}")
        if answer.status_code >= 400:
            return []
        for name in sorted(_ASKED.union(names)):
            self.questions[endpoint].setdefault(name, (who, urlsplit(path).path))
        if answer.location:
            return [answer.location]
        if "html" not in answer.content_type:
            return []
        for form in forms_in(answer.text, path):
            door = self.door(form.action, form.method.upper())
            assert door is not None, f"a form on {path} leads nowhere: {form.method} {form.action}"
            self.forms.setdefault((door[0], form.method, _shape(form)), Met(who, path, door[0], form))
        return links_in(answer.text)


def _shape(form: PageForm) -> tuple[str, ...]:
    return tuple(sorted({kind_of(name) for name in form.boxes}))


def walk(app: Flask, world: World, began: Beginnings, people: Iterable[str]) -> Walk:
    """Walk through every door of the house and everything that its pages lead to."""
    found = Walk(app, began.cookies, began.pages)
    doors = [address(app, rule, world) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    before, app.request_class.parameter_storage_class = app.request_class.parameter_storage_class, Noting
    try:
        for who in people:
            found.go(who, [*began.pages[who], *doors])
    finally:
        app.request_class.parameter_storage_class = before
    return found
