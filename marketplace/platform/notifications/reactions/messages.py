"""About messages: the other side gets what was written."""

from __future__ import annotations

from marketplace.care.messaging.events import MessageWritten
from marketplace.care.messaging.models import Message, Thread
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.reactions.orders import find_order, shop_path
from marketplace.platform.notifications.recipients import to_buyer, to_person, to_shop
from marketplace.platform.notifications.service import notify
from marketplace.trade.orders import guest_path


def tell_message(work: Work, fact: MessageWritten) -> None:
    """The other side gets the message, about an order or about a listing."""
    message = work.session.get_one(Message, (fact.tenant_id, fact.message_id))
    thread = work.session.get_one(Thread, (fact.tenant_id, fact.thread_id))
    data: dict[str, str | None] = {"who": message.author, "of": "", "body": message.body}
    if thread.order_id is None:
        _tell_question(work, thread, message, data)
        return
    order, purchase = find_order(work, fact.tenant_id, thread.order_id)
    data["code"] = order.code
    if message.side == "shop":
        data["of"] = order.shop_name
        notify(work, "order_message", to_buyer(purchase), message.id, data, guest_path(purchase))
    else:
        path = f"{shop_path(order)}/mensajes"
        notify(work, "order_message", to_shop(work, fact.tenant_id), message.id, data, path)


def _tell_question(work: Work, thread: Thread, message: Message, data: dict[str, str | None]) -> None:
    data["title"] = thread.title
    if message.side == "shop":
        data["of"] = thread.shop_name
        notify(work, "question", to_person(work, thread.buyer_id), message.id, data, f"/preguntas/{thread.id}")
    else:
        slug = work.session.get_one(Shop, (thread.tenant_id, thread.tenant_id)).slug
        path = f"/vender/{slug}/preguntas/{thread.id}"
        notify(work, "question", to_shop(work, thread.tenant_id), message.id, data, path)
