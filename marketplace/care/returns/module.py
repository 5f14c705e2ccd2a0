"""What the house knows of returns."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.care.returns import reactions as returns
from marketplace.care.returns.datamap import KEEPS
from marketplace.care.returns.events import ReturnReceived
from marketplace.care.returns.files import photos_in_use
from marketplace.care.returns.web import buyer, seller, words
from marketplace.care.returns.web.todos import TODOS
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import PHOTO_FOLDER
from marketplace.money.payments.events import RefundSucceeded

MODULE = Module(
    name="returns",
    rooms=(
        buyer.room,
        seller.room,
    ),
    words=words.WORDS,
    labels={"return_state": words.state_label, "return_reason": words.reason_label},
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    reactions=(
        Reaction("refund_received", ReturnReceived, Lane.MONEY, inside=returns.refund_received),
        Reaction("close_refunded_return", RefundSucceeded, Lane.MONEY, inside=returns.close_refunded),
    ),
    clock=(ClockJob("lapse_returns", timedelta(minutes=10), Lane.MONEY, returns.lapse_unsent),),
    files={PHOTO_FOLDER: photos_in_use},
    nav=(NavLink(50, _l("Devoluciones"), "returns_seller.index", May.VIEW_ORDERS),),
    todos=TODOS,
    keeps=KEEPS,
)
