"""What the house knows of warranty."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.datamap import KEEPS
from marketplace.care.warranty.events import ClaimRefunded
from marketplace.care.warranty.files import photos_in_use
from marketplace.care.warranty.web import buyer, seller, words
from marketplace.care.warranty.web.todos import TODOS
from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import PHOTO_FOLDER
from marketplace.money.payments.events import RefundSucceeded

MODULE = Module(
    name="warranty",
    rooms=(
        buyer.room,
        seller.room,
    ),
    words=words.WORDS,
    labels={"claim_state": words.state_label, "claim_remedy": words.remedy_label},
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    reactions=(
        Reaction("refund_claim", ClaimRefunded, Lane.MONEY, inside=warranty.refund_claim),
        Reaction("close_refunded_claim", RefundSucceeded, Lane.MONEY, inside=warranty.close_refunded),
    ),
    files={PHOTO_FOLDER: photos_in_use},
    nav=(NavLink(60, _l("Garantías"), "warranty_seller.index", May.VIEW_ORDERS),),
    todos=TODOS,
    keeps=KEEPS,
)
