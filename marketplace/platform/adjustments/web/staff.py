"""What staff put right by hand: asking for it, deciding what somebody else asked for, and what shops say against it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.people.sellers import shops
from marketplace.platform.adjustments import queries, service
from marketplace.platform.adjustments.rules import AdjustmentKind, Reason
from marketplace.platform.adjustments.web import words
from marketplace.platform.adjustments.web.forms import TAKE, AdjustmentAppealAnswerForm, AdjustmentForm, DecisionForm
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = STAFF.room("adjustments")
_ON_PAGE = 50


@room.get("/ajustes")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """Those that wait for somebody, or all of them."""
    number, waiting = page_number(), bool(request.args.get("pendientes"))
    rows, total = queries.adjustments(work, waiting=waiting, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/adjustments/staff/adjustments.html",
        rows=rows,
        waiting=waiting,
        words=words,
        page_of=Page(number, _ON_PAGE, total),
    )


@room.route("/ajustes/nuevo", methods=["GET", "POST"])
@requires(service.ask_adjustment, fresh=True)
def ask(work: Work) -> object:
    """Ask for a shop's money to be put right."""
    form = AdjustmentForm(data={"shop": request.args.get("tienda"), "order": request.args.get("pedido")})
    form.offer([(one.slug, one.name) for one in shops(work)])
    if form.validate_on_submit():
        try:
            with work.attempt():
                asked = service.ask_adjustment(
                    work,
                    form.shop.data,
                    kind=AdjustmentKind(form.kind.data),
                    amount_minor=-form.amount.data if form.way.data == TAKE else form.amount.data,
                    reason=Reason(form.reason.data),
                    facts=form.facts.data.strip(),
                    order=form.order.data or "",
                )
            flash(_("Quedó pedido. Nada se mueve hasta que otra persona lo decida."), "success")
            return redirect(url_for(".show", adjustment_id=asked))
        except Refusal as refusal:
            form.show(refusal)
    return page("platform/adjustments/staff/ask.html", form=form), 422 if form.is_submitted() else 200


@room.get("/ajustes/<uuid:adjustment_id>")
@requires(StaffMay.VIEW_BOOKS)
def show(work: Work, adjustment_id: UUID) -> str:
    """One adjustment, who asked for it and who decided, and what may be done now."""
    return _show(work, adjustment_id, DecisionForm(formdata=None), AdjustmentAppealAnswerForm(formdata=None))


def _show(work: Work, adjustment_id: UUID, decision: DecisionForm, answer: AdjustmentAppealAnswerForm) -> str:
    found = queries.get_adjustment(work, adjustment_id)
    me = work.actor.account_id
    return page(
        "platform/adjustments/staff/adjustment.html",
        one=found,
        appeal=queries.find_appeal(work, found),
        decision=decision,
        answer=answer,
        words=words,
        asked_by_me=found.asked_by_id == me,
        mine=me in (found.asked_by_id, found.decided_by_id),
    )


@room.post("/ajustes/<uuid:adjustment_id>/decision")
@requires(service.approve_adjustment, fresh=True)
def decide(work: Work, adjustment_id: UUID) -> object:
    """Decide what somebody else asked for."""
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                if form.verdict.data == "yes":
                    service.approve_adjustment(work, adjustment_id)
                else:
                    service.decline_adjustment(work, adjustment_id, answer=(form.answer.data or "").strip())
            flash(_("Decisión guardada."), "success")
            return redirect(url_for(".show", adjustment_id=adjustment_id))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, adjustment_id, form, AdjustmentAppealAnswerForm(formdata=None)), 422


@room.post("/ajustes/<uuid:adjustment_id>/retirar")
@requires(service.withdraw_adjustment)
def withdraw(work: Work, adjustment_id: UUID) -> object:
    """Take back what one asked for."""
    return _do(work, adjustment_id, lambda: service.withdraw_adjustment(work, adjustment_id), _("Quedó retirado."))


@room.post("/ajustes/<uuid:adjustment_id>/deshacer")
@requires(service.reverse_adjustment, fresh=True)
def reverse(work: Work, adjustment_id: UUID) -> object:
    """Take an adjustment back whole."""
    done = _("Quedó deshecho, con un movimiento contrario que lo cita. La tienda ya lo sabe.")
    return _do(work, adjustment_id, lambda: service.reverse_adjustment(work, adjustment_id), done)


def _do(work: Work, adjustment_id: UUID, act: Callable[[], None], done: str) -> object:
    try:
        with work.attempt():
            act()
        flash(done, "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".show", adjustment_id=adjustment_id))


@room.post("/ajustes/<uuid:adjustment_id>/apelacion")
@requires(service.answer_adjustment_appeal, fresh=True)
def answer(work: Work, adjustment_id: UUID) -> object:
    """Answer what the shop says against it."""
    form = AdjustmentAppealAnswerForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.answer_adjustment_appeal(
                    work, adjustment_id, upheld=form.upheld.data == "yes", answer=form.answer.data.strip()
                )
            flash(_("Respuesta guardada. La tienda ya la tiene."), "success")
            return redirect(url_for(".show", adjustment_id=adjustment_id))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, adjustment_id, DecisionForm(formdata=None), form), 422
