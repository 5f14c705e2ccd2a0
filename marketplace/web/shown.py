"""What a page shows of things for sale, so that it can be counted how often each is seen: noted while the page is written, kept
with its copy for strangers (`web/kept_pages.py`), and counted when it is answered, also from the copy.

Nothing is kept of who looks: for an hour a process remembers by a number of its own what somebody saw, so that looking again
is not counted again. What programs ask for that say so, or what a browser fetches ahead, is not counted; nor what
members see of their own shops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import request, session

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SHOWN = "tianguis.shown"  # where a request has it
_OWN = "shops"  # in the session: the shops of whoever works in one
_MOST_OWN = 20
# Programs say what they are, or say nothing; what pretends to be a browser counts as one.
_PROGRAM = re.compile(
    r"bot\b|bot[/;]|crawl|spider|slurp|preview|archiver|fetch|monitor|headless|lighthouse|facebookexternalhit|curl|wget|python|"
    r"java/|okhttp|go-http|libwww|httpclient",
    re.IGNORECASE,
)


@dataclass
class PageShown:
    """Numbers of listings that a page shows: as a card or a column of a comparison, and as the page's own subject."""

    seen: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)


def note_shown(offers: Iterable[Any]) -> None:
    """Note that the page being written shows these offers among others."""
    _noted().seen.update(_of_others(offers))


def note_opened(offer: Any) -> None:
    """Note that the page being written is about this offer."""
    _noted().opened.update(_of_others([offer]))


def note_own_shops(slugs: Collection[str]) -> None:
    """Let this browser's views of some shops be counted no longer: it is of somebody who works there."""
    own = sorted(slugs)[:_MOST_OWN]
    if session.get(_OWN) != own:
        session[_OWN] = own


def _noted() -> PageShown:
    noted: PageShown = request.environ.setdefault(SHOWN, PageShown())
    return noted


def _of_others(offers: Iterable[Any]) -> Iterable[int]:
    own = session.get(_OWN, ())
    return (offer.number for offer in offers if offer.shop_slug not in own)


class CountShown:
    """Stands before an app, its kept pages included, and tells what each answered page showed to `count`."""

    def __init__(self, app: WSGIApplication, count: Callable[[PageShown, int], None]) -> None:
        self._app, self._count = app, count

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, then count."""
        answer = self._app(environ, start_response)
        shown = environ.get(SHOWN)
        if shown is not None and environ["REQUEST_METHOD"] == "GET" and is_somebody(environ):
            self._count(shown, _who(environ))
        return answer


def _who(environ: WSGIEnvironment) -> int:
    """A number for whoever looks, which only this process makes of them, and which leads back to nobody."""
    return hash((environ.get("REMOTE_ADDR", ""), environ.get("HTTP_USER_AGENT", "")))


def is_somebody(environ: WSGIEnvironment) -> bool:
    """Whether a page seems to be asked for by a person who will see it."""
    agent = environ.get("HTTP_USER_AGENT", "")
    ahead = "".join(environ.get(f"HTTP_{name}", "") for name in ("SEC_PURPOSE", "PURPOSE", "X_PURPOSE", "X_MOZ"))
    return bool(agent) and not _PROGRAM.search(agent) and "prefetch" not in ahead
