"""What the house knows of tariffs to come."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import May, StaffMay
from marketplace.money.fees.events import DraftWritten, TariffAnnounced, TariffWithdrawn
from marketplace.platform.tariffs import reactions
from marketplace.platform.tariffs.aging import over
from marketplace.platform.tariffs.datamap import KEEPS
from marketplace.platform.tariffs.events import ShopToBeTold
from marketplace.platform.tariffs.queries import count_plan_requests
from marketplace.platform.tariffs.web import plans, seller, staff, words

MODULE = Module(
    name="tariffs",
    rooms=(seller.room, staff.room, plans.room),
    words=words.WORDS,
    activity=words.ACTIVITY,
    reactions=(
        Reaction("weigh_draft", DraftWritten, Lane.BULK, inside=reactions.weigh_draft),
        Reaction("announce_tariff", TariffAnnounced, Lane.BULK, inside=reactions.tell_every_shop),
        Reaction("weigh_tariff_for_shop", ShopToBeTold, Lane.BULK, inside=reactions.weigh_for_shop),
        Reaction("announce_withdrawal", TariffWithdrawn, Lane.BULK, inside=reactions.tell_of_withdrawal),
    ),
    nav=(
        NavLink(85, _l("Tarifas"), "tariffs_seller.coming", May.VIEW_MONEY),
        NavLink(115, _l("Tarifas"), "tariffs_staff.index", StaffMay.SET_FEES),
        NavLink(116, _l("Planes de tienda"), "tariffs_plans_staff.index", StaffMay.SET_FEES),
    ),
    todos=words.TODOS,
    staff_todos=(
        StaffTodo(49, count_plan_requests, words.say_plan_requests, "tariffs_plans_staff.index", StaffMay.SET_FEES),
    ),
    keeps=KEEPS,
    over=over,
)
