"""Puts the house together: settings, database, pages, wiring. `create_app()` is what a web server runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_smorest import Api
from jinja2 import StrictUndefined
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import log
from marketplace.goods.addresses import find_moved
from marketplace.goods.catalog import TaxonomyLooked, refresh_taxonomy
from marketplace.kernel import clock
from marketplace.kernel.module import build_house, labels
from marketplace.kernel.scanner import scanner
from marketplace.kernel.settings import Settings, read_settings
from marketplace.kernel.site import NAME, Site
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import PHOTO_FOLDER, Uploads
from marketplace.kernel.work import unit_of_work
from marketplace.modules import MODULES
from marketplace.money.payments import connect_providers
from marketplace.people.accounts import NOTE_SEEN_EVERY, Person, find_person, note_seen
from marketplace.people.accounts.web.browser import Greeters
from marketplace.platform.channels import find_holder, note_used
from marketplace.trade.cart.web.entering import welcome_cart
from marketplace.trade.checkout.web.buyer import forget_typed
from marketplace.trade.orders import find_guest
from marketplace.trade.orders.web.purchases import end_guests
from marketplace.web import access, error_pages, health, hosts, pages, private_files, security, static_files
from marketplace.web.access import public_page
from marketplace.web.api import describe_problems
from marketplace.web.audiences import Finders
from marketplace.web.indentation import Unindented
from marketplace.web.kept_pages import KeptPages
from marketplace.web.languages import choose_language
from marketplace.web.pace import Pace
from marketplace.web.private_files import private_link, private_picture
from marketplace.web.security import FormProtection
from marketplace.web.shown import CountShown
from marketplace.web.translations import choose_words, compile_catalogues
from marketplace.web.uploads import kept_uploads, most_upload_mb
from marketplace.web.words import add_words
from marketplace.window.compare.web.tray import welcome_tray
from marketplace.window.quality import Traffic
from marketplace.window.search import Executor, Index
from marketplace.window.watching.web.buyer import welcome_seen
from tenants.db import ENGINE_OPTIONS, binds, check_role, db
from tenants.names import reserve
from tenants.scope import PlatformScope, PublicScope

ROOT = Path(__file__).parent.parent


def create_app(settings: Settings | None = None, *, check_database: bool = True, keeps_pages: bool = False) -> Flask:
    """Make the app. Refuses to start with a wrong setting, a door without a sign, or a role above the walls.

    `keeps_pages`: strangers get copies of pages, half a minute old at the most (`web/kept_pages.py`).
    """
    settings = settings or read_settings()
    log.set_up(production=settings.is_production)
    app = _App("marketplace", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(_flask_settings(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)
    app.extensions[NAME] = _site(settings)

    db.init_app(app)
    Babel(app, locale_selector=choose_language)
    choose_words(app)
    error_pages.name_requests(app)
    hosts.watch_hosts(app)
    security.refuse_foreign_forms(app)
    protect = FormProtection(app)
    _taxonomy(app)
    _people(app)
    security.add_headers(app, settings)
    pages.add_globals(app)
    app.jinja_env.globals.update(
        private_picture=private_picture,
        private_link=private_link,
        most_upload_mb=most_upload_mb,
        kept_uploads=kept_uploads,
    )
    _open_rooms(app, protect, settings)
    error_pages.add_error_pages(app)
    access.check_signs(app)
    _keep_first_parts(app)
    static_files.serve(app, settings.var / "static", security.headers_for(settings))
    _stand_before(app, settings, keeps_pages=keeps_pages)
    if check_database:
        with app.app_context():
            check_role(db.engine)
    return app


class _App(Flask):
    """Flask for views that are plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give what is called as it is: Flask looks at each, some twenty times a page, whether it is a coroutine."""
        return func


def _flask_settings(settings: Settings) -> dict[str, object]:
    """Return what Flask and its extensions are told."""
    return {
        "SECRET_KEY": settings.secret_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.secret_keys[1:]),
        "WTF_CSRF_SECRET_KEY": list(reversed(settings.secret_keys)),  # the last one signs
        "DEBUG": settings.debug,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_BINDS": binds(settings.database_url, settings.replica_url),
        "SQLALCHEMY_ENGINE_OPTIONS": ENGINE_OPTIONS,
        "SESSION_COOKIE_NAME": "__Host-tianguis" if settings.is_production else "tianguis",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,  # written when it changes, not with every answer
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 90,
        "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "es_MX",
        "BABEL_DEFAULT_TIMEZONE": "America/Mexico_City",
        "BABEL_TRANSLATION_DIRECTORIES": compile_catalogues(settings.var / "translations"),
        "TEMPLATES_AUTO_RELOAD": settings.debug,
    }


def _open_rooms(app: Flask, protect: FormProtection, settings: Settings) -> None:
    """Build the house of its modules, and hang their pages, words and labels into the app."""
    build_house(MODULES)
    app.jinja_env.globals.update(labels())
    connect_providers(settings)
    for module in MODULES:
        add_words(module.words)
        for room in module.rooms:
            if room.name.endswith("_hooks"):
                protect.exempt(room)  # a signature, and no cookie
            app.register_blueprint(room)
    for room in (private_files.room, health.room):
        app.register_blueprint(room)
    # The link is the proof; mail programs send the form themselves (RFC 8058), and have no token.
    protect.exempt(app.view_functions["watching_buyer.stop_letters"])
    _api(app, protect)


def _keep_first_parts(app: Flask) -> None:
    """Keep from the shops every first part of an address that the product's own pages begin with."""
    reserve(
        rule.rule.split("/")[1].partition(".")[0]
        for rule in app.url_map.iter_rules()
        if rule.rule[1:2] not in ("", "<")
    )


