"""What the house knows of desk."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May, StaffMay
from marketplace.platform.desk.comparing import check_books
from marketplace.platform.desk.web import api, books, money, payouts, seller, staff, statements, words
from marketplace.platform.desk.web.todos import STAFF_TODOS

MODULE = Module(
    name="desk",
    rooms=(
        seller.room,
        money.room,
        statements.room,
        payouts.room,
        books.room,
        staff.room,
    ),
    api=(api.room,),
    labels={
        "disagreement": words.disagreement_label,
        "disagreement_help": words.disagreement_help,
        "hold_reason": words.hold_reason,
    },
    clock=(ClockJob("check_books", timedelta(days=1), Lane.BULK, check_books),),
    staff_todos=STAFF_TODOS,
    nav=(
        NavLink(10, _l("Hoy"), "desk_seller.today", May.VIEW_SHOP),
        NavLink(
            80,
            _l("Dinero"),
            "desk_money_seller.balance",
            May.VIEW_MONEY,
            ("desk_statements_seller.month", "desk_payouts_seller.index", "desk_payouts_seller.show"),
        ),
        NavLink(10, _l("Hoy"), "desk_staff.today", StaffMay.LOOK),
        NavLink(110, _l("Libros"), "desk_books_staff.ledger", StaffMay.VIEW_BOOKS),
        NavLink(130, _l("Trabajos"), "desk_staff.dead", StaffMay.RUN_MACHINE),
    ),
)
