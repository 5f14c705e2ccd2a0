"""The bank account of a shop, and on which days it is paid. What it was paid is shown where its orders are known (`desk`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.published import ACCOUNT_CHANGE_HOURS
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.money.payouts import accounts, queries, service
from marketplace.money.payouts.errors import NoOpenAccount, NoSuchRoad, PlanChanged, PlanHeld, RoadSilent, WrongCentavos
from marketplace.money.payouts.onboarding import lead_to_stripe
from marketplace.money.payouts.shop_holds import holds_of_shop
from marketplace.money.payouts.web import words
from marketplace.money.payouts.web.forms import CentavosForm, PayoutForm, PlanForm, plan_form
from marketplace.people.sellers.models import ShopTax
from marketplace.web.access import AfterCommit, requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.words import say

room = SELLER.room("payouts")


def _show(
    work: Work,
    *,
    giving: PayoutForm | None = None,
    proving: CentavosForm | None = None,
    planning: PlanForm | None = None,
) -> Any:
    plan, version = service.plan_of(work, work.tenant_id)
    refused = giving or proving or planning
    return page(
        "money/payouts/seller/account.html",
        tax=work.session.get_one(ShopTax, (work.tenant_id, work.tenant_id)),
        accounts=queries.accounts_of(work),
        plan=plan,
        pays_on=service.pays_on(work, work.tenant_id),
        giving=giving or PayoutForm(formdata=None),
        proving=proving or CentavosForm(formdata=None),
        planning=planning or plan_form(plan, version),
        days_stay=planning is None and bool(holds_of_shop(work, work.tenant_id)),
        refused=refused,
        hours=ACCOUNT_CHANGE_HOURS,
        by_stripe=site().settings.payouts_by_stripe,
        words=words,
    ), 422 if refused else 200


@room.route("/cuenta-de-pago", methods=["GET", "POST"])
@requires(May.VIEW_MONEY, fresh=True)
def account(work: Work) -> object:
    """The tax data the shop was opened with, the account its money goes to, and when; give another account."""
    if request.method == "GET":
        return _show(work)
    work.require(May.MANAGE_PAYOUT)
    form = PayoutForm()
    if not form.carry_out(work, lambda: accounts.give_account(work, form.clabe.data)):
        return _show(work, giving=form)
    flash(_("Guardada. Te vamos a depositar unos centavos para comprobar que es tuya."), "success")
    return redirect(url_for(".account"))


@room.post("/cuenta-de-pago/stripe")
@requires(accounts.give_stripe_account, fresh=True)
def connect(work: Work) -> object:
    """Be paid to an account at Stripe: it is opened, and the shop goes on at Stripe's own pages."""
    if not site().settings.payouts_by_stripe:
        raise NoSuchRoad
    account_id, tenant_id = accounts.give_stripe_account(work).id, work.tenant_id
    back = url_for(".account")
    return AfterCommit(lambda: _lead(tenant_id, account_id, back))


def _lead(tenant_id: UUID, account_id: UUID, back: str) -> object:
    try:
        return redirect(lead_to_stripe(tenant_id, account_id, back), 303)
    except RoadSilent as refusal:
        flash(say(refusal), "warning")
        return redirect(back, 303)


@room.post("/cuenta-de-pago/comprobar")
@requires(accounts.tell_centavos, fresh=True)
def prove(work: Work) -> object:
    """Tell how many centavos were deposited."""
    form = CentavosForm()
    if not form.validate():
        return _show(work, proving=form)
    try:
        with work.attempt():
            told = accounts.tell_centavos(work, form.centavos.data)
    except Refusal as refusal:
        form.show(refusal)
        return _show(work, proving=form)
    view = queries.accounts_of(work)
    if not told:
        left = view.open.tries_left if view.open else 0
        form.show(WrongCentavos(left=left) if left else NoOpenAccount(), field="centavos")
        return _show(work, proving=form)
    if view.open:
        flash(_("Comprobada. Empieza a usarse cuando termine la espera; mientras, todo sigue igual."), "success")
    else:
        flash(_("Comprobada. Desde ahora te depositamos ahí."), "success")
    return redirect(url_for(".account"))


@room.post("/cuenta-de-pago/cancelar")
@requires(accounts.cancel_account, fresh=True)
def cancel(work: Work) -> object:
    """Say no to an account that is not in use yet."""
    accounts.cancel_account(work)
    flash(_("Cancelada. No se deposita nada en esa cuenta."), "success")
    return redirect(url_for(".account"))


@room.post("/cuenta-de-pago/dias")
@requires(service.choose_plan, fresh=True)
def choose_days(work: Work) -> object:
    """Choose how often, on which day and from which amount on the shop is paid."""
    plan, version = service.plan_of(work, work.tenant_id)
    form = plan_form(plan, version)
    if not form.validate():
        return _show(work, planning=form)
    try:
        with work.attempt():
            service.choose_plan(work, form.plan(), seen_version=form.version.data)
    except (PlanChanged, PlanHeld) as refusal:
        form.show(refusal)
        form.version.show(version)
        return _show(work, planning=form)
    flash(_("Guardado. El siguiente depósito ya sigue estos días."), "success")
    return redirect(url_for(".account"))
