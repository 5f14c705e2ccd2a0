"""What buyers and shops of the history wrote to each other about an order."""

from __future__ import annotations

from datetime import timedelta

from marketplace.care.messaging import reply_by
from marketplace.care.messaging.models import Message, Thread
from marketplace.demo.history import said
from marketplace.demo.history.writing import Drawn, Telling
from marketplace.kernel.ids import new_id


def talk(telling: Telling, drawn: Drawn) -> None:
    """A buyer asks about an order, and the shop answers as fast as it is used to; what would be later is not written."""
    dice, order, stall = telling.dice, drawn.order, drawn.stall
    question, answer = dice.choice(said.TALKS)
    asked = drawn.purchase["paid_at"] + timedelta(hours=dice.uniform(0.2, 9))
    answered = asked + timedelta(hours=stall.quick * dice.uniform(0.4, 2.2))
    if asked >= telling.now:
        return
    thread_id = new_id()
    messages = [(asked, "buyer", drawn.buyer.name, "", question)]
    if answered < telling.now:
        messages.append((answered, "shop", stall.packer.name, stall.packer.role, answer))
    at, side, _author, _role, body = messages[-1]
    telling.rows.add(
        Thread, **drawn.owner, id=thread_id, order_id=order["id"], order_code=order["code"], number=None, title=None,
        shop_name=stall.name, buyer_name=drawn.buyer.name, last_at=at, last_body=body,
        turn="buyer" if side == "shop" else "shop", reply_by=reply_by(side, at), unread_shop=0, unread_buyer=0,
    )  # fmt: skip
    for at, side, author, role, body in messages:
        telling.rows.add(
            Message, **drawn.owner, thread_id=thread_id, at=at, side=side, author=author, author_role=role, body=body
        )
