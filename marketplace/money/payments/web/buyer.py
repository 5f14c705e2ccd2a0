"""The sandbox provider's page. A real provider has its own; this one says that it takes no money."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import NotFound
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.money.payments import queries
from marketplace.money.payments.errors import ChargeOver, declined_for
from marketplace.money.payments.gateways.sandbox import Sandbox
from marketplace.money.payments.rules import ChargeState
from marketplace.money.payments.sandbox_card import try_card
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.forms import Form, Needed, Tidy
from marketplace.web.pages import page

room = BUYER.room("payments")


class CardForm(Form):
    """A test card's number; nothing else is asked for, and nothing is kept."""

    card = Tidy(
        _l("Número de tarjeta de prueba"),
        [Needed(), Length(max=30)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


@room.route("/pago-de-prueba/<ref>", methods=["GET", "POST"])
@anyone_above("sandbox payment")
def sandbox(work: Work, ref: str) -> object:
    """Pay, or be declined, with a test card."""
    if site().settings.payments != "sandbox":
        raise NotFound
    attempt, charge = queries.get_attempt(work, Sandbox.name, ref)
    back = url_for("orders_purchases_buyer.purchase", code=charge.reference)
    paid = url_for("checkout_buyer.paid", code=charge.reference)
    if charge.state == ChargeState.SUCCEEDED:
        return redirect(paid)
    if charge.state == ChargeState.EXPIRED:
        raise ChargeOver
    form = CardForm()
    if form.validate_on_submit():
        declined = try_card(work, attempt, form.card.data)
        if not declined:
            return redirect(paid)
        form.show(declined_for(declined))
    return page("money/payments/buyer/sandbox.html", form=form, charge=charge, back=back), 422 if form.errors else 200
