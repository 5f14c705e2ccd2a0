"""Our stylesheet and script, and Bootstrap's from its wheel: collected once, compressed, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

OWN = Path(__file__).parent / "static"
_COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest"}


def _bootstrap() -> Path:
    spec = find_spec("flask_bootstrap")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static" / "bootstrap5"


def _sources() -> dict[str, Path]:
    """What is served, by its name in `asset()`."""
    wheel = _bootstrap()
    files = {
        "vendor/bootstrap/css/bootstrap.min.css": wheel / "css" / "bootstrap.min.css",
        "vendor/bootstrap/js/bootstrap.min.js": wheel / "js" / "bootstrap.min.js",
        "vendor/icons/bootstrap-icons.svg": wheel / "icons" / "bootstrap-icons.svg",
    }
    files |= {path.relative_to(OWN).as_posix(): path for path in OWN.rglob("*") if path.is_file()}
    return files


@cache
def asset(name: str) -> str:
    """Give the address of a file; it carries a hash of the content, so that browsers may keep it for ever."""
    digest = hashlib.sha256(_sources()[name].read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def serve(app: Flask, folder: Path, headers: Mapping[str, str]) -> None:
    """Collect the files into a folder, with a compressed twin of each, and serve them from there with some headers."""
    for name, source in _sources().items():
        target = folder / name
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
            if source.suffix in _COMPRESSED:
                target.with_name(target.name + ".gz").write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))

    def add_headers(sent: Headers, _path: str, _url: str) -> None:
        for name, value in headers.items():
            sent[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(folder), prefix="static/", max_age=31_536_000, allow_all_origins=False,
        add_headers_function=add_headers,
    )  # fmt: skip
