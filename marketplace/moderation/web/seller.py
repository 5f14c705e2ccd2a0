"""What staff decided about a shop's listings."""

from __future__ import annotations

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.moderation import queries
from marketplace.moderation.rules import RULES
from marketplace.moderation.web.words import rule_label
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("moderation")
_ON_PAGE = 30


@room.get("/decisiones")
@requires(May.VIEW_SHOP)
def decisions(work: Work) -> str:
    """Every decision, with its rule, its facts and how to fix it."""
    number = page_number()
    rows, total = queries.cases(work, is_open=False, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "moderation/seller/decisions.html", rows=rows, page_of=Page(number, _ON_PAGE, total), rule_label=rule_label,
        sources=RULES,
    )  # fmt: skip
