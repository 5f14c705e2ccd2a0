"""What the house knows of invoices."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.invoices import jobs, monthly
from marketplace.trade.invoices.datamap import KEEPS
from marketplace.trade.invoices.files import FOLDER, papers_in_use
from marketplace.trade.invoices.web import api, buyer, seller, words
from marketplace.trade.invoices.web.todos import TODOS
from marketplace.trade.orders.events import OrderCancelled

MODULE = Module(
    name="invoices",
    rooms=(buyer.room, seller.room),
    api=(api.room,),
    words=words.WORDS,
    labels=words.LABELS,
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    reactions=(
        Reaction("credit_refund", RefundSucceeded, Lane.MONEY, inside=jobs.credit_refund),
        Reaction("withdraw_cancelled", OrderCancelled, Lane.MONEY, inside=jobs.withdraw_cancelled),
    ),
    clock=(
        ClockJob("tell_late_invoices", timedelta(minutes=10), Lane.MAIL, jobs.tell_late),
        ClockJob("draw_up_globals", timedelta(minutes=10), Lane.BULK, monthly.draw_up_globals),
    ),
    files={FOLDER: papers_in_use},
    nav=(NavLink(25, _l("Facturas"), "invoices_seller.index", May.ISSUE_INVOICES),),
    todos=TODOS,
    keeps=KEEPS,
)
