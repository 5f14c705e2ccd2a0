"""The way from a placed purchase to the provider's page."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for

from marketplace.kernel.work import Work
from marketplace.money.payments import ChargeOver, ChargePaid, ProviderSilent, find_page, open_page
from marketplace.trade.checkout.service import Placed
from marketplace.trade.checkout.web import goods
from marketplace.trade.orders import NoSuchPurchase, PurchaseState, queries
from marketplace.web.access import AfterCommit, buyer_above
from marketplace.web.audiences import BUYER, buyer_id
from marketplace.web.pages import page
from marketplace.web.words import say

room = BUYER.room("checkout", "paying")


def to_payment(placed: Placed) -> object:
    """Lead who placed a purchase on to paying it."""
    if placed.state == PurchaseState.EXPIRED:
        # Where it says so, and how to buy it after all.
        return redirect(url_for("orders_purchases_buyer.purchase", code=placed.code), 303)
    return AfterCommit(lambda: _ask_page(placed.purchase_id, placed.code))


def _ask_page(purchase_id: UUID, code: str) -> object:
    """Lead to the provider's page; where the provider does not answer, to the page that asks it again."""
    try:
        return redirect(open_page(purchase_id), 303)
    except ProviderSilent as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for("checkout_paying_buyer.pay", code=code), 303)
    except (ChargePaid, ChargeOver):
        return redirect(url_for("orders_purchases_buyer.purchase", code=code), 303)  # where it says so


@room.route("/compra/<code>/pagar", methods=["GET", "POST"])
@buyer_above("own payment")
def pay(work: Work, code: str) -> object:
    """Go to the payment provider's page; where there is none to go to, ask for one."""
    bought = queries.get_purchase(work, code)
    if bought.account_id != buyer_id():
        raise NoSuchPurchase
    if request.method == "POST":
        purchase_id = bought.id
        return AfterCommit(lambda: _ask_page(purchase_id, code))
    if bought.state != PurchaseState.AWAITING_PAYMENT:
        return redirect(url_for("orders_purchases_buyer.purchase", code=code))
    there = find_page(work, bought.id)
    if there:
        return redirect(there)
    return page("trade/checkout/buyer/pay.html", purchase=bought, parts=goods.of_purchase(work, bought))
