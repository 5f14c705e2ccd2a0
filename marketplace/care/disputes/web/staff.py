"""What staff must decide between a buyer and a shop."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.disputes import queries, reactions, service
from marketplace.care.disputes.rules import DisputeState
from marketplace.care.disputes.web import words
from marketplace.care.disputes.web.forms import DisputeDecisionForm
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order
from marketplace.trade.parcels import parcel_of_order
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = STAFF.room("disputes")
_ON_PAGE = 30


@room.get("/aclaraciones")
@requires(StaffMay.MEDIATE)
def queue(work: Work) -> str:
    """What waits for a decision, the oldest first; with `todas`, everything that was ever open."""
    number = page_number()
    everything = "todas" in request.args
    states = () if everything else (DisputeState.ESCALATED,)
    rows, total = queries.disputes(work, states=states, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/disputes/staff/queue.html",
        rows=rows,
        everything=everything,
        page_of=Page(number, _ON_PAGE, total),
        words=words,
        now=work.now,
    )


@room.route("/aclaraciones/<code>", methods=["GET", "POST"])
@requires(service.decide_dispute)
def show(work: Work, code: str) -> object:
    """What both sides said; decide with reasons."""
    form = DisputeDecisionForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.decide_dispute(work, code, refunds=form.refunds.data == "yes", reason=form.reason.data.strip())
            flash(_("Decidido. Ya les escribimos a los dos."), "success")
            return redirect(url_for(".queue"))
        except Refusal as refusal:
            form.show(refusal)
    dispute = service.get_dispute(work, code)
    order = work.session.get_one(Order, (dispute.tenant_id, dispute.order_id))
    return page(
        "care/disputes/staff/dispute.html",
        dispute=dispute,
        own=service.is_own_case(work, order),
        order=order,
        parcel=parcel_of_order(work, order.tenant_id, order.id),
        lines=reactions.lines_of(work, dispute),
        words=words,
        form=form,
    ), 422 if form.is_submitted() else 200
