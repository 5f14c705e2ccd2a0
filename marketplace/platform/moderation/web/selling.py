"""¿Puedo vender esto aquí?: asked before anything is written, by anybody and by members of a shop."""

from __future__ import annotations

from typing import Any

from flask import request

from marketplace.goods.catalog import CATEGORIES, leaves
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.fees import saying
from marketplace.people.sellers import ShopPlan, seller_profiles
from marketplace.platform.moderation.rules import DECIDE_DAYS
from marketplace.platform.moderation.selling import EXAMPLE_MINOR, known_of_selling
from marketplace.platform.moderation.web.words import say_flag
from marketplace.web.access import anyone, requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER, SELLER
from marketplace.web.pages import language, page

room = BUYER.room("moderation", "selling")
shop_room = SELLER.room("moderation", "selling")
_LONGEST = 300


@room.get("/puedo-vender")
@anyone
def ask(work: Work) -> str:
    """Anybody asks, before they open a shop."""
    return page("platform/moderation/buyer/may_sell.html", **_answer(work, ShopPlan.BASE))


@shop_room.get("/puedo-vender")
@requires(May.VIEW_SHOP)
def ask_in_shop(work: Work) -> str:
    """A member asks, before they write a product."""
    plan = seller_profiles(work, [work.tenant_id])[work.tenant_id].shop_plan
    return page("platform/moderation/seller/may_sell.html", **_answer(work, plan))


def _answer(work: Work, plan: ShopPlan) -> dict[str, Any]:
    text = text_in(request.args, "que", most=_LONGEST).strip()
    category = request.args.get("categoria", "")
    known = known_of_selling(work, text, category, plan)
    return {
        "text": text,
        "known": known if text or known.of_category else None,
        "chosen": known.of_category.category.code if known.of_category else "",
        "categories": [(one.code, _path_said(one.code)) for one in leaves()],
        "flags": [say_flag(flag.plain()) for flag in known.flags],
        "named": {flag.rule for flag in known.flags},
        "example_minor": EXAMPLE_MINOR,
        "decide_days": DECIDE_DAYS,
        "longest": _LONGEST,
        "path_said": _path_said,
        "rule_name": saying.name_rule,
        "spoken": language(),
    }


def _path_said(code: str) -> str:
    return " › ".join(CATEGORIES[one].name(language()) for one in CATEGORIES[code].path)
