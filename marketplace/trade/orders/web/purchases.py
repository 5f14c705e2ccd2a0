"""A purchase: its page, the link of a letter that opens it, and how a browser forgets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Response, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _

from marketplace.kernel import clock
from marketplace.kernel.ids import hash_token
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.payments import is_being_confirmed
from marketplace.trade.orders import guests, queries
from marketplace.trade.orders.errors import NoSuchPurchase
from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.receipts import receipts_of
from marketplace.trade.orders.rules import PurchaseState
from marketplace.trade.orders.unpaid import give_up_purchase
from marketplace.trade.orders.web.receipt_paper import write_receipt
from marketplace.trade.orders.web.words import way_label
from marketplace.trade.pricing import amounts_of_orders
from marketplace.web.access import anyone_above, buyer_above, buyer_only
from marketplace.web.audiences import BUYER, buyer_id, cart_owner, person_id
from marketplace.web.browsers import browser_id, forget_browser
from marketplace.web.pages import may_have_unpaid, note_cart_count, note_unpaid, page
from tenants.scope import BuyerScope

room = BUYER.room("orders", "purchases")
_MOST_LINKS = 3
_COMING, _COUNTED_EVERY = "coming", timedelta(minutes=5)


@room.app_context_processor
def _waiting() -> dict[str, Any]:
    return {"unpaid_here": unpaid_here, "on_the_way": on_the_way}


class OnItsWay(NamedTuple):
    """How many orders are paid and not there yet; of a guest, the purchase that shows the latest of them."""

    orders: int
    code: str = ""


def on_the_way() -> OnItsWay:
    """What is on its way to who looks: a badge, counted every few minutes, and anew beside the orders.

    Of a guest it is counted once their browser has opened a purchase of theirs, and until nothing is on its way any more.
    """
    person = person_id()
    owner = str(person or "guest")
    count, code, until, of = session.get(_COMING, (0, "", 0.0, ""))
    beside = request.blueprint in ("orders_buyer", "orders_purchases_buyer")
    if of != owner and not (person or beside):
        return OnItsWay(0)
    now = clock.now().timestamp()
    if until >= now and of == owner and not beside:
        return OnItsWay(count, code)
    if person is not None:
        with unit_of_work(BuyerScope(person), read_only=True) as work:
            coming = OnItsWay(queries.count_on_the_way(work))
    else:
        coming = OnItsWay(*guests.find_on_the_way(browser_id(), [str(link) for link in session.get("links", [])]))
    if person or coming.orders:
        session[_COMING] = (*coming, now + _COUNTED_EVERY.total_seconds(), owner)
    else:
        session.pop(_COMING, None)
    return coming


def unpaid_here() -> Sequence[Purchase]:
    """What waits to be paid of who looks: asked once a page, where this browser knows of some, and for a person at home."""
    if "unpaid" not in g:
        at_home = person_id() is not None and request.endpoint == "storefront_buyer.home"
        if not (may_have_unpaid() or at_home):
            return ()
        note_unpaid(guests.find_unpaid(person=person_id(), cart=cart_owner()))
    found: Sequence[Purchase] = g.unpaid
    return found


@room.get("/compra/<code>")
@buyer_only
def purchase(work: Work, code: str) -> str:
    """A purchase: its parcels, and where the money goes."""
    bought = queries.get_purchase(work, code)
    views = queries.view_orders(work, queries.orders_of(work, [bought.id])[bought.id])
    return page(
        "trade/orders/buyer/purchase.html",
        purchase=bought,
        views=views,
        receipts=receipts_of(work, views),
        confirming=is_confirming(bought, work.now),
        now=work.now,
    )


def is_confirming(bought: Purchase, now: datetime) -> bool:
    """Whether what a purchase says of its payment may be another thing in a moment: something is known and not worked in
    yet, or its time is over and nobody has looked yet whether it was paid."""
    if bought.state != PurchaseState.AWAITING_PAYMENT:
        return False
    return bought.expires_at <= now or is_being_confirmed(bought.id, pay_method=bought.pay_method)


@room.get("/compra/<code>/recibo.pdf")
@buyer_only
def receipt(work: Work, code: str) -> Response:
    """The receipt of a purchase that was paid, for paper."""
    bought = queries.get_purchase(work, code)
    if bought.state != PurchaseState.PAID:
        raise NoSuchPurchase
    views = queries.view_orders(work, queries.orders_of(work, [bought.id])[bought.id])
    amounts = amounts_of_orders(work, [view.order.id for view in views])
    written = write_receipt(bought, views, amounts, paid_by=way_label(bought.pay_method, bought.months))
    answer = Response(written, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="recibo-{bought.code}.pdf"'
    return answer


@room.get("/compra/<code>/enlace/<token>")
@anyone_above("guest link")
def guest_link(work: Work, code: str, token: str) -> object:
    """Open a purchase, or an order of it, by the link in a letter. It opens nothing else; who is signed in may keep it."""
    opened, by_guest = queries.open_link(work, code, token)
    if by_guest and person_id() is not None:
        return redirect(url_for("orders_adopting_buyer.by_link", code=code, token=token))
    if by_guest:
        keep_link(token)
    asked = request.args.get("pedido")
    of_it = asked and any(order.code == asked for order in queries.orders_of(work, [opened.id])[opened.id])
    return redirect(url_for("orders_buyer.order", code=asked) if of_it else url_for(".purchase", code=code))


def keep_link(token: str) -> None:
    """Let this browser open the purchase of a letter's link for as long as the link lasts; of several, the latest."""
    before = [link for link in session.get("links", []) if link != token]
    session["links"] = [token, *before][:_MOST_LINKS]
    session.permanent = True


@room.post("/compra/<code>/no-pagar")
@buyer_above("own cancellation")
def give_up(work: Work, code: str) -> object:
    """Give up a purchase that is not paid: what was held for it is free at once."""
    buyer = buyer_id()
    assert buyer is not None  # the sign on this door
    if give_up_purchase(work, code, buyer_id=buyer):
        flash(_("Cancelaste la compra. No se cobró nada y soltamos las piezas."), "success")
    else:
        flash(_("Esta compra ya está pagada. Puedes cancelar cada pedido desde su página."), "warning")
    return redirect(url_for(".purchase", code=code))


@room.post("/compra/<code>/olvidar")
@buyer_above("guest purchases")
def forget(work: Work, code: str) -> object:
    """Let this browser open a guest's purchase no more. The link in the letter still does."""
    guest = buyer_id()
    if guest is None or person_id() is not None:
        raise NoSuchPurchase  # what an account bought is seen by signing in
    hashed = guests.forget_purchase(work, code, guest=guest)
    session["links"] = [link for link in session.get("links", []) if hash_token(link) != hashed]
    flash(_("Este navegador ya no abre la compra %(code)s. El enlace de tu correo sí.", code=code), "success")
    return redirect("/")


def end_guests(work: Work) -> None:
    """Who leaves takes everything along that this browser could open without signing in."""
    browser = browser_id()
    if browser is not None:
        guests.forget_purchases(work, browser)
        forget_browser()
    session.pop("links", None)
    session.pop("unpaid_until", None)
    session.pop(_COMING, None)
    note_cart_count(0)
