"""What buyers say never came, or do not agree with."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.disputes import queries, reactions, service
from marketplace.care.disputes.rules import DisputeAnswer, DisputeState
from marketplace.care.disputes.web import words
from marketplace.care.disputes.web.forms import DisputeAnswerForm
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("disputes")
_ON_PAGE = 30


@room.get("/aclaraciones")
@requires(May.VIEW_ORDERS)
def index(work: Work) -> str:
    """Disputes; those that wait for an answer come first."""
    number = page_number()
    waiting = "pendientes" in request.args
    states = (DisputeState.OPEN,) if waiting else ()
    rows, total = queries.disputes(work, states=states, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/disputes/seller/index.html",
        rows=rows,
        waiting=waiting,
        page_of=Page(number, _ON_PAGE, total),
        words=words,
        now=work.now,
    )


def _show(work: Work, code: str, form: DisputeAnswerForm) -> str:
    dispute = service.get_dispute(work, code)
    return page(
        "care/disputes/seller/dispute.html",
        dispute=dispute,
        order=work.session.get_one(Order, (dispute.tenant_id, dispute.order_id)),
        lines=reactions.lines_of(work, dispute),
        words=words,
        form=form,
    )


@room.get("/aclaraciones/<code>")
@requires(May.VIEW_ORDERS)
def show(work: Work, code: str) -> str:
    """One dispute and what is to be done about it."""
    return _show(work, code, DisputeAnswerForm())


@room.post("/aclaraciones/<code>/contestar")
@requires(service.answer_dispute)
def answer(work: Work, code: str) -> object:
    """Send once more, give the money back, or show that it arrived."""
    form = DisputeAnswerForm()
    if not form.carry_out(
        work,
        lambda: service.answer_dispute(
            work,
            code,
            answer=DisputeAnswer(form.answer.data),
            message=form.reason.data.strip(),
            carrier=form.carrier.data,
            tracking=form.tracking.data or "",
        ),
    ):
        return _show(work, code, form), 422
    flash(_("Contestado. Ya avisamos a quien compró."), "success")
    return redirect(url_for(".show", code=code))
