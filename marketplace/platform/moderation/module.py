"""What the house knows of moderation."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.goods.catalog.events import EditDiscarded, ProductSubmitted
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.uploads import PUBLIC
from marketplace.platform.moderation.aging import over
from marketplace.platform.moderation.closings import carry_out_closings
from marketplace.platform.moderation.datamap import KEEPS
from marketplace.platform.moderation.files import pictures_in_use
from marketplace.platform.moderation.queries import count_open
from marketplace.platform.moderation.service import drop_case, open_case
from marketplace.platform.moderation.web import articles, brands, seller, staff, words

MODULE = Module(
    name="moderation",
    rooms=(
        seller.room,
        staff.room,
        articles.room,
        brands.room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={"closing_ground": words.ground_label, "listing_rule": words.rule_label},
    reactions=(
        Reaction("open_moderation_case", ProductSubmitted, Lane.SEARCH, inside=open_case),
        Reaction("drop_moderation_case", EditDiscarded, Lane.SEARCH, inside=drop_case),
    ),
    clock=(ClockJob("carry_out_closings", timedelta(minutes=10), Lane.SEARCH, carry_out_closings),),
    files={PUBLIC: pictures_in_use},
    staff_todos=(StaffTodo(10, count_open, words.say_open, "moderation_staff.queue", StaffMay.MODERATE),),
    nav=(
        NavLink(90, _l("Decisiones"), "moderation_seller.decisions", May.VIEW_SHOP),
        NavLink(20, _l("Publicaciones"), "moderation_staff.queue", StaffMay.MODERATE),
        NavLink(30, _l("Decisiones"), "moderation_staff.decisions", StaffMay.MODERATE),
        NavLink(35, _l("Artículos"), "moderation_articles_staff.index", StaffMay.MODERATE),
        NavLink(40, _l("Marcas"), "moderation_brands_staff.index", StaffMay.MODERATE),
        NavLink(60, _l("Cierres"), "moderation_staff.closed", StaffMay.MODERATE, pages=("moderation_staff.closing",)),
    ),
    keeps=KEEPS,
    over=over,
)
