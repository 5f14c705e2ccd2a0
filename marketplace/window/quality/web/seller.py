"""Calidad: what a shop's products lack, what that was measured to bring, and how often each is seen, opened and bought."""

from __future__ import annotations

from flask import request

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.window.quality import rules
from marketplace.window.quality.queries import WORKED_ON, QualityAsked, find_improvable, quality_of
from marketplace.window.quality.rules import ListingFact
from marketplace.window.quality.web import words

room = SELLER.room("quality")
_ON_PAGE = 30


@room.get("/productos/calidad")
@requires(May.EDIT_PRODUCTS)
def index(work: Work) -> str:
    """The products that lack something: first what would bring most, as measured, and is seen most."""
    asked, number = _asked(), page_number()
    quality = quality_of(work, asked.state)
    rows, total = find_improvable(work, asked, quality, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    told = {effect.fact for effect in quality.effects}
    return page(
        "window/quality/seller/index.html",
        asked=asked,
        states=WORKED_ON,
        lacking=quality.lacking,
        effects=quality.effects,
        not_told=[fact for fact in ListingFact if fact not in told],
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        rules=rules,
        words=words,
    )


def _asked() -> QualityAsked:
    """What the address asks; what it does not understand, it does not ask."""
    state = next((one for one in WORKED_ON if one == request.args.get("estado")), None)
    fact = next((one for one in ListingFact if one == request.args.get("falta")), None)
    return QualityAsked(state, fact)
