"""Whole pages kept for strangers, before Flask: who has no session sees what every other stranger of that place sees.

A page is kept for each host, address, query, language and place, compressed, until what is for sale changes (`version`), and
half a minute at the longest; it goes with an ETag, and is not sent again to who has it. It is written from these five alone: of
whoever asks first, the app is told nothing else. Answers that write a cookie, or are no page, are not kept. One request at a
time writes a page anew; the others get the one before.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header

from marketplace.web.browsers import PLACE, cookie_name
from marketplace.web.languages import best_language
from marketplace.web.shown import SHOWN, PageShown

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = Callable[..., Any]
Key = tuple[str, str, str, str, str, str]
Headers = list[tuple[str, str]]

KEPT_SECONDS = 30.0
MOST_PAGES = 2_000
_LONGEST = 500  # of a query, of a cookie
_LARGEST = 512 * 1024
# What the app is told of who asks, besides host and address.
_TOLD = re.compile(r"wsgi\.|SERVER_|REQUEST_METHOD|PATH_INFO|QUERY_STRING|HTTP_HOST$|REMOTE_ADDR$")
# What a copy says of itself instead.
_OWN = {"content-length", "cache-control", "vary", "etag"}
_WITH_304 = {"content-type", "content-encoding", "content-length"}


def keep_for_strangers(view: View) -> View:
    """Let one copy of a page be for every stranger. It must show nothing but what its address, language and place decide."""
    view.kept_for_strangers = True  # type: ignore[attr-defined]  # read by KeptPages
    return view


def has_it(etag: str, told: str) -> bool:
    """Whether somebody has a page already, by the marks they tell: compared weakly (RFC 9110, 13.1.2)."""
    return bool(told) and etag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in told.split(","))


@lru_cache(256)
def takes_gzip(asked: str) -> bool:
    """Whether somebody who asks for these encodings takes gzip."""
    return parse_accept_header(asked).quality("gzip") > 0


@dataclass(frozen=True)
class KeptPage:
    """A page as it was written: its headers, its body compressed, and what it shows of things for sale."""

    headers: Headers
    body: bytes
    etag: str
    version: object
    written_at: float
    shown: PageShown | None

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send it to who does not have it yet; who has it sees it again."""
        if self.shown is not None:
            environ[SHOWN] = self.shown
        if has_it(self.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
            start_response("304 Not Modified", [one for one in self.headers if one[0].lower() not in _WITH_304])
            return []
        if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            packed = [("Content-Encoding", "gzip"), ("Content-Length", str(len(self.body)))]
            start_response("200 OK", [*self.headers, *packed])
            return [self.body]
        plain = gzip.decompress(self.body)
        start_response("200 OK", [*self.headers, ("Content-Length", str(len(plain)))])
        return [plain]


class KeptPages:
    """Stands before an app, and answers strangers from what it keeps. `version` says how what is for sale stands."""

    def __init__(self, app: Flask, version: Callable[[], object], *, in_production: bool) -> None:
        self._app: WSGIApplication = app.wsgi_app
        self._flask = app
        self._version = version
        self._place_name = cookie_name(PLACE, in_production=in_production)
        names = (app.config["SESSION_COOKIE_NAME"], self._place_name)
        self._session, self._place = (re.compile(rf"(?:^|[;\s]){re.escape(name)}=([^;]*)") for name in names)
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._writing: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, else from the app."""
        cookies, query = environ.get("HTTP_COOKIE", ""), environ.get("QUERY_STRING", "")
        place = self._place.search(cookies)
        strange = (
            environ["REQUEST_METHOD"] == "GET" and not self._session.search(cookies) and not environ.get("SCRIPT_NAME")
        )
        if not strange or len(query) > _LONGEST or (place and len(place[1]) > _LONGEST):
            return self._app(environ, start_response)
        key = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            query,
            best_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
            place[1] if place else "",
        )
        page, version = self._pages.get(key), self._version()
        if page is not None and not self._is_over(page, version):
            return page.answer(environ, start_response)
        if page is None and not self._is_for_strangers(environ):
            return self._app(environ, start_response)
        return self._write(key, page, version, environ, start_response)

    @staticmethod
    def _is_over(page: KeptPage, version: object) -> bool:
        return page.version != version or time.monotonic() - page.written_at > KEPT_SECONDS

    def _is_for_strangers(self, environ: WSGIEnvironment) -> bool:
        try:
            endpoint, _arguments = self._flask.url_map.bind_to_environ(environ).match()
        except HTTPException:  # nothing there, or somewhere else
            return False
        return hasattr(self._flask.view_functions[endpoint], "kept_for_strangers")

    def _write(
        self,
        key: Key,
        before: KeptPage | None,
        version: object,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        with self._lock:
            writing = self._writing.setdefault(key, threading.Lock())
        if writing.acquire(blocking=False):
            try:
                return self._write_anew(key, version, environ, start_response)
            finally:
                with self._lock:
                    self._writing.pop(key, None)
                writing.release()
        if before is None:
            with writing:  # until whoever was first is done
                before = self._pages.get(key)
        return before.answer(environ, start_response) if before else self._app(environ, start_response)

    def _as_a_stranger(self, environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
        language, place = key[-2:]
        told = {name: said for name, said in environ.items() if _TOLD.match(name)}
        told["HTTP_ACCEPT_LANGUAGE"] = language.replace("_", "-")
        told["HTTP_COOKIE"] = f"{self._place_name}={place}" if place else ""
        return told

    def _write_anew(
        self, key: Key, version: object, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        told = self._as_a_stranger(environ, key)
        status, headers, body = _call(self._app, told)
        if any(name.lower() == "set-cookie" for name, _value in headers):
            return self._app(environ, start_response)
        if status != "200 OK" or len(body) > _LARGEST:
            with self._lock:
                self._pages.pop(key, None)
            start_response(status, headers)
            return [body]
        packed = gzip.compress(body, 6, mtime=0)
        etag = f'W/"{hashlib.sha256(packed).hexdigest()[:20]}"'
        own = [
            ("Cache-Control", "private, no-cache"),
            ("Vary", "Cookie, Accept-Language, Accept-Encoding"),
            ("ETag", etag),
        ]
        kept = [one for one in headers if one[0].lower() not in _OWN]
        page = KeptPage([*kept, *own], packed, etag, version, time.monotonic(), told.get(SHOWN))
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return page.answer(environ, start_response)


def _call(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Have an app answer whole; gives status, headers and body."""
    said: list[Any] = []

    def start(status: str, headers: Headers, _error: Any = None) -> Callable[[bytes], object]:
        said[:] = status, headers
        return written.append

    written: list[bytes] = []
    parts = app(environ, start)
    try:
        written.extend(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return said[0], said[1], b"".join(written)
