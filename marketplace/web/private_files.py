"""Private files, by links that say until when and for whom: an HMAC over the key, the end and who looks.

A page that may show a file writes the link for the person before it; copied to somebody else, or after its end, it
opens nothing (404).
"""

from __future__ import annotations

import hashlib
import hmac
import time

from flask import Blueprint, Response, abort, current_app, request, url_for

from marketplace.web.access import public_page
from marketplace.web.audiences import buyer_id
from marketplace.web.uploads import uploads

room = Blueprint("files", __name__)
# Links of one quarter of an hour are the same, so that a browser need not fetch a picture again with each page.
_SLOT_SECONDS = 900
_TYPES = {"webp": "image/webp", "pdf": "application/pdf"}


def _signature(key: str, ends: int, viewer: object) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"private file|{key}|{ends}|{viewer}".encode(), hashlib.sha256).hexdigest()


def private_link(key: str) -> str:
    """Give the address of a private file for who looks at this page; it opens for 15 to 30 minutes."""
    ends = (int(time.time()) // _SLOT_SECONDS + 2) * _SLOT_SECONDS
    return url_for("files.private", key=key, hasta=ends, firma=_signature(key, ends, buyer_id()))


def private_picture(key: str, size: int) -> str:
    """Give the address of a private picture in one of its sizes, as `private_link` does."""
    return private_link(f"{key}-{size}.webp")


@room.get("/archivos/<path:key>")
@public_page
def private(key: str) -> Response:
    """A private file, for whom the link was written and while it lasts."""
    ends, signature = request.args.get("hasta", ""), request.args.get("firma", "")
    viewer, kind = buyer_id(), key.rpartition(".")[2]
    if viewer is None or kind not in _TYPES or not ends.isdecimal() or len(ends) > 12 or int(ends) < time.time():
        abort(404)
    if not hmac.compare_digest(_signature(key, int(ends), viewer).encode(), signature.encode()):
        abort(404)
    try:
        data = uploads().private.get(key)
    except FileNotFoundError:
        abort(404)
    answer = Response(data, mimetype=_TYPES[kind])
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=900"
    if kind != "webp":
        answer.headers["Content-Disposition"] = 'attachment; filename="documento.pdf"'
    return answer
