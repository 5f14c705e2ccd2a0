"""Giving out an XML."""

from __future__ import annotations

from flask import Response


def xml_file(data: bytes, name: str) -> Response:
    """Answer with an XML to keep, never to be shown as a page."""
    answer = Response(data, mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
