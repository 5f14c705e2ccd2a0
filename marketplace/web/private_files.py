"""Private files, by links that say until when and for whom: an HMAC over the key, the end and who looks.

A page that may show a file writes the link for the person before it; copied to somebody else, or after its end, it
opens nothing (404).
"""

from __future__ import annotations

import hmac
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for

from marketplace.kernel import clock
from marketplace.kernel.keyed import keyed
from marketplace.kernel.text import whole_number
from marketplace.kernel.uploads import TABLES
from marketplace.web.access import public_page
from marketplace.web.audiences import person_id
from marketplace.web.browsers import browser_id
from marketplace.web.hosts import settings
from marketplace.web.uploads import uploads

room = Blueprint("files", __name__)
# Links of one quarter of an hour are the same, so that a browser need not fetch a picture again with each page.
_SLOT_SECONDS = 900
_TYPES = {"webp": "image/webp", "pdf": "application/pdf", **TABLES}
# What is fetched is called by what it is: by its folder; a document where nothing else is known.
_NAMES = {"exports": "tianguis-datos", "statements": "estado-de-cuenta", "imports": "productos"}


def _signatures(key: str, ends: int, viewer: object) -> list[str]:
    """What signs a link, by the newest key first."""
    return [keyed(one, f"private file|{key}|{ends}|{viewer}").hex() for one in settings().secret_keys]


def _viewer() -> UUID | None:
    """Who looks: the signed-in account, or this browser, which needs no question to the database."""
    return person_id() or browser_id()


def private_link(key: str) -> str:
    """Give the address of a private file for who looks at this page; it opens for 15 to 30 minutes."""
    ends = (int(clock.now().timestamp()) // _SLOT_SECONDS + 2) * _SLOT_SECONDS
    return url_for("files.private", key=key, hasta=ends, firma=_signatures(key, ends, _viewer())[0])


def private_picture(key: str, size: int) -> str:
    """Give the address of a private picture in one of its sizes, as `private_link` does."""
    return private_link(f"{key}-{size}.webp")


@room.get("/archivos/<path:key>")
@public_page
def private(key: str) -> Response:
    """A private file, for whom the link was written and while it lasts."""
    ends, signature = request.args.get("hasta", ""), request.args.get("firma", "")
    viewer, kind = _viewer(), key.rpartition(".")[2]
    if viewer is None or kind not in _TYPES or (whole_number(ends, most=10**12) or 0) < clock.now().timestamp():
        abort(404)
    signed = _signatures(key, int(ends), viewer)
    if not any(hmac.compare_digest(one.encode(), signature.encode()) for one in signed):
        abort(404)
    try:
        store = uploads().private
        data = store.chunks(key) if kind == "zip" else store.get(key)
    except FileNotFoundError:
        abort(404)
    answer = Response(data, mimetype=_TYPES[kind])
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=900"
    if kind != "webp":
        name = _NAMES.get(key.partition("/")[0], "documento")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
