"""By the clock: what the map keeps for a time only goes when its time is over, some at a time; the record says how much.

Rows are deleted where they may be. What the books stand on stays as amounts, and what tells of people is taken out of it as
erasing an account does. What still waits for somebody is left alone, however old.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, Integer, and_, cast, delete, func, inspect, or_, select, tuple_

from marketplace.care.disputes.models import Dispute
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.kernel.ages import Ages, ages_at
from marketplace.kernel.datamap import DataKind, Keep
from marketplace.kernel.module import over
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.people.accounts import ACCOUNT_NEXT, AccountKind
from marketplace.people.accounts.models import (
    Account,
)
from marketplace.people.sellers import closed
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import is_unfinished
from marketplace.platform.privacy.erasing import STAYS_OF_PLACE, change_rows
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.rules import (
    AGED,
    AGED_TEXT,
    ERASED,
)
from marketplace.platform.privacy.subjects import Subject, model_of
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine, Purchase
from tenants.ownership import Base

_ROWS, _PURCHASES, _SHOPS = 1000, 100, 20  # at most, in one run


def forget_aged(work: Work) -> None:
    """Let go of what is over; what does not fit into this run goes in the next."""
    ages, gone = ages_at(work.now), Counter[str]()
    conditions = over(ages)
    for table in reversed(Base.metadata.sorted_tables):  # children before parents
        if table.name in conditions:
            gone[table.name] = _delete(work, table.name, conditions[table.name])
    gone["buyers"], gone["owners"] = _forget_buyers(work, ages), _forget_owners(work, ages)
    if gone.total():
        work.audit("privacy.forget_aged", "map", gone={name: count for name, count in gone.items() if count})


def _delete(work: Work, name: str, condition: ColumnElement[bool]) -> int:
    model = model_of(name)
    key = inspect(model).primary_key
    some = select(*key).where(condition).limit(_ROWS)
    gone = delete(model).where(tuple_(*key).in_(some)).returning(key[0])
    return len(work.session.execute(gone, execution_options={"synchronize_session": False}).all())


def _forget_buyers(work: Work, ages: Ages) -> int:
    """Take buyers out of purchases that tax law no longer asks for. Amounts, goods, postal code and state stay."""
    of = Order.purchase_id == Purchase.id
    waits = [select(Order.id).where(of, is_unfinished(Order)).exists()]
    waits += [
        select(table.id)
        .join(Order, and_(Order.tenant_id == table.tenant_id, Order.id == table.order_id))
        .where(of, still)
        .exists()
        for table, still in (
            (ReturnCase, is_unfinished(ReturnCase)),
            (Claim, is_unfinished(Claim)),
            (Dispute, is_unfinished(Dispute)),
            (OrderEvent, OrderEvent.at >= ages.taxed),
            (
                OrderLine,
                Order.delivered_at + func.make_interval(0, cast(OrderLine.warranty_months, Integer)) > ages.now,
            ),
        )
    ]
    aged = select(Purchase).where(
        Purchase.created_at < ages.taxed,
        Purchase.state != OrderState.AWAITING_PAYMENT,
        Purchase.name.not_in([ERASED, AGED]),
        ~or_(*waits),
    )
    found = work.session.lock(aged.order_by(Purchase.created_at).limit(_PURCHASES), skip_taken=True)
    for purchase in found:
        _forget_buyer(work, purchase)
    return len(found)


def _forget_buyer(work: Work, purchase: Purchase) -> None:
    reach = tuple(filter(None, (purchase.email, purchase.phone)))
    buyer = Subject((purchase.account_id,), None, (purchase.name,), reach, (), work.now, AGED, AGED_TEXT)
    orders = select(Order.id).where(Order.purchase_id == purchase.id)
    kept = kept_tables()
    for table in Base.metadata.sorted_tables:  # in the order in which rows are locked
        model, entry = model_of(table.name), kept[table.name]
        if entry.keep is not Keep.TAX or not entry.changes:
            continue
        if model is Purchase:
            change_rows(work, table.name, Purchase.id == purchase.id, buyer)
        else:
            mine = Order.purchase_id == purchase.id if model is Order else model.order_id.in_(orders)
            change_rows(work, table.name, mine, buyer)
    guest = work.session.get(Account, purchase.account_id)
    if guest is not None and guest.kind == AccountKind.GUEST:  # made for this purchase, and for nothing else
        change_rows(work, "account", Account.account_id == guest.account_id, buyer)
        transition(guest, AccountKind.ERASED, ACCOUNT_NEXT, column="kind")


def _forget_owners(work: Work, ages: Ages) -> int:
    """Take people out of the pages of shops that closed or never opened; who worked there goes with the shop's other tables."""
    aged = select(Shop).where(Shop.tenant_id.in_(closed(ages)), Shop.owner_name != AGED)
    found = work.session.scalars(aged.order_by(Shop.closed_at).limit(_SHOPS)).all()
    for shop in found:
        for column, cell in kept_tables()["shop"].cells.items():
            if cell.kind is not DataKind.NONE and column not in STAYS_OF_PLACE:
                setattr(shop, column, AGED if cell.kind is DataKind.IDENTITY else "")
    return len(found)
