"""The announced tariff as a shop sees it: what changes, what it would have cost, and what the shop can do."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.fees import before_of, differences_for, published_schedules, saying, schedule_in_force
from marketplace.people.sellers import ShopPlan, plan_in_force
from marketplace.platform.tariffs import plans, queries, service
from marketplace.platform.tariffs.errors import NothingAnnounced
from marketplace.platform.tariffs.web.forms import PlanRequestForm
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import may, page
from marketplace.web.words import say

room = SELLER.room("tariffs")


@room.get("/tarifas")
@requires(May.VIEW_MONEY)
def coming(work: Work) -> str:
    """The shop's plan, and what is announced, with the shop's own last ninety days by it."""
    return _coming(work, PlanRequestForm(formdata=None))


def _coming(work: Work, form: PlanRequestForm) -> str:
    found = queries.find_coming(work)
    before = before_of(published_schedules(work), found.tariff) if found else None
    of_shop = queries.plan_of(work, work.tenant_id)
    then = plan_in_force(of_shop.decisions, found.tariff.effective_from) if found else None
    plan = ShopPlan(then.plan) if then else ShopPlan.BASE
    return page(
        "platform/tariffs/seller/coming.html",
        coming=found,
        in_force=schedule_in_force(work).version,
        before=before,
        changes=differences_for(before.schedule, found.tariff.schedule, plan) if found and before else [],
        of_shop=of_shop,
        plan_then=plan,
        form=form,
        owns=may(May.OWN_SHOP),
        saying=saying,
    )


@room.post("/tarifas/<int(max=999999):version>/aceptar")
@requires(service.accept_tariff)
def accept(work: Work, version: int) -> object:
    """Say that the shop knows it and goes on."""
    try:
        with work.attempt():
            service.accept_tariff(work, version)
        flash(_("Anotado: tu tienda sigue con la tarifa v%(version)s.", version=version), "success")
    except NothingAnnounced as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".coming"))


@room.post("/tarifas/plan")
@requires(plans.ask_for_plan)
def ask_plan(work: Work) -> object:
    """Ask for another plan, or say that the shop's is not the right one."""
    form = PlanRequestForm()
    if form.carry_out(work, lambda: plans.ask_for_plan(work, body=form.body.data.strip())):
        flash(_("Recibimos tu petición. Te contesta alguien que no tomó la decisión que apelas."), "success")
        return redirect(url_for(".coming"))
    return _coming(work, form), 422
