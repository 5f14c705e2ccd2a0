"""What a page says of itself to search engines: its one address, its languages, or that it is not to be kept.

A page is reached with filters, orders and other people's parameters; it is kept under one address. Languages are chosen by
the browser or the person; so that each can be pointed to, `?idioma=` chooses one for one answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from marketplace.web.hosts import settings
from marketplace.web.paging import page_number

_LANGUAGES = {"es": "es_MX", "en": "en"}
# The pages that search engines may keep. Whether one of several pages of a list is an address of its own.
_KEPT: Mapping[str, bool] = {
    "storefront_buyer.home": False,
    "storefront_buyer.product": False,
    "storefront_buyer.shop": True,
    "storefront_buyer.how": False,
    "storefront_buyer.legal": False,
    "search_buyer.category": True,
    "fees_buyer.tariff": False,
}


def asked_language() -> str | None:
    """The locale that the address asks for, for this answer only."""
    return _LANGUAGES.get(request.args.get("idioma", ""))


@dataclass(frozen=True)
class Found:
    """The one address of a page as it is shown, and those of its languages as (code, address)."""

    address: str
    languages: Sequence[tuple[str, str]]


def found_at(own: str | None = None) -> Found | None:
    """Say where this page is to be found; None where it is nobody's to find. `own`: an address that is not the request's."""
    endpoint = request.endpoint or ""
    if endpoint not in _KEPT:
        return None
    base = own or f"{settings().base_url.rstrip('/')}{request.path}"
    # At a shop's own host, the shop stands at the front door.
    in_pages = _KEPT[endpoint] or (endpoint == "storefront_buyer.home" and own is not None)
    kept = {"pagina": str(page_number())} if in_pages and page_number() > 1 else {}

    def written(**more: str) -> str:
        query = urlencode({**kept, **more})
        return f"{base}?{query}" if query else base

    english = written(idioma="en")
    return Found(
        english if request.args.get("idioma") == "en" else written(),
        [("es-MX", written()), ("en", english), ("x-default", written())],
    )
