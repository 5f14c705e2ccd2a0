"""What buyers want to send back to a shop."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.returns import queries, rules, service
from marketplace.care.returns.errors import TooManyOnSale
from marketplace.care.returns.web.forms import ReturnDecisionForm
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import Unreadable, read_whole
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = SELLER.room("returns")
_ON_PAGE = 30


@room.get("/devoluciones")
@requires(May.VIEW_ORDERS)
def index(work: Work) -> str:
    """Returns; those that wait for an answer come first."""
    number = page_number()
    waiting = "pendientes" in request.args
    rows, total = queries.returns(work, waiting=waiting, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/returns/seller/index.html",
        rows=rows,
        waiting=waiting,
        page_of=Page(number, _ON_PAGE, total),
        now=work.now,
    )


def _show(work: Work, code: str, form: ReturnDecisionForm, *, told: Refusal | None = None) -> str:
    case = service.get_return(work, code)
    return page(
        "care/returns/seller/return.html",
        case=case,
        order=work.session.get_one(Order, (case.tenant_id, case.order_id)),
        lines=service.lines_of_return(work, case),
        form=form,
        told=say(told) if told else "",
        typed=request.form,
        sold_again=rules.sold_again,
    )


@room.get("/devoluciones/<code>")
@requires(May.VIEW_ORDERS)
def show(work: Work, code: str) -> str:
    """One return and what is to be done with it."""
    return _show(work, code, ReturnDecisionForm())


@room.post("/devoluciones/<code>/decidir")
@requires(service.decide_return)
def decide(work: Work, code: str) -> object:
    """Approve, or decline with a reason."""
    form, approve = ReturnDecisionForm(), "approve" in request.form
    if not form.carry_out(
        work, lambda: service.decide_return(work, code, approve=approve, message=(form.note.data or "").strip())
    ):
        return _show(work, code, form), 422
    flash(_("Contestado. Ya avisamos a quien compró."), "success")
    return redirect(url_for(".show", code=code))


def _pieces(written: str) -> int:
    try:
        return read_whole(written)
    except Unreadable:
        return -1  # which no line has: the verb says how many came back


@room.post("/devoluciones/<code>/recibir")
@requires(service.receive_return)
def receive(work: Work, code: str) -> object:
    """Say that it is here, and how many pieces go back on sale; the money goes back by itself."""
    case = service.get_return(work, code)
    restock = {}
    for _back, line in service.lines_of_return(work, case):
        written = request.form.get(f"restock-{line.id}")
        if written is not None:
            restock[line.id] = _pieces(written)
    try:
        with work.attempt():
            service.receive_return(work, code, restock=restock)
    except TooManyOnSale as refusal:
        return _show(work, code, ReturnDecisionForm(formdata=None), told=refusal), 422
    flash(_("Recibida. El dinero vuelve a quien compró; tus cobros de esas piezas, a ti."), "success")
    return redirect(url_for(".show", code=code))
