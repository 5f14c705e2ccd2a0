"""What the house knows of orders."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import FirstStep, Module, NavLink, any_own
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import PUBLIC
from marketplace.money.payments.events import RefundStuck, RefundSucceeded
from marketplace.money.payouts.events import RefundAccountGiven
from marketplace.trade.orders import jobs, reactions, unpaid
from marketplace.trade.orders.datamap import KEEPS
from marketplace.trade.orders.events import OrderCancelled
from marketplace.trade.orders.files import pictures_in_use
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import ON_THE_WAY, OrderState
from marketplace.trade.orders.web import adopting, api, buyer, finding, hooks, money_back, purchases, seller, words
from marketplace.trade.orders.web.todos import TODOS

MODULE = Module(
    name="orders",
    rooms=(buyer.room, purchases.room, money_back.room, adopting.room, finding.room, seller.room, hooks.room),
    api=(api.room,),
    words=words.WORDS,
    activity=words.ACTIVITY,
    events_said=words.EVENTS,
    labels=words.LABELS,
    reactions=(
        Reaction("refund_cancelled", OrderCancelled, Lane.MONEY, inside=reactions.refund_cancelled),
        Reaction("note_refund", RefundSucceeded, Lane.MONEY, inside=reactions.note_refund),
        Reaction("note_stuck_refund", RefundStuck, Lane.MONEY, inside=reactions.note_stuck_refund),
        Reaction("note_refund_account", RefundAccountGiven, Lane.MONEY, inside=reactions.note_refund_account),
    ),
    clock=(
        ClockJob("expire_unpaid", timedelta(minutes=1), Lane.MONEY, unpaid.expire_unpaid),
        ClockJob("remind_unpaid", timedelta(minutes=1), Lane.MAIL, unpaid.remind_unpaid),
        ClockJob("deliver_overdue", timedelta(minutes=10), Lane.MONEY, jobs.deliver_overdue),
        ClockJob("release_money", timedelta(minutes=10), Lane.MONEY, jobs.release_money),
    ),
    files={PUBLIC: pictures_in_use},
    private=("/compra/", "/pedidos"),
    nav=(NavLink(20, _l("Pedidos"), "orders_seller.orders", May.VIEW_ORDERS),),
    todos=TODOS,
    steps=(
        FirstStep(
            90, _l("Tu primer pedido pagado"), _l("Comparte la dirección de tu tienda con quien ya te compra."),
            lambda work: any_own(work, Order, Order.state.in_([*ON_THE_WAY, OrderState.DELIVERED])),
            "orders_seller.orders", May.VIEW_ORDERS,
        ),
        FirstStep(
            100, _l("Tu primer paquete enviado"), _l("El pedido dice hasta cuándo."),
            lambda work: any_own(work, Order, Order.state.in_([OrderState.SHIPPED, OrderState.DELIVERED])),
            "orders_seller.orders", May.VIEW_ORDERS,
        ),
    ),
    keeps=KEEPS,
)  # fmt: skip
