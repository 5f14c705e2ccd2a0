"""Warranty claims of a shop's buyers."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.warranty import queries, service
from marketplace.care.warranty.web.forms import NO_REMEDY, ClaimAnswerForm
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("warranty")
_ON_PAGE = 30


@room.get("/garantias")
@requires(May.VIEW_ORDERS)
def index(work: Work) -> str:
    """Claims; those that wait for an answer come first."""
    number = page_number()
    waiting = "pendientes" in request.args
    rows, total = queries.claims(work, waiting=waiting, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/warranty/seller/index.html",
        rows=rows,
        waiting=waiting,
        page_of=Page(number, _ON_PAGE, total),
        now=work.now,
    )


def _show(work: Work, code: str, form: ClaimAnswerForm) -> str:
    claim = service.get_claim(work, code)
    return page(
        "care/warranty/seller/claim.html",
        claim=claim,
        order=work.session.get_one(Order, (claim.tenant_id, claim.order_id)),
        line=work.session.get_one(OrderLine, (claim.tenant_id, claim.order_line_id)),
        form=form,
    )


@room.get("/garantias/<code>")
@requires(May.VIEW_ORDERS)
def show(work: Work, code: str) -> str:
    """One claim and what is to be done with it."""
    return _show(work, code, ClaimAnswerForm())


@room.post("/garantias/<code>/contestar")
@requires(service.answer_claim)
def answer(work: Work, code: str) -> object:
    """Accept with a remedy, or decline with a reason."""
    form = ClaimAnswerForm()
    if not form.carry_out(
        work,
        lambda: service.answer_claim(
            work,
            code,
            remedy=None if form.remedy.data == NO_REMEDY else form.remedy.data,
            answer=form.answer.data.strip(),
        ),
    ):
        return _show(work, code, form), 422
    flash(_("Contestado. Ya avisamos a quien compró."), "success")
    return redirect(url_for(".show", code=code))


@room.post("/garantias/<code>/cerrar")
@requires(service.close_claim)
def close(work: Work, code: str) -> object:
    """Say that the remedy was given."""
    service.close_claim(work, code)
    flash(_("Resuelta."), "success")
    return redirect(url_for(".show", code=code))
