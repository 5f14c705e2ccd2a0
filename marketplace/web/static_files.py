"""Our stylesheet and script, and Bootstrap's from its wheel: collected once, compressed, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

OWN = Path(__file__).parent / "static"
STYLES = Path(__file__).parent / "styles"
# One sheet is served; what stands later wins where two rules weigh the same.
_SECTIONS = (
    "tokens", "base", "layout", "controls", "cards", "receipt", "orders", "forms", "tables", "finding", "pages",
    "utilities", "print", "window", "frame",
)  # fmt: skip
_COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAK = re.compile(r"\n\s*")


def _bootstrap() -> Path:
    spec = find_spec("flask_bootstrap")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static" / "bootstrap5"


def style_sheet() -> bytes:
    """Join the sections of the style sheet, without the comments and the indentation that are for who writes it."""
    sections = "\n".join((STYLES / f"{section}.css").read_text("utf-8") for section in _SECTIONS)
    return _BREAK.sub("\n", _COMMENT.sub("", sections)).strip().encode()


def _sources() -> dict[str, Callable[[], bytes]]:
    """What is served: how it is read, by its name in `asset()`."""
    wheel = _bootstrap()
    files = {
        "vendor/bootstrap/css/bootstrap.min.css": wheel / "css" / "bootstrap.min.css",
        "vendor/bootstrap/js/bootstrap.min.js": wheel / "js" / "bootstrap.min.js",
        "vendor/icons/bootstrap-icons.svg": wheel / "icons" / "bootstrap-icons.svg",
    }
    files |= {path.relative_to(OWN).as_posix(): path for path in OWN.rglob("*") if path.is_file()}
    return {name: path.read_bytes for name, path in files.items()} | {"tianguis.css": style_sheet}


@cache
def asset(name: str) -> str:
    """Give the address of a file; it carries a hash of the content, so that browsers may keep it for ever."""
    digest = hashlib.sha256(_sources()[name]()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def serve(app: Flask, folder: Path, headers: Mapping[str, str]) -> None:
    """Collect the files into a folder, with a compressed twin of each, and serve them from there with some headers."""
    for name, read in _sources().items():
        target, content = folder / name, read()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if target.suffix in _COMPRESSED:
                target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))

    def add_headers(sent: Headers, _path: str, _url: str) -> None:
        for name, value in headers.items():
            sent[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
