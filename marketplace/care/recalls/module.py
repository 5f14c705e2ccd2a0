"""What the house knows of recalls."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.care.recalls import jobs
from marketplace.care.recalls.datamap import KEEPS
from marketplace.care.recalls.events import RecallLettersLeft, RecallStarted
from marketplace.care.recalls.queries import count_to_look_at
from marketplace.care.recalls.web import buyer, seller, staff, words
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import May, StaffMay
from marketplace.trade.checkout.events import PurchasePaid

MODULE = Module(
    name="recalls",
    rooms=(
        buyer.room,
        seller.room,
        staff.room,
    ),
    words=words.WORDS,
    labels={
        "recall_answer": words.answer_label,
        "recall_ground": words.ground_label,
        "recall_offer": words.offer_label,
        "recall_state": words.state_label,
    },
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    reactions=(
        Reaction("write_recall_letters", RecallStarted, Lane.MAIL, inside=jobs.write_letters),
        Reaction("go_on_with_recall_letters", RecallLettersLeft, Lane.MAIL, inside=jobs.write_letters),
        Reaction("meet_late_purchase", PurchasePaid, Lane.MAIL, inside=jobs.meet_late_purchase),
    ),
    clock=(ClockJob("remind_of_recalls", timedelta(minutes=10), Lane.MAIL, jobs.remind),),
    nav=(
        NavLink(75, _l("Retiros"), "recalls_seller.index", May.VIEW_SHOP),
        NavLink(45, _l("Retiros"), "recalls_staff.index", StaffMay.MODERATE),
    ),
    staff_todos=(
        StaffTodo(12, count_to_look_at, words.say_to_look_at, "recalls_staff.index", StaffMay.MODERATE, urgent=True),
    ),
    keeps=KEEPS,
    private=("/mis-retiros",),
    shown=("recalls_buyer.public",),
)
