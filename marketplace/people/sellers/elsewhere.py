"""A shop's pages elsewhere: up to five addresses, of networks that we know by name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from marketplace.people.sellers.errors import BadLink, TooManyLinks

MOST_LINKS = 5
_LONGEST = 200
_NETWORKS = {
    "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "youtube.com": "YouTube",
    "pinterest.com": "Pinterest", "pinterest.com.mx": "Pinterest", "x.com": "X", "threads.net": "Threads",
    "vimeo.com": "Vimeo",
}  # fmt: skip


def network_of(address: str) -> str | None:
    """Name the network that an address is of; None where we know none, or it is not https."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "https" and parts.port is None and parts.username is None
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return _NETWORKS.get(host) if plain and parts.path.strip("/") else None


def check_links(links: Sequence[str]) -> list[str]:
    """Give addresses once each. Raises BadLink, TooManyLinks."""
    found = list(dict.fromkeys(links))
    for link in found:
        if len(link) > _LONGEST or not link.isascii() or any(sign in link for sign in " \"'<>") or not network_of(link):
            raise BadLink(link=link[:_LONGEST])
    if len(found) > MOST_LINKS:
        raise TooManyLinks(most=MOST_LINKS)
    return found
