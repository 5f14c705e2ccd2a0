"""What staff decided about a shop and its listings, and what the shop says against a closing."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.recalls import recalls_by_staff
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.platform.moderation import appeals, closings, mediators, queries
from marketplace.platform.moderation.rules import (
    Appealed,
    answer_due,
    appeal_until,
    in_time_to_appeal,
)
from marketplace.platform.moderation.web.forms import AppealForm
from marketplace.platform.moderation.web.words import flag_label, kind_label, state_label
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("moderation")
_ON_PAGE = 30


@room.get("/decisiones")
@requires(May.VIEW_SHOP)
def decisions(work: Work) -> str:
    """Every decision, with its rule, its facts and how to fix it."""
    number = page_number()
    rows, total = queries.decided(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    measures = queries.measures_of(work, work.tenant_id) if number == 1 else []
    recalled = recalls_by_staff(work) if number == 1 else []
    closed = closings.closings(work)
    return page(
        "platform/moderation/seller/decisions.html",
        rows=rows,
        there=queries.products_there(work, [one.product_id for one in rows]),
        page_of=Page(number, _ON_PAGE, total),
        rules=queries.rules_then(work, [*rows, *measures, *closed]),
        measures=measures,
        appeals=appeals.appeals_of(work, Appealed.CASE, [one.id for one in rows])
        | appeals.appeals_of(work, Appealed.MEASURE, [one.id for one in measures])
        | appeals.appeals_of(work, Appealed.RECALL, [one.id for one in recalled]),
        recalled=recalled,
        in_time=lambda decided_at: in_time_to_appeal(decided_at, work.now),
        until=appeal_until,
        answer_due=answer_due,
        kind_label=kind_label,
        state_label=state_label,
        flag_label=flag_label,
        mediators=mediators.mediators(work),
        closings=[(one, closings.find_appeal(work, one)) for one in closed],
    )


@room.route("/decisiones/cierre/<uuid:closing_id>", methods=["GET", "POST"])
@requires(closings.appeal_closing)
def appeal(work: Work, closing_id: UUID) -> object:
    """Say why a closing is wrong; somebody who did not decide it answers."""
    form = AppealForm()
    if request.method == "GET" and not closings.may_appeal(work, closing_id):
        return redirect(url_for(".decisions"))  # where it says what was appealed, and what was answered
    if form.validate_on_submit():
        try:
            with work.attempt():
                closings.appeal_closing(work, closing_id, body=form.body.data.strip())
            flash(_("Recibimos tu apelación. Te contesta alguien que no tomó la decisión."), "success")
            return redirect(url_for(".decisions"))
        except Refusal as refusal:
            form.show(refusal)
    closing = closings.get_closing(work, closing_id)
    return page(
        "platform/moderation/seller/appeal.html",
        form=form,
        closing=closing,
        rules=queries.rules_then(work, [closing]),
    ), 422 if form.is_submitted() else 200


@room.route("/decisiones/<any(caso, medida, retiro):what>/<uuid:decision_id>/apelar", methods=["GET", "POST"])
@requires(appeals.appeal_decision)
def appeal_decision(work: Work, what: str, decision_id: UUID) -> object:
    """Say why a decision is wrong; somebody who did not take it answers, on a clock."""
    against = {"caso": Appealed.CASE, "medida": Appealed.MEASURE, "retiro": Appealed.RECALL}[what]
    decision = appeals.get_decision(work, against, decision_id)
    if request.method == "GET" and appeals.find_decision_appeal(work, against, decision_id) is not None:
        return redirect(url_for(".decisions"))  # where it says what was appealed, and what was answered
    form = AppealForm()
    if form.is_submitted() and form.carry_out(
        work, lambda: appeals.appeal_decision(work, against, decision_id, body=form.body.data.strip())
    ):
        flash(_("Recibimos tu apelación. Te contesta alguien que no tomó la decisión."), "success")
        return redirect(url_for(".decisions"))
    return page(
        "platform/moderation/seller/appeal_decision.html",
        form=form,
        decision=decision,
        until=appeal_until(decision.decided_at),
        in_time=in_time_to_appeal(decision.decided_at, work.now),
        due=answer_due(work.now),
        rules=queries.rules_then(work, [decision]),
    ), 422 if form.is_submitted() else 200
