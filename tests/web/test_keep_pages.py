"""Strangers get a page that was written once: the same for all of them, of nobody, and only until what is for sale changes."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from marketplace.web import kept_pages
from marketplace.web.kept_pages import KeptPages
from tests import make
from tests.cast import PASSWORD, Cast


class Counted:
    """What stands before an app, and how often the app was asked."""

    def __init__(self, app: Flask, inner: Callable[..., Any] | None = None) -> None:
        self.asked: list[dict[str, Any]] = []
        self.for_sale = 1
        self._app = inner or app.wsgi_app
        app_beside = _Beside(app, self._count)
        self.pages = KeptPages(app_beside, lambda: self.for_sale, in_production=False)  # type: ignore[arg-type]

    def _count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        return self._app(environ, start_response)

    def visitor(self) -> Client:
        return Client(self.pages)


class _Beside:
    """An app whose door is another one."""

    def __init__(self, app: Flask, door: Callable[..., Any]) -> None:
        self.config, self.url_map, self.view_functions = app.config, app.url_map, app.view_functions
        self.wsgi_app = door


@pytest.fixture
def kept(app: Flask) -> Counted:
    return Counted(app)


@pytest.fixture
def yarn(market: Cast) -> str:
    number = make.goods(market, title="Estambre azul", price_minor=20_000, pieces=3).number
    return f"/p/estambre-azul-{number}"


def test_a_page_is_written_once_for_all_strangers(kept: Counted, yarn: str) -> None:
    first, second = kept.visitor().get(yarn), kept.visitor().get(yarn)
    assert "Estambre azul" in first.text
    assert first.data == second.data
    assert len(kept.asked) == 1
    assert "Set-Cookie" not in first.headers
    assert first.headers["Content-Security-Policy"] == second.headers["Content-Security-Policy"]


def test_who_has_it_already_is_not_sent_it_again(kept: Counted, yarn: str) -> None:
    etag = kept.visitor().get(yarn).headers["ETag"]
    again = kept.visitor().get(yarn, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = kept.visitor().get("/", headers={"If-None-Match": etag})  # the mark of another page
    assert other.status_code == 200
    assert other.headers["ETag"] != etag


def test_it_goes_compressed_where_that_is_understood(kept: Counted, yarn: str) -> None:
    plain = kept.visitor().get(yarn)
    packed = kept.visitor().get(yarn, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 2 < len(plain.data)
    assert "Content-Encoding" not in plain.headers
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(plain.headers["Vary"].split(", "))


def test_what_is_sold_out_is_not_shown_as_there_any_longer(kept: Counted, market: Cast) -> None:
    last = make.goods(market, title="La última madeja", pieces=1)
    path = f"/p/la-ultima-madeja-{last.number}"
    assert "Agregar al carrito" in kept.visitor().get(path).text
    make.place(market, [make.line(last)])
    late = kept.visitor()  # from the page of before
    late.post("/carrito/agregar", data={"number": last.number, "variant": str(last.variant_id), "next": path})
    assert "se agotó" in late.get("/carrito").text
    kept.for_sale += 1  # as the search index says, once it followed
    assert "Agregar al carrito" not in kept.visitor().get(path).text


def test_nothing_is_kept_for_longer_than_half_a_minute(
    kept: Counted, yarn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.visitor().get(yarn)
    monkeypatch.setattr(kept_pages, "KEPT_SECONDS", -1.0)
    kept.visitor().get(yarn)
    assert len(kept.asked) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Accept-Language": "en"}},
        {"base_url": "http://tianguis.localhost"},
        {"query_string": "variante=x"},
        {"base_url": "https://localhost"},
    ],
    ids=["language", "host", "query", "scheme"],
)
def test_each_host_query_and_language_has_a_page_of_its_own(kept: Counted, yarn: str, asked: dict[str, Any]) -> None:
    kept.visitor().get(yarn)
    kept.visitor().get(yarn, **asked)
    assert len(kept.asked) == 2
    assert len({environ.get("HTTP_ACCEPT_LANGUAGE") for environ in kept.asked}) == (2 if "headers" in asked else 1)


def test_a_place_has_pages_of_its_own_and_keeps_nobody_out(kept: Counted, yarn: str) -> None:
    to_merida = kept.visitor()
    assert "¿A dónde enviamos?" in to_merida.get(yarn).text
    to_merida.post("/envio-a", data={"postal_code": "97000"})
    before = len(kept.asked)
    assert "Enviar a 97000" in to_merida.get(yarn).text
    also_there = kept.visitor()
    also_there.post("/envio-a", data={"postal_code": "97000"})
    assert "Enviar a 97000" in also_there.get(yarn).text
    assert len(kept.asked) == before + 2  # their forms' answer, and one page for both
    assert "97000" not in kept.visitor().get(yarn).text


def test_a_place_that_nobody_wrote_is_none(kept: Counted, yarn: str) -> None:
    forger = kept.visitor()
    forger.set_cookie("tianguis-place", "eyJhIjoxfQ.x")
    assert "¿A dónde enviamos?" in forger.get(yarn).text
    forger.set_cookie("tianguis-place", "x" * 2_000)  # not even looked for
    forger.get(yarn)
    forger.get(yarn)
    assert len(kept.asked) == 3


def test_who_has_a_session_gets_their_own_page(kept: Counted, market: Cast, yarn: str) -> None:
    kept.visitor().get(yarn)
    carla = kept.visitor()
    carla.post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    assert "Carla" in carla.get(yarn).text
    assert "Carla" not in kept.visitor().get(yarn).text


def test_nothing_of_whoever_asks_first_is_in_it(kept: Counted, yarn: str) -> None:
    curious = kept.visitor()
    curious.set_cookie("tianguis-cart", "secreto-de-alguien")
    curious.set_cookie("tianguis-browser", "conocida")
    curious.get(
        yarn,
        headers={
            "User-Agent": "algo<raro>", "Referer": "https://otro.example/", "Authorization": "Bearer x",
            "X-Forwarded-Host": "otro.example", "Accept-Language": "es-AR,es;q=0.9",
        },
    )  # fmt: skip
    (told,) = kept.asked
    assert "secreto-de-alguien" not in str(told)
    assert "conocida" not in str(told)
    assert not {"HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_AUTHORIZATION", "HTTP_X_FORWARDED_HOST"} & told.keys()
    assert told["HTTP_ACCEPT_LANGUAGE"] == "es-MX"


@pytest.mark.parametrize("path", ["/carrito", "/entrar", "/no-existe", "/p/nada-999999", "/salud/viva", "/buzon"])
def test_what_is_not_the_same_for_all_is_not_kept(kept: Counted, yarn: str, path: str) -> None:
    kept.visitor().get(path)
    before = len(kept.asked)
    kept.visitor().get(path)
    assert len(kept.asked) > before
    assert kept.pages._pages == {}


def test_what_is_sent_is_never_answered_from_what_is_kept(kept: Counted, yarn: str) -> None:
    kept.visitor().get(yarn)
    for method in ("POST", "HEAD", "PUT"):
        before = len(kept.asked)
        kept.visitor().open(yarn, method=method)
        assert len(kept.asked) == before + 1


def test_one_writes_it_anew_and_the_others_have_the_one_before(app: Flask, yarn: str) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if kept.for_sale > 1:
            entered.set()
            assert go_on.wait(20)
        return app.wsgi_app(environ, start_response)

    kept = Counted(app, slow)
    first = kept.visitor().get(yarn)
    kept.for_sale += 1
    writer = threading.Thread(target=lambda: kept.visitor().get(yarn))
    writer.start()
    assert entered.wait(20)
    assert [kept.visitor().get(yarn).data for _one in range(3)] == [first.data] * 3  # and none of them waits
    go_on.set()
    writer.join(20)
    assert len(kept.asked) == 2


def test_who_come_before_there_is_any_wait_for_the_first(app: Flask, yarn: str) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        entered.set()
        assert go_on.wait(20)
        return app.wsgi_app(environ, start_response)

    kept = Counted(app, slow)
    seen: list[bytes] = []
    readers = [threading.Thread(target=lambda: seen.append(kept.visitor().get(yarn).data)) for _one in range(4)]
    for reader in readers:
        reader.start()
    assert entered.wait(20)
    go_on.set()
    for reader in readers:
        reader.join(20)
    assert len(seen) == 4
    assert len(set(seen)) == 1
    assert len(kept.asked) == 1


def test_what_was_written_longest_ago_goes_first(kept: Counted, yarn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)
    for query in ("a", "b", "c"):
        kept.visitor().get(yarn, query_string=query)
    assert [key[3] for key in kept.pages._pages] == ["b", "c"]
