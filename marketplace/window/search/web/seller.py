"""Cómo apareces: what orders a shop's own products in searches, and what would change it."""

from __future__ import annotations

import numpy as np
from flask import request
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.window.search import queries, ranking
from marketplace.window.search.asking import LONGEST
from marketplace.window.search.queries import OwnListing, executor, surroundings
from marketplace.window.search.rules import RankingReason
from marketplace.window.search.web.words import signal_advice, signal_name, signal_said

room = SELLER.room("search")
_ON_PAGE = 30
_OF_SHOP = (ranking.ON_TIME.code, ranking.REPLY.code)  # the same for all that a shop sells
# What a title gets that says each word once, with room for a long one; the full points are for who repeats for ever.
_SAYS_IT = 0.7 * ranking.WORDS.points * float(ranking.saturated(np.ones(1, np.float32))[0])
_OF_WORDS = (ranking.WORDS.code, ranking.HEAD.code)  # of a search


@room.get("/como-apareces")
@requires(May.VIEW_SHOP)
def index(work: Work) -> str:
    """The points of each product, for a search that one may try."""
    number, text = page_number(), text_in(request.args, "q", most=LONGEST)
    facts = surroundings().facts(work, None)
    rows, total = queries.own_listings(work, executor(), facts, text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    known = next((row.reasons for row in rows if row.reasons), [])
    return page(
        "window/search/seller/index.html",
        text=text,
        rows=rows,
        of_shop=[reason for reason in known if reason.signal in _OF_SHOP],
        shown=[f.code for f in ranking.SIGNALS if f.code not in (*_OF_SHOP, *(() if text else _OF_WORDS))],
        page_of=Page(number, _ON_PAGE, total),
        missing=_missing,
        wish=_wish,
        name=signal_name,
        said=signal_said,
        advice=signal_advice,
    )


def _missing(reason: RankingReason) -> bool:
    """Whether a signal could still give more, told in tenths of a point."""
    return round(reason.most - reason.points, 1) > 0


def _wish(row: OwnListing) -> str:
    """Say what would give a product most: of what its shop can do for this one product, the first that is lacking."""
    given = {reason.signal: reason for reason in row.reasons}
    if row.available <= 0:
        return _("Vuelve a tener piezas: lo agotado va al final.")
    if not given:
        return ""
    words, head, sold = (given[signal.code] for signal in (ranking.WORDS, ranking.HEAD, ranking.SOLD))
    if row.place is not None and words.points < _SAYS_IT:
        return signal_advice(words.signal)
    if row.place is not None and _missing(head):
        return signal_advice(head.signal)
    return signal_advice(sold.signal) if _missing(sold) else ""
