"""What the house knows of disputes."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.care.disputes import reactions as disputes
from marketplace.care.disputes.datamap import KEEPS
from marketplace.care.disputes.events import RefundDecided
from marketplace.care.disputes.queries import count_escalated
from marketplace.care.disputes.web import buyer, seller, staff, words
from marketplace.care.disputes.web.todos import TODOS
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import May, StaffMay
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.orders.events import OrderDelivered

MODULE = Module(
    name="disputes",
    rooms=(
        buyer.room,
        seller.room,
        staff.room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    labels={"dispute_answer": words.answer_label},
    reactions=(
        Reaction("end_arrived", OrderDelivered, Lane.MONEY, inside=disputes.end_arrived),
        Reaction("refund_dispute", RefundDecided, Lane.MONEY, inside=disputes.refund_dispute),
        Reaction("close_refunded_dispute", RefundSucceeded, Lane.MONEY, inside=disputes.close_refunded),
    ),
    clock=(ClockJob("go_on_with_disputes", timedelta(minutes=10), Lane.MONEY, disputes.go_on),),
    nav=(
        NavLink(70, _l("Aclaraciones"), "disputes_seller.index", May.VIEW_ORDERS),
        NavLink(50, _l("Aclaraciones"), "disputes_staff.queue", StaffMay.MEDIATE),
    ),
    todos=TODOS,
    staff_todos=(
        StaffTodo(
            40, lambda work: (count_escalated(work), 0), words.say_escalated, "disputes_staff.queue", StaffMay.MEDIATE
        ),
    ),
    keeps=KEEPS,
)
