"""Two purchases that were paid at OXXO and cancelled: of one its buyer said where the money goes, of the other not yet."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.payouts import give_refund_account
from marketplace.trade.orders import cancel_order
from marketplace.trade.orders.models import Order
from tenants.scope import PlatformScope

_CLABE = "012180001183597198"  # nobody's: its last digit is right, and that is all


def tell(story: Story) -> None:
    """Let Darío cancel what he paid in cash, twice."""
    said = _buy_and_cancel(story, "agujas-ganchos", 2.6)
    with at(story.ago(1.1)), unit_of_work(PlatformScope("own refund"), _dario(story)) as work:
        bought = work.session.scalars(select(Order.purchase_id).where(Order.code == said)).one()
        give_refund_account(work, bought, owner_id=story.people["dario"], clabe=_CLABE, holder="Darío Pech")
    story.settle(1.1)
    _buy_and_cancel(story, "estambres", 0.9)


def _buy_and_cancel(story: Story, category: str, days: float) -> str:
    """Buy and pay at a till, then cancel; gives the order's code."""
    code, _shop = story.buy("dario", "Darío Pech", "97000", [("hilos-alpaca", category, 1)], days=days, pay="oxxo")[0]
    with at(story.ago(days - 0.2)), unit_of_work(PlatformScope("own cancellation"), _dario(story)) as work:
        cancel_order(work, code, words="Ya no lo necesito.", buyer_id=story.people["dario"])
    story.settle(days - 0.2)
    return code


def _dario(story: Story) -> Actor:
    return Actor("Darío Pech", story.people["dario"])
