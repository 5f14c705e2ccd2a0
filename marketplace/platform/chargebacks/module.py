"""What the house knows of chargebacks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import StaffMay
from marketplace.money.payments import count_chargebacks
from marketplace.money.payments.events import ChargebackClosed, ChargebackOpened, EvidenceReady
from marketplace.platform.chargebacks.jobs import send_answer
from marketplace.platform.chargebacks.reactions import hold_unproven, settle_chargeback
from marketplace.platform.chargebacks.web import staff, words

MODULE = Module(
    name="chargebacks",
    rooms=(staff.room,),
    labels={"chargeback_state": words.state_label, "chargeback_reason": words.reason_label},
    reactions=(
        Reaction("hold_unproven", ChargebackOpened, Lane.MONEY, inside=hold_unproven),
        Reaction("send_answer", EvidenceReady, Lane.MONEY, outside=send_answer),
        Reaction("settle_chargeback", ChargebackClosed, Lane.MONEY, inside=settle_chargeback),
    ),
    staff_todos=(
        StaffTodo(
            47, count_chargebacks, words.say_waiting, "chargebacks_staff.index", StaffMay.VIEW_BOOKS, urgent=True
        ),
    ),
    nav=(NavLink(113, _l("Contracargos"), "chargebacks_staff.index", StaffMay.VIEW_BOOKS),),
)
