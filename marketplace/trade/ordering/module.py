"""What the house knows of ordering."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import PUBLIC
from marketplace.money.payments.events import ChargeSucceeded, RefundSucceeded
from marketplace.trade.ordering import payment, releasing
from marketplace.trade.ordering.datamap import KEEPS
from marketplace.trade.ordering.events import OrderCancelled
from marketplace.trade.ordering.files import pictures_in_use
from marketplace.trade.ordering.web import api, buyer, claiming, guests, hooks, paying, seller, words
from marketplace.trade.ordering.web.todos import TODOS

MODULE = Module(
    name="ordering",
    rooms=(
        buyer.room,
        paying.room,
        guests.room,
        claiming.room,
        seller.room,
        hooks.room,
    ),
    api=(api.room,),
    words=words.WORDS,
    reactions=(
        Reaction("settle_purchase", ChargeSucceeded, Lane.MONEY, inside=payment.settle_purchase),
        Reaction("refund_cancelled", OrderCancelled, Lane.MONEY, inside=payment.refund_cancelled),
        Reaction("note_refund", RefundSucceeded, Lane.MONEY, inside=payment.note_refund),
    ),
    clock=(
        ClockJob("expire_unpaid", timedelta(minutes=1), Lane.MONEY, payment.expire_unpaid),
        ClockJob("deliver_overdue", timedelta(minutes=10), Lane.MONEY, releasing.deliver_overdue),
        ClockJob("release_money", timedelta(minutes=10), Lane.MONEY, releasing.release_money),
    ),
    files={PUBLIC: pictures_in_use},
    private=("/compra/", "/pedidos", "/carrito", "/pagar"),
    nav=(NavLink(20, _l("Pedidos"), "ordering_seller.orders", May.VIEW_ORDERS),),
    todos=TODOS,
    keeps=KEEPS,
)