def _stand_before(app: Flask, settings: Settings, *, keeps_pages: bool) -> None:
    """Put before the app what reads a request first: the proxies' headers, then what counts, what is kept, and the host."""
    app.wsgi_app = hosts.refuse_no_host(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if keeps_pages:
        for_sale = Index(settings.search_dir).mark
        app.wsgi_app = KeptPages(app, for_sale, in_production=settings.is_production)  # type: ignore[method-assign]
    app.wsgi_app = CountShown(app.wsgi_app, site_of(app).part(Traffic).add)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _site(settings: Settings) -> Site:
    """Put together what this installation has, and say what lower floors ask of higher ones."""
    executor = Executor(Index(settings.search_dir))
    parts = (
        executor,
        Pace(settings.api_calls_a_minute),
        Finders(find_guest, find_holder, is_search_there=lambda: bool(executor.available()), find_moved=find_moved),
        Greeters((welcome_tray, welcome_seen, welcome_cart), (end_guests, forget_typed)),
    )
    return Site(settings, _uploads(settings), {type(part): part for part in parts})


def _uploads(settings: Settings) -> Uploads:
    """Open the two stores. Photos of returns lay beside the public pictures once: they move to where they belong."""
    before = settings.media_dir / PHOTO_FOLDER
    if before.exists() and not settings.private_dir.exists():
        settings.private_dir.mkdir(mode=0o700, parents=True)
        before.rename(settings.private_dir / PHOTO_FOLDER)
    return Uploads(
        BlobStore.local(settings.media_dir),
        BlobStore.local(settings.private_dir, private=True),
        scanner=scanner(settings.scanner),
        most_mb=settings.most_upload_mb,
        most_megapixels=settings.most_picture_megapixels,
    )


def _taxonomy(app: Flask) -> None:
    @app.before_request
    def _look() -> None:
        """Every other second a process asks whether staff changed the tree; a page about the database being away goes on."""
        if site_of(app).part(TaxonomyLooked).is_due():
            with suppress(OperationalError), unit_of_work(PublicScope(), read_only=True) as work:
                refresh_taxonomy(work)


def _people(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows that can be revoked; see accounts.service

    @manager.user_loader
    def _load(token: str) -> Person | None:
        with unit_of_work(PlatformScope("session"), read_only=True) as work:
            return find_person(work, token)

    @app.after_request
    def _note_seen(response: Response) -> Response:
        """Now and then, and beside the page's own work: a page that is read only cannot write."""
        person = g.get("_login_user")  # who was asked for during this request, if anybody was
        if isinstance(person, Person) and person.seen_at < clock.now() - NOTE_SEEN_EVERY:
            with suppress(OperationalError), unit_of_work(PlatformScope("session")) as work:
                note_seen(work, person.token, source=request.remote_addr or "")
        holder = g.get("key_holder")
        if holder is not None and holder.to_note is not None:
            with suppress(OperationalError):
                note_used(holder)
        return response

    @app.url_defaults
    def _same_shop(endpoint: str, values: dict[str, Any]) -> None:
        """Links between a shop's own pages need not name the shop."""
        here = g.get("seat") or g.get("look")
        if "shop" not in values and here and app.url_map.is_endpoint_expecting(endpoint, "shop"):
            values["shop"] = here.slug


def _api(app: Flask, protect: FormProtection) -> None:
    """Hang up the API's rooms, which write their own description at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Tianguis",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": "Products and orders of one shop. Money is in centavos, times are UTC."},
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
            "security": [{"key": []}],
        },
    )
    api = Api(app)
    for room in chain.from_iterable(module.api for module in MODULES):
        protect.exempt(room)  # a key in a header, and no cookie: no stranger's page can borrow it
        api.register_blueprint(room)

    @app.get("/api/v1/openapi.json")
    @public_page
    def openapi() -> Response:
        return jsonify(describe_problems(api.spec.to_dict()))


def settings_of(app: Flask) -> Settings:
    """The settings an app was made with."""
    return site_of(app).settings


def site_of(app: Flask) -> Site:
    """What an app was put together with."""
    found: Site = app.extensions[NAME]
    return found


__all__ = ["create_app", "settings_of", "site_of"]
