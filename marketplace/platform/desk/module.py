"""What the house knows of desk."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May, StaffMay
from marketplace.platform.desk.aging import over
from marketplace.platform.desk.comparing import check_books, compare_asked
from marketplace.platform.desk.datamap import KEEPS
from marketplace.platform.desk.events import ComparisonAsked, StatementFileAsked
from marketplace.platform.desk.files import statements_in_use
from marketplace.platform.desk.filing import expire_files
from marketplace.platform.desk.jobs import make_statement_file
from marketplace.platform.desk.rules import FILE_FOLDER
from marketplace.platform.desk.web import api, books, finance, money, payouts, seller, staff, statements, taxes, words
from marketplace.platform.desk.web.todos import STAFF_TODOS

# The pages that stand under Dinero, beside its own.
_MONEY = (
    "desk_statements_seller.month",
    "desk_payouts_seller.index",
    "desk_payouts_seller.show",
    "desk_taxes_seller.withheld",
    "cfdi_seller.index",
    "adjustments_seller.index",
    "adjustments_seller.appeal",
)

MODULE = Module(
    name="desk",
    rooms=(
        seller.room,
        money.room,
        statements.room,
        payouts.room,
        books.room,
        finance.room,
        taxes.room,
        taxes.staff_room,
        staff.room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    reactions=(
        Reaction("compare_asked", ComparisonAsked, Lane.BULK, inside=compare_asked),
        Reaction("make_statement_file", StatementFileAsked, Lane.BULK, outside=make_statement_file),
    ),
    files={FILE_FOLDER: statements_in_use},
    keeps=KEEPS,
    over=over,
    clock=(
        ClockJob("check_books", timedelta(days=1), Lane.BULK, check_books),
        ClockJob("expire_statement_files", timedelta(hours=1), Lane.BULK, expire_files),
    ),
    api=(api.room,),
    labels={
        "disagreement": words.disagreement_label,
        "disagreement_help": words.disagreement_help,
        "hold_reason": words.hold_reason,
    },
    staff_todos=STAFF_TODOS,
    nav=(
        NavLink(10, _l("Hoy"), "desk_seller.today", May.VIEW_SHOP),
        NavLink(80, _l("Dinero"), "desk_money_seller.balance", May.VIEW_MONEY, _MONEY),
        NavLink(10, _l("Hoy"), "desk_staff.today", StaffMay.ENTER),
        NavLink(105, _l("Finanzas"), "desk_finance_staff.index", StaffMay.VIEW_BOOKS),
        NavLink(110, _l("Libros"), "desk_books_staff.ledger", StaffMay.VIEW_BOOKS),
        NavLink(130, _l("Trabajos"), "desk_staff.dead", StaffMay.RUN_MACHINE),
    ),
)
