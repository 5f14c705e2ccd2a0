"""The twin's door: takes a request of Stripe's client, and answers as Stripe does, on bad days too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.policy import HTTP
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from marketplace.money.payments.gateways.twin import charges, connect
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from marketplace.money.payments.gateways.twin.store import Object, Shelf, TwinStore

Asked = dict[str, Any]
_PLACE = re.compile(r"[0-9]+")
Answer = tuple[str, int, dict[str, str]]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("^" + re.sub(r"{(.+?)}", r"(?P<\1>[^/]+)", path) + "$")


ROUTES: tuple[tuple[str, re.Pattern[str], Callable[..., Object]], ...] = tuple(
    (method, _pattern(path), handle) for method, path, handle in (*charges.ROUTES, *connect.ROUTES)
)


class Mishap(StrEnum):
    """What goes wrong with the next request."""

    UNHEARD = "unheard"  # it did not arrive
    UNANSWERED = "unanswered"  # it was done, and the answer got lost
    BROKEN = "broken"  # 500
    BUSY = "busy"  # 429


class StripeTwin(stripe.HTTPClient):
    """Answers Stripe's client from a store, without any network."""

    name = "twin"

    def __init__(self, store: TwinStore) -> None:
        super().__init__()
        self.store = store
        self.bad_days: list[Mishap] = []  # what happens to the next requests, one each
        self.calls: list[tuple[str, str, Asked]] = []  # method, path, what was asked
        self.watch: Callable[[str, str, Asked, Object | None], None] | None = None  # sees each question and answer

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_usage: Any
    ) -> Answer:
        """Answer one request. Raises stripe.APIConnectionError on days when nothing is heard."""
        at, sent = urlsplit(url), headers or {}
        asked = _read(at.path, sent.get("Content-Type") or "", post_data, at.query)
        self.calls.append((method, at.path, asked))
        day = self.bad_days.pop(0) if self.bad_days else None
        if day is Mishap.UNHEARD:
            raise stripe.APIConnectionError("no connection", should_retry=False)  # type: ignore[no-untyped-call]
        if day in (Mishap.BROKEN, Mishap.BUSY):
            return _error(TwinRefusal("api_error", "not now", answer=500 if day is Mishap.BROKEN else 429))
        if self.watch:
            self.watch(method, at.path, asked, None)
        answer = self._answer(method, at.path, asked, sent)
        if day is Mishap.UNANSWERED:
            raise stripe.APIConnectionError("the answer got lost", should_retry=False)  # type: ignore[no-untyped-call]
        return answer

    def _answer(self, method: str, path: str, asked: Asked, headers: Mapping[str, str]) -> Answer:
        key = headers.get("Idempotency-Key") if method == "post" else None
        digest = sha256(json.dumps([path, asked], sort_keys=True).encode()).hexdigest()
        with self.store.change() as shelf:
            before = shelf.answered(key) if key else None
            if before is not None:
                if before[0] != digest:
                    return _error(
                        TwinRefusal("idempotency_key_in_use", "other words under the same key", "idempotency_error")
                    )
                return before[2], before[1], {"Idempotent-Replayed": "true"}
            try:
                body, status = self._do(shelf, method, path, asked, headers), 200
            except TwinRefusal as refusal:
                return _error(refusal)
            said = json.dumps(body)
            if key:
                shelf.note_answer(key, digest, status, said)
        return said, status, {"Request-Id": f"req_{digest[:14]}"}

    def _do(self, shelf: Shelf, method: str, path: str, asked: Asked, headers: Mapping[str, str]) -> Object:
        for verb, pattern, handle in ROUTES:
            found = pattern.match(path) if verb == method else None
            if found:
                given = found.groupdict()
                if headers.get("Stripe-Account"):
                    given["account"] = headers["Stripe-Account"]
                body = expanded(shelf, handle(shelf, asked, **given), asked.get("expand") or [])
                if self.watch:
                    self.watch(method, path, asked, body)
                return body
        raise TwinRefusal("resource_missing", f"no such path: {method} {path}", answer=404)

    def close(self) -> None:
        """Nothing is open between requests."""


def _read(path: str, written_as: str, data: Any, query: str) -> Asked:
    if written_as.startswith("multipart/"):
        return read_parts(written_as, data)
    return dict(json.loads(data or "{}")) if path.startswith("/v2/") else read_form(data or query)


def read_parts(written_as: str, data: bytes) -> Asked:
    """Read a form with a file: of the file, how many bytes it has."""
    message = message_from_bytes(f"Content-Type: {written_as}\r\n\r\n".encode() + data, policy=HTTP)
    said: Asked = {}
    for part in message.iter_parts():
        body = part.get_payload(decode=True)
        assert isinstance(body, bytes)  # parts of such a form are no forms again
        name = str(part.get_param("name", header="content-disposition"))
        said[name] = str(len(body)) if part.get_filename() else body.decode()
    return said


def _error(refusal: TwinRefusal) -> Answer:
    said = {"type": refusal.family, "code": refusal.code, "message": str(refusal), "param": refusal.param}
    return json.dumps({"error": said}), refusal.answer, {"Stripe-Should-Retry": "false"}


def expanded(shelf: Shelf, thing: Object, paths: list[str]) -> Object:
    """Put objects in the place of their ids, along paths such as `payment_intent.latest_charge`."""
    for path in paths:
        _expand(shelf, thing, path.split("."))
    return thing


def _expand(shelf: Shelf, thing: Object, path: list[str]) -> None:
    name, rest = path[0], path[1:]
    if isinstance(thing.get(name), list):
        for one in thing[name]:
            _expand(shelf, one, rest)
        return
    if isinstance(thing.get(name), str):
        thing[name] = shelf.find(thing[name]) or thing[name]
    if rest and isinstance(thing.get(name), dict):
        _expand(shelf, thing[name], rest)


def read_form(text: str | bytes) -> Asked:
    """Read what Stripe's client writes, `a[b][0][c]=d`, into nested dicts and lists."""
    written = text.decode() if isinstance(text, bytes) else text
    root: Asked = {}
    for name, value in parse_qsl(written, keep_blank_values=True):
        keys = re.findall(r"[^\[\]]+", name)
        here = root
        for key in keys[:-1]:
            here = here.setdefault(key, {})
        here[keys[-1]] = value
    return {key: _with_lists(value) for key, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(map(_PLACE.fullmatch, value)):
        return [_with_lists(one) for one in value.values()]  # its client writes them in order
    return {key: _with_lists(one) for key, one in value.items()}
