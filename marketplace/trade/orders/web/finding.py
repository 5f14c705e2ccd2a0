"""Finding a purchase whose letter was lost, for who bought without an account."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.people.accounts import TooManyAttempts
from marketplace.trade.orders.lost_links import ask_link
from marketplace.trade.orders.web.forms import LinkForm
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.browsers import visitor
from marketplace.web.pages import page

room = BUYER.room("orders", "finding")


@room.route("/compra/buscar", methods=["GET", "POST"])
@anyone_above("guest purchases")
def find(work: Work) -> object:
    """Have the link sent again; what is answered does not say whether there is such a purchase."""
    form, asked = LinkForm(), False
    if form.validate_on_submit():
        try:
            ask_link(work, code=form.code.data, email=form.email.data, visitor=visitor())
            asked = True
        except TooManyAttempts as refusal:
            form.show(refusal)
    return page(
        "trade/orders/buyer/find.html", form=form, asked=asked
    ), 422 if form.is_submitted() and not asked else 200
