"""What the house knows of the rules of the market."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May, StaffMay
from marketplace.people.market_rules import saying
from marketplace.people.market_rules.datamap import KEEPS
from marketplace.people.market_rules.web import buyer, seller, staff, words

MODULE = Module(
    name="market_rules",
    rooms=(buyer.room, seller.room, staff.room),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={"rule_title": saying.title_of, "rule_body": saying.body_of, "rules_summary": saying.summary_of},
    nav=(
        NavLink(91, _l("Reglas"), "market_rules_seller.coming", May.VIEW_SHOP),
        NavLink(118, _l("Reglas"), "market_rules_staff.index", StaffMay.SET_RULES),
    ),
    todos=words.TODOS,
    keeps=KEEPS,
    shown=("market_rules_buyer.in_force",),
)
