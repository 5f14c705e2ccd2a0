"""Money of shops that is held: asking for it, deciding what somebody else asked for, and freeing it before its day."""

from __future__ import annotations

from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.people.market_rules import rules_in_force
from marketplace.people.sellers import shops
from marketplace.platform.moderation import appeals, holding, measures, queries
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.rules import CLOSED_AT_ONCE, MEASURE_STANDING, Appealed, appeal_until
from marketplace.platform.moderation.web import words
from marketplace.platform.moderation.web.forms import HoldDecisionForm, HoldForm, ModerationReasonForm
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import options
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = STAFF.room("moderation", "holds")
_ON_PAGE = 30


@room.get("/dinero-detenido")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """What was asked for about the money of shops: what waits for somebody, or all of it."""
    number, waiting = page_number(), bool(request.args.get("pendientes"))
    rows, total = queries.hold_requests(work, waiting=waiting, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/staff/holds.html",
        rows=rows,
        waiting=waiting,
        words=words,
        page_of=Page(number, _ON_PAGE, total),
    )


@room.route("/dinero-detenido/nuevo", methods=["GET", "POST"])
@requires(holding.ask_hold, fresh=True)
def ask(work: Work) -> object:
    """Ask that what a shop is due be held."""
    form, made = HoldForm(data={"shop": request.args.get("tienda")}), []
    form.shop.choices = options([(one.slug, one.name) for one in shops(work)])
    found = [rule for section in holding.SECTIONS for rule in rules_in_force(work, section)]
    form.rule.choices = words.rule_options(found, at_once=CLOSED_AT_ONCE)

    def ask() -> None:
        why = Reasons(form.rule.data, form.facts.data.strip(), form.how_to_fix.data.strip())
        made.append(holding.ask_hold(work, form.shop.data, why, amount_minor=form.amount_minor, days=form.days.data))

    if form.is_submitted() and form.carry_out(work, ask):
        flash(_("Quedó pedido. Nada se detiene, y la tienda no lo sabe, hasta que otra persona lo decida."), "success")
        return redirect(url_for(".show", hold_request_id=made[0]))
    g.shown_in = f"{room.name}.index"
    return page(
        "platform/moderation/staff/ask_hold.html", form=form, most=payouts.LONGEST_HOLD_DAYS
    ), 422 if form.is_submitted() else 200


@room.get("/dinero-detenido/<uuid:hold_request_id>")
@requires(StaffMay.VIEW_BOOKS)
def show(work: Work, hold_request_id: UUID) -> str:
    """One request, who asked and who decided, what it became, and what may be done now."""
    return _show(work, hold_request_id, HoldDecisionForm(formdata=None), ModerationReasonForm(formdata=None))


def _show(work: Work, hold_request_id: UUID, decision: HoldDecisionForm, lifting: ModerationReasonForm) -> str:
    asked = holding.get_hold_request(work, hold_request_id)
    measure = measures.get_measure(work, asked.measure_id) if asked.measure_id else None
    g.shown_in = f"{room.name}.index"
    return page(
        "platform/moderation/staff/hold.html",
        asked=asked,
        one=measure,
        stands=measure is not None and measure.state in MEASURE_STANDING,
        rule=queries.rules_then(work, [measure])[measure.id] if measure else queries.rule_now(work, asked.rule),
        appeal=appeals.find_decision_appeal(work, Appealed.MEASURE, measure.id) if measure else None,
        until=appeal_until(measure.decided_at) if measure else None,
        decision=decision,
        lifting=lifting,
        words=words,
        asked_by_me=asked.asked_by_id == work.actor.account_id,
    )


@room.post("/dinero-detenido/<uuid:hold_request_id>/decision")
@requires(holding.approve_hold, fresh=True)
def decide(work: Work, hold_request_id: UUID) -> object:
    """Decide what somebody else asked for."""
    form = HoldDecisionForm()

    def decide() -> None:
        if form.verdict.data == "yes":
            holding.approve_hold(work, hold_request_id)
        else:
            holding.decline_hold(work, hold_request_id, answer=form.answer.data.strip())

    if form.carry_out(work, decide):
        flash(_("Decisión guardada."), "success")
        return redirect(url_for(".show", hold_request_id=hold_request_id))
    return _show(work, hold_request_id, form, ModerationReasonForm(formdata=None)), 422


@room.post("/dinero-detenido/<uuid:hold_request_id>/retirar")
@requires(holding.withdraw_hold)
def withdraw(work: Work, hold_request_id: UUID) -> object:
    """Take back what one asked for."""
    try:
        with work.attempt():
            holding.withdraw_hold(work, hold_request_id)
        flash(_("Quedó retirado."), "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".show", hold_request_id=hold_request_id))


@room.post("/dinero-detenido/<uuid:hold_request_id>/liberar")
@requires(holding.lift_hold, fresh=True)
def lift(work: Work, hold_request_id: UUID) -> object:
    """Free the money before the last day."""
    form = ModerationReasonForm()
    measure_id = holding.get_hold_request(work, hold_request_id).measure_id
    if measure_id is None:
        return redirect(url_for(".show", hold_request_id=hold_request_id))
    if form.carry_out(work, lambda: holding.lift_hold(work, measure_id, why=form.answer.data.strip())):
        flash(_("Liberado: va en el siguiente depósito de la tienda, y ya lo sabe."), "success")
        return redirect(url_for(".show", hold_request_id=hold_request_id))
    return _show(work, hold_request_id, HoldDecisionForm(formdata=None), form), 422
