"""About chargebacks: the shops whose orders a bank asks the money of."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.payments import get_chargeback
from marketplace.money.payments.events import ChargebackClosed, ChargebackOpened
from marketplace.platform.notifications.recipients import to_shop
from marketplace.platform.notifications.service import notify
from marketplace.trade.orders import is_proven
from marketplace.trade.orders.models import Order


def tell_chargeback(work: Work, fact: ChargebackOpened) -> None:
    """Each shop learns that a bank asks for the money of its order, until when that is answered, and what would help."""
    _tell(work, "chargeback_opened", fact)


def tell_chargeback_closed(work: Work, fact: ChargebackClosed) -> None:
    """Each shop learns what the bank decided, and what that means for its money."""
    _tell(work, "chargeback_won" if fact.won else "chargeback_lost", fact)


def _tell(work: Work, kind: str, fact: ChargebackOpened | ChargebackClosed) -> None:
    chargeback, _charge = get_chargeback(work, fact.chargeback_id)
    orders = select(Order).where(Order.purchase_id == fact.purchase_id).order_by(Order.tenant_id, Order.id)
    for order in work.session.scalars(orders).all():
        data = {"code": order.code, "until": chargeback.answer_by or work.now, "proven": is_proven(order)}
        path = f"/vender/{order.shop_slug}/pedidos/{order.code}"
        notify(work, kind, to_shop(work, order.tenant_id), f"{chargeback.id}:{order.id}", data, path)
