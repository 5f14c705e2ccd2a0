"""Addresses of pages, and domains."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits, seen
from tenants.names import tidy_domain

LONGEST = 2000


class NotAUrl(Unreadable):
    """No address of a page on the open web."""

    code = "reading.not_a_url"


class NotADomain(Unreadable):
    """No domain."""

    code = "reading.not_a_domain"
    field = "domain"


def read_url(typed: str) -> str:
    """Read the address of a page: https where none is said, the domain as the DNS knows it. Raises NotAUrl.

    Names and passwords before the domain, bare numbers, ports other than the web's and single words are refused: what is
    read here may be fetched.
    """
    text = seen(typed.strip()[: LONGEST + 1])
    if len(text) > LONGEST or re.search(r"\s|[<>\"\\^`{|}]", text):
        raise NotAUrl
    if not re.match(r"[a-z][a-z0-9+.\-]*:(?![0-9]+(?:[/?#]|$))", text, re.IGNORECASE):
        text = f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        host, port = tidy_domain(parts.hostname or ""), parts.port
    except ValueError:
        raise NotAUrl from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or host is None or "@" in parts.netloc or port not in (None, 80, 443):
        raise NotAUrl
    return urlunsplit((scheme, host, parts.path or "/", parts.query, parts.fragment))


def read_domain(typed: str) -> str:
    """Read a domain as the DNS knows it, also out of the address of its first page (`https://Hilos.mx/`). Raises NotADomain."""
    text = plain_digits(seen(typed.strip()[:400]))
    text = re.sub(r"^https?://", "", text, flags=re.IGNORECASE)
    host = tidy_domain(re.sub(r"/$", "", text)) if text.isprintable() else None
    if host is None:
        raise NotADomain
    return host
