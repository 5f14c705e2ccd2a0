"""The plans of shops as staff see them: who is in which, what shops ask, and deciding one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.money.fees import saying
from marketplace.people.sellers import ShopPlan, get_shop, shops
from marketplace.platform.tariffs import plans, queries
from marketplace.platform.tariffs.web.forms import ChooseShopForm, PlanAnswerForm, ShopPlanForm
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import options
from marketplace.web.pages import page

room = STAFF.room("tariffs_plans")


@room.get("/planes")
@requires(plans.set_shop_plan)
def index(work: Work) -> object:
    """Shops that are in a plan by decision or ask for one; any other is looked for by its name."""
    known = [(one.slug, one.name) for one in shops(work)]
    chosen = request.args.get("shop", "")
    if chosen in dict(known):
        return redirect(url_for(".show", slug=chosen))
    form = ChooseShopForm(formdata=None)
    form.shop.choices = options(known)
    return page("platform/tariffs/staff/plans.html", rows=queries.plans_of_shops(work), form=form, saying=saying)


@room.get("/planes/<slug>")
@requires(plans.set_shop_plan)
def show(work: Work, slug: str) -> object:
    """The plan of one shop: what holds, what comes, what was decided and what it asks."""
    return _show(work, slug, _plan_form(work, slug, formdata=None), PlanAnswerForm(formdata=None))


def _plan_form(work: Work, slug: str, **kwargs: Any) -> ShopPlanForm:
    """The form of a decision; the plan that stands is none."""
    found = queries.plan_of(work, get_shop(work, slug).tenant_id)
    form = ShopPlanForm(data={"number": found.number}, **kwargs)
    stands = plans.plans_held(found.decisions, work.now)
    form.plan.choices = options((plan, name) for plan, name in saying.plans_said() if stands != {plan})
    return form


def _show(work: Work, slug: str, form: ShopPlanForm, answer: PlanAnswerForm) -> str:
    g.shown_in = f"{room.name}.index"
    shop = get_shop(work, slug)
    return page(
        "platform/tariffs/staff/plan.html",
        shop=shop,
        of_shop=queries.plan_of(work, shop.tenant_id),
        form=form,
        answer=answer,
        me=work.actor.account_id,
        saying=saying,
        every_plan=list(ShopPlan),
    )


@room.post("/planes/<slug>")
@requires(plans.set_shop_plan, fresh=True)
def decide(work: Work, slug: str) -> object:
    """Decide in which plan a shop is."""
    form = _plan_form(work, slug)

    def act() -> None:
        plans.set_shop_plan(
            work,
            slug,
            ShopPlan(form.plan.data),
            reason=form.reason.data.strip(),
            starts_on=form.starts_on.data,
            seen=form.number.data,
        )

    if form.carry_out(work, act):
        flash(_("Decidido. La tienda recibe su carta."), "success")
        return redirect(url_for(".show", slug=slug))
    form.number.show(queries.plan_of(work, get_shop(work, slug).tenant_id).number)
    return _show(work, slug, form, PlanAnswerForm(formdata=None)), 422


@room.post("/planes/<slug>/peticion/<uuid:request_id>")
@requires(plans.answer_plan_request)
def answer(work: Work, slug: str, request_id: UUID) -> object:
    """Answer what a shop asks about its plan."""
    form = PlanAnswerForm()
    if form.carry_out(work, lambda: plans.answer_plan_request(work, request_id, answer=form.answer.data.strip())):
        flash(_("Respuesta guardada. La tienda ya la tiene."), "success")
        return redirect(url_for(".show", slug=slug))
    return _show(work, slug, _plan_form(work, slug, formdata=None), form), 422
