"""Rendering: what every template may count on, and the small state a browser carries (place, cart, comparison)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, render_template, request, session
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup

from marketplace.kernel import clock
from marketplace.kernel.permissions import SEES_WHAT_WAS_PAID
from marketplace.kernel.site import site
from marketplace.web import hosts
from marketplace.web.browsers import keep_place_of_browser, name_browser, place_of_browser
from marketplace.web.formatting import FILTERS, locale_code
from marketplace.web.problems import problems_of
from marketplace.web.security import here
from marketplace.web.static_files import asset
from marketplace.web.toasts import take_toast

MOST_COMPARED = 6
MOST_SEEN = 8


@dataclass(frozen=True)
class ShipTo:
    """Where things are sent to, as chosen once by postal code."""

    code: str
    label: str
    state_code: str
    border: int


@dataclass(frozen=True)
class NavItem:
    """A link of a workplace's side."""

    label: str
    url: str
    active: bool = False


def place() -> ShipTo | None:
    """The postal code this browser chose, if any."""
    chosen = place_of_browser()
    return ShipTo(*chosen) if chosen else None


def keep_place(chosen: ShipTo) -> None:
    """Remember a postal code for this browser."""
    keep_place_of_browser([chosen.code, chosen.label, chosen.state_code, chosen.border])
    name_browser(copied=False)  # who says where they live will buy: two first adds at once then both stay


def compare_numbers() -> list[int]:
    """The listings in this browser's comparison."""
    return [int(number) for number in session.get("compare", [])][:MOST_COMPARED]


def seen_numbers() -> list[int]:
    """The listings that this browser saw, the latest first."""
    return [int(number) for number in session.get("seen") or []]


def keeps_seen() -> bool:
    """Whether this browser keeps what it sees; somebody may have said no."""
    return session.get("seen", []) is not None


def note_seen(number: int) -> None:
    """Note that this browser saw a listing, where that is kept; a page that is read begins no session for it."""
    before = seen_numbers()
    if session and keeps_seen() and before[:1] != [number]:
        session["seen"] = [number, *(one for one in before if one != number)][:MOST_SEEN]


def cart_count() -> int:
    """How many things are in the cart, as this browser heard last: a badge, and no more than that.

    Counting them anew would cost every page a question; the cart's own page, and every form that changes it, tell.
    """
    return int(session.get("cart_count", 0))


def note_cart_count(count: int) -> None:
    """Tell this browser how many things are in the cart."""
    if cart_count() != count:
        session["cart_count"] = count
        session.permanent = True


def expect_unpaid(until: datetime) -> None:
    """Note that something of this browser waits to be paid until then: so long its pages ask what it is."""
    session["unpaid_until"] = max(until.timestamp(), float(session.get("unpaid_until", 0)))
    session.permanent = True


def may_have_unpaid() -> bool:
    """Whether something of this browser may wait to be paid. For all others no page asks the database."""
    return float(session.get("unpaid_until", 0)) > clock.now().timestamp()


def note_unpaid(found: Sequence[Any]) -> None:
    """Tell this browser, and the page that is being written, what of its waits to be paid, as was just looked up."""
    g.unpaid = found
    if found:
        expect_unpaid(max(one.expires_at for one in found))
    else:
        session.pop("unpaid_until", None)


def may(permission: str) -> bool:
    """Whether the member or staff who looks holds a permission; for showing or hiding an action, never instead of it."""
    return permission in g.get("may", ())


def sees_what_was_paid() -> bool:
    """Whether the member who looks may know what was paid for an order: who only packs it may not."""
    return not SEES_WHAT_WAS_PAID.isdisjoint(g.get("may", ()))


def page_link(number: int) -> str:
    """Give this page's address with another page number."""
    args = {name: values for name, values in request.args.lists() if name != "pagina"}
    if number > 1:
        args["pagina"] = [str(number)]
    return f"{request.path}?{urlencode(args, doseq=True)}" if args else request.path


def in_language(address: str, code: str | None) -> str:
    """Give the address at which a page is in English whatever the browser says; for anything else, the page's own."""
    if code != "en":
        return address
    return f"{address}{'&' if '?' in address else '?'}idioma=en"


class _KeptParts(dict[tuple[str, str], tuple[Hashable, Markup]]):
    """Parts of the frame, by template and language, each with what it shows."""


def kept(template: str, shown: Hashable = None) -> Markup:
    """Write a part of the frame that is the same on every page of a language that shows the same: made once, then kept."""
    parts = site().part(_KeptParts)
    key = (template, locale_code())
    if key not in parts or parts[key][0] != shown or current_app.debug:
        parts[key] = shown, Markup(render_template(template, shown=shown))  # noqa: S704 - our own template
    return parts[key][1]


def _context() -> dict[str, Any]:
    return {
        "locale": locale_code(),
        "person": current_user if current_user.is_authenticated else None,
        "place": place(),
        "cart_count": cart_count(),
        "compare_numbers": compare_numbers(),
        "market": hosts.market_base(),
        "shop_here": hosts.shop_here(),
        "look": g.get("look"),
    }


class _Paths(dict[str, str]):
    """Addresses that are always the same, by endpoint."""


def _link(endpoint: str, **values: Any) -> str:
    """Give an address, as Flask's `url_for`; one without any part that varies is built once."""
    paths = site().part(_Paths)
    if values or endpoint not in paths:
        address = current_app.url_for(endpoint, **values)
        if (
            not values
            and endpoint[0] != "."
            and not any(rule.arguments for rule in current_app.url_map.iter_rules(endpoint))
        ):
            paths[endpoint] = address
        return address
    return paths[endpoint]


def add_globals(app: Flask) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.globals.update(
        url_for=_link,
        asset=asset,
        kept=kept,
        may=may,
        page_link=page_link,
        in_language=in_language,
        problems_of=problems_of,
        picture=hosts.picture,
        widths=hosts.widths,
        whole=hosts.whole,
        here=here,
        take_toast=take_toast,
        **FILTERS,
    )
    app.jinja_env.filters.update(FILTERS)
    app.context_processor(_context)


def page(template: str, **values: Any) -> str:
    """Render a page."""
    return render_template(template, **values)


def language() -> str:
    """The language of this request: "es" or "en"."""
    return str(get_locale() or "es")[:2]
