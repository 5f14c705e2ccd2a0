"""Headers on every answer, forms that only our own pages may send, and where one may be sent on to."""

from __future__ import annotations

import re
from enum import Enum, auto
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from marketplace.kernel.settings import Settings
from marketplace.web.hosts import settings as settings_here

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{media}; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'{pays}; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
_SAFE = ("GET", "HEAD", "OPTIONS")
_LIST = re.compile("[a-z]")
# Their callers carry a key or a signature, and no cookie that a stranger's page could borrow.
WITHOUT_COOKIES = ("/api/", "/hooks/")


class ForeignForm(Exception):
    """A form was sent from a page that is not of this host."""


def refuse_foreign_forms(app: Flask) -> None:
    """Take forms from this host's own pages only; the second layer behind the token in each form.

    A shop's subdomain is of the same site as the market, so that cookies marked `SameSite` do travel from there;
    what the browser itself says of where a form comes from (`Sec-Fetch-Site`, else `Origin`) does not let it in.
    """

    @app.before_request
    def _limit() -> None:
        if request.mimetype != "multipart/form-data":  # only files need more than the fields of a form, or JSON
            request.max_content_length = request.max_form_memory_size

    @app.before_request
    def _look() -> None:
        if request.method in _SAFE or request.path.startswith(WITHOUT_COOKIES):
            return
        if _sent_from() is _Sender.ANOTHER:
            # What is answered begins no session: it would take the place of the one that the browser did not send.
            g.is_foreign = True
            raise ForeignForm


class _Sender(Enum):
    """Whose page a form was sent from, by what the browser itself says."""

    OURS = auto()
    UNKNOWN = auto()
    ANOTHER = auto()


def _sent_from() -> _Sender:
    """Read `Sec-Fetch-Site`, else `Origin`; the market's own, where it is asked for by another name, is not told apart."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return {"same-origin": _Sender.OURS, "none": _Sender.UNKNOWN}.get(told, _Sender.ANOTHER)
    origin = request.headers.get("Origin")
    if origin is None:
        return _Sender.UNKNOWN
    host = urlsplit(origin).netloc
    if host == request.host:
        return _Sender.OURS
    return _Sender.UNKNOWN if host == _market_netloc() else _Sender.ANOTHER


class FormProtection(CSRFProtect):
    """The token in each form, for who is signed in and for browsers that do not say where a form comes from.

    A page that is read begins no session, so that one copy of it is for every stranger: its forms carry no token, and are
    taken where the browser itself says that they come from this host (https://web.dev/articles/fetch-metadata).
    """

    def init_app(self, app: Flask) -> None:
        """Let templates write a token only where there is a session to keep it."""
        super().init_app(app)
        app.context_processor(lambda: {"csrf_token": form_token})

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a form without its token, unless nobody is signed in and the browser says that it is ours."""
        if session.get("_user_id") or _sent_from() is not _Sender.OURS:
            super().protect(apply_exemptions=apply_exemptions)


def form_token() -> str:
    """Give the token that this browser's forms carry; none to a stranger who reads a page, or whose form is not ours."""
    return "" if g.get("is_foreign") or (request.method in _SAFE and not session) else str(generate_csrf())


def _market_netloc() -> str:
    return urlsplit(settings_here().base_url).netloc


def headers_for(settings: Settings) -> dict[str, str]:
    """The security headers of every answer: pages, errors, the API and static files."""
    media = f" {settings.media_url.rstrip('/')}" if settings.media_url else ""
    headers = {
        "Content-Security-Policy": _POLICY.format(media=media, pays=f" {settings.pays_at}" if settings.pays_at else ""),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }
    if settings.is_production:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def add_headers(app: Flask, settings: Settings) -> None:
    """Send the security headers with every answer of a view, errors included; what a view says itself stays."""
    always = headers_for(settings)

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        for name, value in always.items():
            headers.setdefault(name, value)
        if session.get("_user_id") or g.get("guest_id"):
            headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("Cache-Control", "private, no-cache")  # pages carry a cart and a form's token
        return response


def safe_next(target: str | None, fallback: str) -> str:
    """Give the address to go on to: a path of this site, or the fallback when it leads anywhere else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc or any(ord(c) < 32 for c in target) else target


def back_to(number: int, fallback: str) -> str:
    """Where a form of a list of listings wants to go on: at the card whose button it was, where it names the list."""
    there = safe_next(request.form.get("next"), fallback)
    at = request.form.get("at", "")
    return f"{there}#{at}{number}" if _LIST.fullmatch(at) and "#" not in there else there


def came_from() -> str:
    """The page of this site that a form was sent from, to come back to; the account's page when that is not known."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/cuenta"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def here() -> str:
    """An address to come back to: this page with its query; where a form arrived that shows nothing, the page above it."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    return page_above(request.path)


def page_above(path: str) -> str:
    """The page that can be looked at and is nearest above a path, or is the path itself; the market's first page at last."""
    adapter = current_app.url_map.bind("market")  # whatever host was asked for, which may be none at all
    while path.strip("/"):
        for ending in (path, f"{path}/"):
            if adapter.test(ending, "GET"):
                return ending
        path = path.rpartition("/")[0]
    return "/"
