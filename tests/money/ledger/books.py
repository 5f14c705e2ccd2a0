"""Writing into the books in tests, of orders that are nothing but their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.money.ledger import service as ledger
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from tests.cast import Cast, Shop

FEES = {"commission": 100, "commission_iva": 16}


@dataclass(frozen=True)
class Sold:
    """An order of a shop by the books."""

    shop: Shop
    id: UUID


def sell(market: Cast, total_minor: int = 1_000, *, shop: Shop | None = None) -> Sold:
    """Write an order of 1,000 centavos, of which 116 are taken, into the books."""
    order = Sold(shop or market.alpaca, new_id())
    with market.above() as work:
        ledger.record_sale(work, tenant_id=order.shop.id, order_id=order.id, total_minor=total_minor, fees=FEES)
    return order


def release(market: Cast, order: Sold) -> None:
    """Release what an order left pending."""
    with market.above() as work:
        ledger.release_net(work, tenant_id=order.shop.id, order_id=order.id)


def give_back(market: Cast, order: Sold, refund_minor: int, fees: dict[str, int], *, cause: str = "return:x") -> bool:
    """Owe a buyer money back."""
    with market.above() as work:
        return ledger.record_reversal(
            work, tenant_id=order.shop.id, order_id=order.id, cause=cause, refund_minor=refund_minor, fees=fees
        )


def accounts(market: Cast, order: Sold) -> dict[str, int]:
    """What stands in each account for an order; nothing of those that are empty."""
    with market.above() as work:
        rows = work.session.execute(
            select(LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
            .where(LedgerEntry.order_id == order.id)
            .group_by(LedgerEntry.account)
        )
        return {account: int(amount) for account, amount in rows if amount}


def kinds(market: Cast) -> list[str]:
    """The transactions there are, in order."""
    with market.above() as work:
        return list(work.session.scalars(select(LedgerTransaction.kind).order_by(LedgerTransaction.id)))
