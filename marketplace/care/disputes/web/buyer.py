"""Saying that a parcel never came, and asking for Tianguis where the shop says no."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.disputes import queries, service
from marketplace.care.disputes.rules import About, DisputeState
from marketplace.care.disputes.web import words
from marketplace.care.disputes.web.forms import EscalateForm, MissingForm
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order, may_be_missed
from marketplace.trade.orders.models import Order
from marketplace.web.access import buyer_only
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("disputes")


@room.route("/pedidos/<code>/no-me-llego", methods=["GET", "POST"])
@buyer_only
def missing(work: Work, code: str) -> object:
    """Say that an order never came; see how it goes."""
    order = get_order(work, code)
    form = MissingForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.open_dispute(work, code, said=form.said.data.strip())
            flash(
                _(
                    "Se lo dijimos a %(shop)s. Tiene dos días hábiles; si no contesta, te devolvemos todo.",
                    shop=order.shop_name,
                ),
                "success",
            )
            return redirect(url_for(".missing", code=code))
        except Refusal as refusal:
            form.show(refusal)
    mine = queries.disputes_of_order(work, order)
    settled = queries.is_settled(mine)
    may = all(one.ended_at for one in mine) and may_be_missed(order, work.now) and not settled
    return page(
        "care/disputes/buyer/missing.html",
        order=order,
        form=form,
        disputes=mine,
        may_open=may,
        settled=settled,
        words=words,
    ), 422 if form.is_submitted() else 200


@room.route("/pedidos/<code>/intervenir", methods=["GET", "POST"])
@buyer_only
def escalate(work: Work, code: str) -> object:
    """Ask for Tianguis: about the shop's proof, or about a return or claim (in the address) that it declined."""
    order = get_order(work, code)
    form = EscalateForm()
    if request.method == "GET" and not _is_to_escalate(work, order):
        return redirect(url_for(".missing", code=code))
    if form.validate_on_submit():
        try:
            with work.attempt():
                _escalate(work, code, form.said.data.strip())
            flash(_("Tianguis lo revisa y les escribe a los dos con su decisión."), "success")
            return redirect(url_for(".missing", code=code))
        except Refusal as refusal:
            form.show(refusal, field="said" if refusal.field else None)
    return page("care/disputes/buyer/escalate.html", order=order, form=form), 422 if form.is_submitted() else 200


def _named() -> tuple[About, str] | None:
    """What the shop declined, as the address names it; None where its proof is meant."""
    for name, about in (("devolucion", About.RETURN), ("garantia", About.CLAIM)):
        if name in request.args:
            return about, text_in(request.args, name, most=20)
    return None


def _is_to_escalate(work: Work, order: Order) -> bool:
    if named := _named():
        return service.is_declined(work, order, *named)
    return any(one.state == DisputeState.PROVEN for one in queries.disputes_of_order(work, order))


def _escalate(work: Work, code: str, said: str) -> None:
    if named := _named():
        service.escalate_declined(work, code, about=named[0], declined=named[1], said=said)
        return
    waiting = [one for one in queries.disputes_of_order(work, get_order(work, code)) if not one.ended_at]
    service.escalate_dispute(work, waiting[0].code if waiting else "", said=said)
