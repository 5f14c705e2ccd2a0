"""Photos of a return or a claim: kept apart from the public ones, shown to its two sides only."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, current_app, request

from marketplace.catalog.media import keep_picture

_MOST = 4
_SIZE = 800


def keep_photos(field: str) -> list[str]:
    """Keep the uploaded photos of a form field; gives their keys. Raises NotAPicture."""
    blobs = current_app.extensions["blobs"]
    files = [file for file in request.files.getlist(field) if file.filename][:_MOST]
    return [keep_picture(blobs, file.read(), folder="private").key for file in files]


def show_photo(keys: Sequence[str], position: int) -> Response:
    """Answer with one of a case's photos."""
    if not 0 <= position < len(keys):
        abort(404)
    data = current_app.extensions["blobs"].get(f"{keys[position]}-{_SIZE}.webp")
    return Response(data, mimetype="image/webp", headers={"Cache-Control": "private, max-age=3600"})
