"""Verbs of talk: writing and reading. A buyer and a shop write to each other without anybody in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.care.messaging import rules
from marketplace.care.messaging.errors import (
    EmptyMessage,
    MessageSince,
    NotAnsweredYet,
    TooManyMessages,
)
from marketplace.care.messaging.events import MessageWritten
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.queries import get_question, get_thread, messages_in
from marketplace.care.messaging.rules import Side
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts.models import Account
from marketplace.trade.orders import get_order
from marketplace.trade.orders.models import Order
from marketplace.trade.pricing import OfferToBuy, find_offers_to_buy


@verb(needs=PROOF)
def write_message(work: Work, order_code: str, *, side: str, body: str) -> UUID:
    """Write to the other side of an order (`side`: shop or buyer), under the actor's name; gives the thread's id.

    The other side's clock starts when a buyer writes. Raises EmptyMessage, NoSuchOrder; TooManyMessages after thirty
    in an hour.
    """
    _check_side(work, side)
    body = _tidy(body)
    order = get_order(work, order_code, lock=True)
    thread = _thread_of(work, order)
    _write(work, thread, side=side, body=body)
    return thread.id


@dataclass(frozen=True)
class AskedShops:
    """Which shops a question went to, and which were asked too short a while ago."""

    shops: Sequence[str]
    too_soon: Sequence[str]


@verb(needs=PROOF)
def ask_shops(work: Work, buyer_id: UUID, numbers: Sequence[int], body: str) -> AskedShops:
    """Ask each shop behind some listings the same question, before anything is bought; each answers for itself.

    A shop with several of the listings is asked once, about the first. Whom the buyer asked within the last hour is
    left out. Raises EmptyMessage.
    """
    body = _tidy(body)
    # Questions sent at once wait for each other here, so that the hour is counted one by one.
    work.session.lock(select(Account).where(Account.account_id == buyer_id))[0]
    first = {row.tenant_id: row for row in reversed(find_offers_to_buy(work, numbers))}
    asked, too_soon = [], []
    for row in sorted(first.values(), key=lambda one: str(one.tenant_id)):
        if _asked_lately(work, buyer_id, row.tenant_id):
            too_soon.append(row.shop_name)
            continue
        _write(work, _question_about(work, buyer_id, row), side="buyer", body=body)
        asked.append(row.shop_name)
    return AskedShops(sorted(asked), sorted(too_soon))


@verb(needs=PROOF)
def write_in_question(work: Work, thread_id: UUID, *, side: str, body: str) -> None:
    """Go on in a conversation about a listing. Raises EmptyMessage, NoSuchQuestion; TooManyMessages as for orders."""
    _check_side(work, side)
    body = _tidy(body)
    _write(work, get_question(work, thread_id, lock=True), side=side, body=body)


@verb(needs=May.WRITE_MESSAGES)
def need_no_answer(work: Work, thread_id: UUID, *, seen: int) -> None:
    """The shop says that what the buyer wrote last ("gracias") needs no answer; `seen` is how many messages it had read.

    Nobody waits for the shop then, and standing does not count the wait. A conversation in which the shop never wrote cannot
    be put aside. Raises NoSuchQuestion, NotAnsweredYet, MessageSince.
    """
    thread = get_thread(work, thread_id, lock=True)
    written = messages_in(work, thread)
    if len(written) != seen:
        raise MessageSince
    if all(message.side == Side.BUYER for message in written):
        raise NotAnsweredYet
    for message in reversed(written):
        if message.side == Side.SHOP:
            break
        message.needs_answer = False
    thread.turn, thread.reply_by = Side.BUYER, None
    about: dict[str, Any] = {"code": thread.order_code} if thread.order_code else {"question_id": str(thread.id)}
    work.audit("messaging.need_no_answer", f"thread:{thread.id}", who=thread.buyer_name, **about)


def _check_side(work: Work, side: str) -> None:
    """Who writes for a shop is permitted to; a buyer writes in what is theirs."""
    if side == "shop":
        work.require(May.WRITE_MESSAGES)


def _tidy(body: str) -> str:
    body = body.strip()[: rules.LONGEST]
    if not body:
        raise EmptyMessage
    return body


def _write(work: Work, thread: Thread, *, side: str, body: str) -> None:
    """Write into a thread that nobody else can write into meanwhile: its order's row, or its own, is locked."""
    _check_pace(work, thread, side)
    message = Message(
        tenant_id=thread.tenant_id,
        id=new_id(),
        buyer_id=thread.buyer_id,
        thread_id=thread.id,
        at=work.now,
        side=side,
        author=work.actor.name or thread.buyer_name,
        author_role=work.actor.role,
        body=body,
    )
    work.session.add(message)
    thread.last_at, thread.last_body, thread.turn = work.now, body[:200], rules.other(side)
    thread.reply_by = rules.reply_by(side, work.now)
    work.tell(MessageWritten(thread.tenant_id, thread.id, message.id, side))


def _check_pace(work: Work, thread: Thread, side: str) -> None:
    """Refuse a flood. A row is locked, so that messages sent at once are counted one by one."""
    of_thread = (Message.tenant_id == thread.tenant_id) & (Message.thread_id == thread.id)
    lately = of_thread & (Message.side == side) & (Message.at > work.now - timedelta(hours=1))
    if (work.session.scalar(select(func.count()).select_from(Message).where(lately)) or 0) >= rules.MOST_AN_HOUR:
        raise TooManyMessages(most=rules.MOST_AN_HOUR)


def _asked_lately(work: Work, buyer_id: UUID, tenant_id: UUID) -> bool:
    lately = (
        select(Message.id)
        .join(Thread, (Thread.tenant_id == Message.tenant_id) & (Thread.id == Message.thread_id))
        .where(
            Thread.tenant_id == tenant_id,
            Thread.buyer_id == buyer_id,
            Thread.number.is_not(None),
            Message.side == "buyer",
            Message.at > work.now - rules.QUESTION_EVERY,
        )
        .limit(1)
    )
    return work.session.scalar(lately) is not None


def _question_about(work: Work, buyer_id: UUID, row: OfferToBuy) -> Thread:
    """The buyer's conversation about a listing, begun with its first question. The buyer's row is locked."""
    of_listing = (Thread.tenant_id == row.tenant_id) & (Thread.buyer_id == buyer_id) & (Thread.number == row.number)
    thread = work.session.find(select(Thread).where(of_listing), lock=True)
    return thread or _begin(
        work,
        tenant_id=row.tenant_id,
        buyer_id=buyer_id,
        number=row.number,
        title=row.title,
        shop_name=row.shop_name,
        buyer_name=work.actor.name,
    )


def _thread_of(work: Work, order: Order) -> Thread:
    """The order's thread, begun with its first message. The order's row is locked, so two cannot begin."""
    thread = work.session.scalar(select(Thread).where(Thread.tenant_id == order.tenant_id, Thread.order_id == order.id))
    return thread or _begin(
        work,
        tenant_id=order.tenant_id,
        buyer_id=order.buyer_id,
        order_id=order.id,
        order_code=order.code,
        shop_name=order.shop_name,
        buyer_name=order.buyer_name,
    )


def _begin(work: Work, **about: Any) -> Thread:
    thread = Thread(id=new_id(), last_at=work.now, last_body="", turn="shop", **about)
    work.session.add(thread)
    work.session.flush()
    return thread
