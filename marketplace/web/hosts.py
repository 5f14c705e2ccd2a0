"""Where a request arrived: at the market, at a shop's own host, or at the pictures' host. Anywhere else is refused.

Only the market knows people: cookies are read and written there and nowhere else. A shop's host shows the shop to
anybody; whatever needs somebody (cart, account, forms) is at the market, where every link from a shop's host leads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, current_app, g, redirect, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response as Plain

from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.kernel.uploads import AVIF_SIZES, SIZES
from marketplace.kernel.work import unit_of_work
from marketplace.web.audiences import Finders
from tenants import resolve
from tenants.names import host_of
from tenants.resolve import FoundShop
from tenants.scope import PublicScope, SellerScope

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = Callable[..., Any]
_SAFE = ("GET", "HEAD", "OPTIONS")
# Load balancers ask a machine how it is by its number.
_HEALTH = "health"


class UnknownHost(Exception):
    """Nobody lives at the host that was asked for."""


def refuse_no_host(app: WSGIApplication) -> WSGIApplication:
    """Answer 400 where the Host header is no host at all: not even an error page could write its links there."""
    answer = Plain("400 Bad Request: Host", 400, {"X-Content-Type-Options": "nosniff"})

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        named = host_of(environ.get("HTTP_HOST", "")) is not None
        return app(environ, start_response) if named else answer(environ, start_response)

    return serve


def open_at_shops(view: View) -> View:
    """Let a page be seen at shops' own hosts too. It must need nobody and carry no form."""
    view.open_at_shops = True  # type: ignore[attr-defined]  # read by _arrive
    return view


def open_for_pictures(view: View) -> View:
    """Let a view be reached at the pictures' host."""
    view.open_for_pictures = True  # type: ignore[attr-defined]  # read by _arrive
    return view


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = site().settings
    return found


def shop_here() -> FoundShop | None:
    """The shop at whose own host this request arrived; None at the market."""
    found: FoundShop | None = g.get("shop_here")
    return found


def market_base() -> str:
    """What a link to the market begins with: nothing at the market itself, its address anywhere else."""
    return "" if g.get("at_market", True) else settings().base_url.rstrip("/")


def own_address(shop_slug: str, own_domain: str | None, path: str) -> str:
    """Give the one address by which a page of a shop wants to be known: on its own domain, else at the market."""
    if own_domain:
        return f"{settings().site_url(own_domain)}{path}"
    return f"{settings().base_url.rstrip('/')}{f'/tienda/{shop_slug}' if path == '/' else path}"


def whole(address: str) -> str:
    """Give an address of this market as others have to write it."""
    return address if address.startswith("http") else f"{settings().base_url.rstrip('/')}{address}"


def media_base() -> str:
    """What the address of a picture begins with."""
    return settings().media_url.rstrip("/")


def picture(key: str, size: int) -> str:
    """Give the address of a public picture in one of its sizes."""
    return f"{media_base()}/media/{key}-{size}.webp"


def widths(key: str, form: str) -> str:
    """Give all sizes of a public picture in a form ("avif", "webp") with their widths, as a `srcset`.

    What is not there as AVIF yet is answered as WebP: so every page may offer it, and browsers choose.
    """
    sizes = AVIF_SIZES if form == "avif" else SIZES
    return ", ".join(f"{media_base()}/media/{key}-{size}.{form} {size}w" for size in sizes)


class MarketSessions(SecureCookieSessionInterface):
    """Sessions of the market's own hosts. Elsewhere a cookie is neither read nor set, whatever a browser sends."""

    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie, at the market."""
        if _is_market(site().settings, request):
            return super().open_session(app, request)
        return self.session_class()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write the cookie where the session changed, at the market."""
        if _is_market(site().settings, request):
            super().save_session(app, session, response)


def _host(request: Request) -> str | None:
    return host_of(request.headers.get("Host", ""))


def _is_market(settings: Settings, request: Request) -> bool:
    return _host(request) in settings.market_hosts


def watch_hosts(app: Flask) -> None:
    """Find out where each request arrived, before anything else is done with it."""
    app.session_interface = MarketSessions()
    app.before_request(_arrive)


def _arrive() -> Response | None:
    known = settings()
    host = _host(request)
    assert host is not None  # refuse_no_host stands before
    g.at_market = host in known.market_hosts
    if g.at_market or request.blueprint == _HEALTH:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if host == known.media_host:
        if hasattr(view, "open_for_pictures"):
            return None
        raise UnknownHost
    with unit_of_work(PublicScope(), read_only=True) as work:
        shop = resolve.find_shop_at(work.session, host, market_domain=known.market_domain)
    if shop is None:
        raise UnknownHost
    return _at_shop(shop, view)


def _at_shop(shop: FoundShop, view: View | None) -> Response | None:
    """Show the shop's pages; lead elsewhere what is not among them, and take no form."""
    if request.method not in _SAFE:
        raise MethodNotAllowed(valid_methods=["GET", "HEAD"])
    path = request.full_path.rstrip("?")
    if shop.retired:
        return _moved(f"{settings().shop_url(shop.slug)}{path}", 301)
    if request.path == f"/tienda/{shop.slug}":
        return _moved("/", 301)
    if hasattr(view, "open_at_shops") or request.blueprint == _HEALTH:
        g.shop_here = shop
        return None
    if isinstance(
        request.routing_exception, NotFound
    ):  # no page of ours has this path: it may be one that the shop had
        with unit_of_work(SellerScope(shop.tenant_id), read_only=True) as work:
            now_at = site().part(Finders).find_moved(work, request.path)
        if now_at is not None:
            return _moved(now_at, 301)
    return _moved(f"{settings().base_url.rstrip('/')}{path}", 302)


def _moved(address: str, status: int) -> Response:
    answer = redirect(address, status)
    assert isinstance(answer, Response)  # Flask's own response class
    return answer
