"""Where a buyer sees their money on its way back, and says to which account it goes where it cannot go as it came."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.money.payments import left_over
from marketplace.money.payouts import PayoutState, give_refund_account
from marketplace.trade.orders import queries
from marketplace.trade.orders.errors import NoSuchPurchase
from marketplace.trade.orders.money_back import money_back
from marketplace.trade.orders.web.forms import RefundAccountForm
from marketplace.web.access import buyer_above
from marketplace.web.audiences import BUYER, buyer_id
from marketplace.web.formatting import money
from marketplace.web.pages import page

room = BUYER.room("orders", "money_back")


@room.route("/compra/<code>/dinero-de-vuelta", methods=["GET", "POST"])
@buyer_above("own refund")
def show(work: Work, code: str) -> object:
    """The money of a purchase on its way back; say to which account goes what cannot go as it was paid."""
    bought = queries.get_purchase(work, code)
    owner = buyer_id()
    if owner is None or bought.account_id != owner:
        raise NoSuchPurchase
    form, going = RefundAccountForm(), [0]
    if form.is_submitted():

        def give() -> None:
            going[0] = give_refund_account(
                work, bought.id, owner_id=owner, clabe=form.clabe.data, holder=form.holder.data
            )

        if form.carry_out(work, give):
            flash(_("Listo: %(amount)s van a esa cuenta en el siguiente día hábil.", amount=money(going[0])), "success")
            return redirect(url_for(".show", code=code))
    found = money_back(work, bought)
    stuck = sum(one.refund.amount_minor for one in found if one.is_stuck)
    unsent = any(one.to is not None and one.to.state == PayoutState.DUE for one in found)
    shown = page(
        "trade/orders/buyer/money_back.html",
        purchase=bought,
        found=found,
        stuck=stuck,
        unsent=unsent,
        form=form,
        left=left_over(work, bought.id),
    )
    return (shown, 422) if form.is_submitted() else shown
