"""Headers on every answer, and where one may be sent on to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request, session

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)


def add_headers(app: Flask, *, production: bool) -> None:
    """Send the security headers with every answer, errors included."""

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if production:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if session.get("_user_id") or session.get("guest"):
            headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("Cache-Control", "private, no-cache")  # pages carry a cart and a form's token
        return response


def safe_next(target: str | None, fallback: str) -> str:
    """Give the address to go on to: a path of this site, or the fallback when it leads anywhere else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc or any(ord(c) < 32 for c in target) else target


def came_from() -> str:
    """The page of this site that a form was sent from, to come back to; the account's page when that is not known."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/cuenta"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def here() -> str:
    """This page's address with its query, to come back to."""
    return request.full_path.rstrip("?")
