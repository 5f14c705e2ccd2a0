"""The pages of Stripe's twin: where somebody plays the payer, the till of OXXO and the bank. No real money is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length

from marketplace.kernel.work import Work
from marketplace.money.payments.errors import ChargeOver, NoSuchCharge, NoSuchProvider, declined_for
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.charges import get_session
from marketplace.money.payments.gateways.twin.connect import get_account
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from marketplace.money.payments.gateways.twin.store import Object, Shelf
from marketplace.money.payments.twin_events import hear_twin
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.forms import Form, MoneyField, Needed, Tidy
from marketplace.web.pages import page

room = BUYER.room("payments")


class CardForm(Form):
    """A test card's number; nothing else is asked for, and nothing is kept."""

    card = Tidy(
        _l("Número de tarjeta de prueba"),
        [Needed(), Length(max=30)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    months = SelectField(_l("En cuántos pagos"), coerce=int, default=0)

    def offer(self, plans: Sequence[int]) -> None:
        """Let a plan of months be chosen; without any, nothing is asked."""
        if not plans:
            del self.months
            return
        self.months.choices = [(0, _("Uno")), *((months, _("%(months)s meses", months=months)) for months in plans)]

    @property
    def plan(self) -> int | None:
        """The months that were chosen; None: at once."""
        return self.months.data or None if "months" in self else None


class TransferForm(Form):
    """How much somebody transfers from their bank."""

    amount = MoneyField(_l("Cuánto transfieres"), [Needed()], render_kw={"inputmode": "decimal", "autocomplete": "off"})


@room.route("/pago-de-prueba/<ref>", methods=["GET", "POST"])
@anyone_above("twin payment")
def twin(work: Work, ref: str) -> object:
    """Pay with a test card, or choose a voucher or a transfer."""
    session, _payment = _look(ref)
    if session["status"] == "complete":
        there = session["payment_status"] == "unpaid"
        return redirect(url_for("payments_buyer.twin_voucher", ref=ref) if there else _back(session["success_url"]))
    if session["status"] == "expired":
        raise ChargeOver
    form = CardForm()
    form.offer(acts.plans_of(session))
    slow = _SLOW.get(request.form.get("way", ""))
    if slow is not None and request.method == "POST":
        with _acting() as shelf:
            slow(shelf, ref)
        hear_twin(work)
        return redirect(url_for("payments_buyer.twin_voucher", ref=ref), 303)
    if form.validate_on_submit():
        with _acting() as shelf:
            declined = acts.pay_by_card(shelf, ref, form.card.data, form.plan)
        hear_twin(work)
        if not declined:
            return redirect(_back(session["success_url"]), 303)
        form.show(declined_for(declined))
    back = _back(session["cancel_url"])
    return page("money/payments/buyer/twin.html", form=form, session=session, back=back), 422 if form.errors else 200


_SLOW = {"oxxo": acts.choose_oxxo, "spei": acts.choose_spei}


@room.route("/pago-de-prueba/<ref>/ficha", methods=["GET", "POST"])
@anyone_above("twin payment")
def twin_voucher(work: Work, ref: str) -> object:
    """See a voucher, or where to transfer to; and play who pays it."""
    session, payment = _look(ref)
    if session["payment_status"] == "paid":
        return redirect(_back(session["success_url"]))
    form = TransferForm()
    action = request.form.get("act", "")
    if request.method == "POST" and action in _TILL:
        with _acting() as shelf:
            _TILL[action](shelf, ref)
        hear_twin(work)
        return redirect(_back(session["success_url"]), 303)
    if form.validate_on_submit():
        with _acting() as shelf:
            acts.transfer(shelf, ref, form.amount.data)
        hear_twin(work)
        return redirect(_back(session["cancel_url"]), 303)
    back = _back(session["cancel_url"])
    voucher = (payment.get("next_action") or {}).get("oxxo_display_details")
    until = datetime.fromtimestamp(voucher["expires_after"], UTC) if voucher else None
    shown = page("money/payments/buyer/twin_voucher.html", form=form, payment=payment, back=back, until=until)
    return shown, 422 if form.errors else 200


_TILL = {"pay": acts.pay_at_oxxo, "end": acts.let_voucher_end}


@room.route("/cuenta-de-prueba/<ref>", methods=["GET", "POST"])
@anyone_above("twin payment")
def twin_account(work: Work, ref: str) -> object:
    """Play a shop that tells Stripe what it asks, or Stripe asking something more."""
    try:
        with get_twin().store.change() as shelf:
            account = get_account(shelf, {}, ref)
            back = (shelf.find(f"back:{ref}") or {}).get("url") or "/"
    except (NoSuchProvider, TwinRefusal) as error:
        raise NoSuchCharge from error
    if request.method == "POST":
        with _acting() as shelf:
            if request.form.get("act") == "ask":
                acts.ask_more(shelf, ref, ["identity.individual.documents.primary_verification"])
            else:
                acts.finish_onboarding(shelf, ref)
        hear_twin(work)
        return redirect(_back(back), 303)
    return page("money/payments/buyer/twin_account.html", account=account, back=_back(back))


def _look(ref: str) -> tuple[Object, Object]:
    try:
        with get_twin().store.change() as shelf:
            session = get_session(shelf, {}, ref)
            return session, shelf.find(session["payment_intent"]) or {}
    except (NoSuchProvider, TwinRefusal) as error:
        raise NoSuchCharge from error


@contextmanager
def _acting() -> Iterator[Shelf]:
    """Change something at the twin; what it refuses, it refuses because the charge is over."""
    try:
        with get_twin().store.change() as shelf:
            yield shelf
    except TwinRefusal as refusal:
        raise ChargeOver from refusal


def _back(address: str) -> str:
    """Lead back to the market at the host where the page was opened: a test has no other."""
    return urlsplit(address).path
