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
from marketplace.platform.moderation.appeals import count_appeals
from marketplace.platform.moderation.closings import carry_out_closings
from marketplace.platform.moderation.datamap import KEEPS
from marketplace.platform.moderation.events import GoodsUnmarked
from marketplace.platform.moderation.files import pictures_in_use
from marketplace.platform.moderation.flagging import ask_for_marks
from marketplace.platform.moderation.jobs import mark_goods
from marketplace.platform.moderation.measures import carry_out_measures
from marketplace.platform.moderation.queries import count_hold_requests, count_open
from marketplace.platform.moderation.service import drop_case, open_case
from marketplace.platform.moderation.web import articles, brands, buyer, holds, measures, seller, selling, staff, words

MODULE = Module(
    name="moderation",
    rooms=(
        buyer.room,
        seller.room,
        staff.room,
        articles.room,
        brands.room,
        measures.room,
        holds.room,
        selling.room,
        selling.shop_room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={
        "measure_kind": words.kind_label,
        "say_held": words.say_held,
        "report_reason": words.reason_label,
    },
    reactions=(
        Reaction("open_moderation_case", ProductSubmitted, Lane.SEARCH, inside=open_case),
        Reaction("drop_moderation_case", EditDiscarded, Lane.SEARCH, inside=drop_case),
        Reaction("mark_goods", ProductSubmitted, Lane.BULK, outside=mark_goods),
        Reaction("mark_older_goods", GoodsUnmarked, Lane.BULK, outside=mark_goods),
    ),
    clock=(
        ClockJob("carry_out_closings", timedelta(minutes=10), Lane.SEARCH, carry_out_closings),
        ClockJob("carry_out_measures", timedelta(minutes=10), Lane.SEARCH, carry_out_measures),
        ClockJob("ask_for_marks", timedelta(minutes=10), Lane.BULK, ask_for_marks),
    ),
    files={PUBLIC: pictures_in_use},
    staff_todos=(
        StaffTodo(10, count_open, words.say_open, "moderation_staff.queue", StaffMay.MODERATE),
        StaffTodo(11, count_appeals, words.say_appeals, "moderation_measures_staff.open_appeals", StaffMay.MODERATE),
        StaffTodo(44, count_hold_requests, words.say_hold_requests, "moderation_holds_staff.index", StaffMay.ADJUST),
    ),
    nav=(
        NavLink(90, _l("Decisiones"), "moderation_seller.decisions", May.VIEW_SHOP),
        NavLink(20, _l("Por revisar"), "moderation_staff.queue", StaffMay.MODERATE),
        NavLink(30, _l("Decisiones"), "moderation_staff.decisions", StaffMay.MODERATE),
        NavLink(35, _l("Artículos"), "moderation_articles_staff.index", StaffMay.MODERATE),
        NavLink(36, _l("Marcas"), "moderation_brands_staff.index", StaffMay.MODERATE),
        NavLink(
            40,
            _l("Medidas"),
            "moderation_measures_staff.index",
            StaffMay.MODERATE,
            pages=("moderation_measures_staff.show",),
        ),
        NavLink(
            50,
            _l("Apelaciones"),
            "moderation_measures_staff.open_appeals",
            StaffMay.MODERATE,
            pages=("moderation_measures_staff.appeal",),
        ),
        NavLink(111, _l("Dinero detenido"), "moderation_holds_staff.index", StaffMay.VIEW_BOOKS),
        NavLink(120, _l("Mediadores"), "moderation_measures_staff.named", StaffMay.MANAGE_STAFF),
        NavLink(60, _l("Cierres"), "moderation_staff.closed", StaffMay.MODERATE, pages=("moderation_staff.closing",)),
    ),
    keeps=KEEPS,
    over=over,
    private=("/reportar", "/reportes"),
    shown=("moderation_buyer.figures", "moderation_selling_buyer.ask"),
)
