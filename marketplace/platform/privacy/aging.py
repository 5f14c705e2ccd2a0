"""By the clock: what the map keeps for a time only goes when its time is over, some at a time; the record says how much.

Rows are deleted where they may be. What the books stand on stays as amounts, and what tells of people is taken out of it as
erasing an account does. What still waits for somebody is left alone, however old.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, delete, func, inspect, or_, select, tuple_

from marketplace.care.disputes.models import Dispute
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.goods.catalog.models import Product
from marketplace.kernel.datamap import DataKind, Keep
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.money.payments.models import ProviderEvent
from marketplace.people.accounts.models import (
    Account,
    AccountToken,
    LostFactor,
    PasskeyChallenge,
    SignInAttempt,
    UserSession,
)
from marketplace.people.accounts.rules import ACCOUNT_NEXT, AccountKind
from marketplace.people.sellers.applying import ApplicationState
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop, ShopTax
from marketplace.people.sellers.rules import ShopState
from marketplace.platform.channels.models import ApiKey
from marketplace.platform.leaving.queries import is_unfinished
from marketplace.platform.moderation.models import ClosingAppeal, ModerationCase, ShopClosing
from marketplace.platform.moderation.rules import ClosingState
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.privacy.erasing import STAYS_OF_PLACE, change_rows
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.models import ArcoRequest, Consent, DataExport, Erasure
from marketplace.platform.privacy.rules import (
    AGED,
    AGED_TEXT,
    ERASED,
    REQUEST_NEXT,
    Ages,
    ErasureState,
    RequestState,
    ages_at,
)
from marketplace.platform.privacy.subjects import Subject, model_of
from marketplace.trade.cart.models import CartRow
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine, Purchase
from marketplace.trade.orders.rules import OrderState
from marketplace.window.watching.models import Viewed
from tenants.models import Hostname, Invitation, Membership
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


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say of each table whose rows go by age which of them are over."""
    closed = select(Shop.tenant_id).where(Shop.status == ShopState.CLOSED, Shop.closed_at < ages.taxed)
    return {
        "user_session": UserSession.expires_at < ages.now,
        "account_token": AccountToken.expires_at < ages.now,
        "passkey_challenge": PasskeyChallenge.expires_at < ages.now,
        "sign_in_attempt": SignInAttempt.at < ages.week,
        "data_export": DataExport.expires_at < ages.week,
        "lost_factor": LostFactor.ended_at < ages.year,
        "invitation": Invitation.expires_at < ages.year,
        "viewed": Viewed.at < ages.year,
        "cart_row": CartRow.changed_at < ages.year,
        "mail": Mail.created_at < ages.year,
        "notification": Notification.created_at < ages.year,
        "provider_event": ProviderEvent.received_at < ages.five_years,
        **_talk(ages),
        **_rights(ages),
        **_decisions(ages),
        **_applications(ages, closed),
        **{table.__tablename__: table.tenant_id.in_(closed) for table in (Membership, ApiKey, Hostname, ShopTax)},
    }


def _talk(ages: Ages) -> dict[str, ColumnElement[bool]]:
    waits = [
        select(table.id)
        .where(table.tenant_id == Thread.tenant_id, key == Thread.order_id, is_unfinished(table))
        .exists()
        for table, key in (
            (Order, Order.id),
            (ReturnCase, ReturnCase.order_id),
            (Claim, Claim.order_id),
            (Dispute, Dispute.order_id),
        )
    ]
    quiet = and_(Thread.last_at < ages.five_years, ~or_(*waits))
    of = and_(Message.tenant_id == Thread.tenant_id, Message.thread_id == Thread.id)
    return {
        "message": select(Thread.id).where(of, quiet).exists(),
        "thread": and_(quiet, ~select(Message.id).where(of).exists()),
    }


def _rights(ages: Ages) -> dict[str, ColumnElement[bool]]:
    erased = and_(Erasure.state == ErasureState.ERASED, Erasure.ended_at < ages.five_years)
    left = select(Consent.id).where(Consent.account_id == Erasure.account_id).exists()
    closed = [state for state, following in REQUEST_NEXT.items() if not following]
    return {
        "consent": or_(
            Consent.withdrawn_at < ages.five_years, Consent.account_id.in_(select(Erasure.account_id).where(erased))
        ),
        "erasure": or_(
            and_(Erasure.state == ErasureState.CANCELLED, Erasure.ended_at < ages.five_years), and_(erased, ~left)
        ),
        "arco_request": or_(
            and_(ArcoRequest.state == RequestState.UNCONFIRMED, ArcoRequest.asked_at < ages.week),
            and_(
                ArcoRequest.state.in_(closed),
                func.coalesce(ArcoRequest.done_at, ArcoRequest.answered_at) < ages.five_years,
            ),
        ),
    }


def _decisions(ages: Ages) -> dict[str, ColumnElement[bool]]:
    on_sale = select(Product.id).where(
        Product.tenant_id == ModerationCase.tenant_id,
        Product.id == ModerationCase.product_id,
        Product.approved_revision == ModerationCase.revision,
    )
    of = and_(ClosingAppeal.tenant_id == ShopClosing.tenant_id, ClosingAppeal.closing_id == ShopClosing.id)
    ended = and_(ShopClosing.state != ClosingState.ANNOUNCED, ShopClosing.effective_at < ages.five_years)
    return {
        "moderation_case": and_(ModerationCase.decided_at < ages.five_years, ~on_sale.exists()),
        "closing_appeal": and_(
            ClosingAppeal.answered_at < ages.five_years, select(ShopClosing.id).where(of, ended).exists()
        ),
        "shop_closing": and_(ended, ~select(ClosingAppeal.id).where(of).exists()),
    }


def _applications(ages: Ages, closed: Select[Any]) -> dict[str, ColumnElement[bool]]:
    last = func.coalesce(Application.decided_at, Application.submitted_at, Application.created_at)
    with_staff = Application.state.in_([ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW])
    ended = or_(
        Application.tenant_id.in_(closed),
        and_(Application.tenant_id.is_(None), last < ages.five_years, ~with_staff),
    )
    of = ApplicationDocument.application_id == Application.id
    return {
        "application_document": select(Application.id).where(of, ended).exists(),
        "application": and_(ended, ~select(ApplicationDocument.id).where(of).exists()),
    }


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
        select(table.id).join(Order, and_(Order.tenant_id == table.tenant_id, Order.id == table.order_id)).where(of, still)
        .exists()
        for table, still in (
            (ReturnCase, is_unfinished(ReturnCase)),
            (Claim, is_unfinished(Claim)),
            (Dispute, is_unfinished(Dispute)),
            (OrderEvent, OrderEvent.at >= ages.taxed),
            (OrderLine, Order.delivered_at + func.make_interval(0, cast(OrderLine.warranty_months, Integer)) > ages.now),
        )
    ]  # fmt: skip
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
    """Take people out of the pages of shops that closed; who worked there goes with the other tables of the shop."""
    aged = select(Shop).where(Shop.status == ShopState.CLOSED, Shop.closed_at < ages.taxed, Shop.owner_name != AGED)
    found = work.session.scalars(aged.order_by(Shop.closed_at).limit(_SHOPS)).all()
    for shop in found:
        for column, cell in kept_tables()["shop"].cells.items():
            if cell.kind is not DataKind.NONE and column not in STAYS_OF_PLACE:
                setattr(shop, column, AGED if cell.kind is DataKind.IDENTITY else "")
    return len(found)
