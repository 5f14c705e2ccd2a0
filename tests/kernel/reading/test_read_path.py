"""Paths of pages as people copy them: one form for each, whatever their case, their slashes and their percent signs."""

from __future__ import annotations

from marketplace.kernel.reading import NotAPath, key_of_path, read_path
from tests.kernel.reading.tables import check, rows

PATHS: dict[str, object] = {
    "/products/rebozo": "/products/rebozo", " /products/rebozo ": "/products/rebozo", "products/rebozo": "/products/rebozo",
    "/products/rebozo/": "/products/rebozo", "/Products/REBOZO": "/products/rebozo",
    "/products//rebozo": "/products/rebozo", "/products/rebozo?variant=1": "/products/rebozo", "/a#b": "/a",
    "https://hilos.mx/products/rebozo/": "/products/rebozo", "HTTP://Hilos.MX/A": "/a", "//hilos.mx/a": "/a",
    "hilos.mx/products/a": "/products/a", "www.hilos.mx/a/b": "/a/b", "/a%20b": "/a b", "/a b": "/a b", "/caf%C3%A9": "/café",
    "/cafe%CC%81": "/café", "/café": "/café", "/CAF%C3%89": "/café", "/a%2Fb": "/a/b", "/a%252fb": "/a%2fb", "/100%-lana": "/100%-lana",
    "/a,b;c": "/a,b;c", "/producto/rebozo.html": "/producto/rebozo.html", "rebozo": "/rebozo", "/MLM-123-rebozo-_JM": "/mlm-123-rebozo-_jm",
    "/" + "x" * 399: "/" + "x" * 399, "/" + "x" * 400: NotAPath, "/" + "x" * 5000: NotAPath, "": NotAPath, "/": NotAPath,
    "https://hilos.mx": NotAPath, "https://hilos.mx/": NotAPath, "hilos.mx": NotAPath, "/../a": NotAPath, "/a/./b": NotAPath,
    "/a/%2e%2e/b": NotAPath, "/%00": NotAPath, "/a%0Ab": NotAPath, "/%ff": NotAPath, "/a\u202eb": NotAPath, "/a%E2%80%8Bb": NotAPath,
    "https://[x/a": NotAPath, "?": NotAPath, "/..a": "/..a",
}  # fmt: skip


@rows(PATHS)
def test_what_people_copy(typed: str, meaning: object) -> None:
    check(read_path, typed, meaning)


def test_what_was_read_reads_the_same_again() -> None:
    for one in PATHS.values():
        if isinstance(one, str):
            assert key_of_path(one) == one
