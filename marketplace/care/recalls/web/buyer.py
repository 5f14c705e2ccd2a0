"""What is recalled, for everybody; and what somebody bought of it, with their answer."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.care.recalls import queries, service
from marketplace.care.recalls.rules import RecallState, answers_of
from marketplace.care.recalls.web.forms import RecallAnswerForm
from marketplace.care.recalls.web.words import answer_label
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order
from marketplace.web.access import anyone, buyer_only, signed_in
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.forms import options
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = BUYER.room("recalls")
_ON_PAGE = 20


@room.get("/retiros")
@anyone
def public(work: Work) -> str:
    """Recalls under way, and those of the last year."""
    number = page_number()
    rows, total = queries.public_recalls(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("care/recalls/buyer/public.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


@room.get("/mis-retiros")
@signed_in
def mine(work: Work) -> str:
    """Recalls of what a person bought."""
    number, me = page_number(), person_id()
    assert me is not None  # the sign on this door
    rows, total = queries.notices_of_person(work, me, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("care/recalls/buyer/mine.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


def _show(work: Work, code: str, said: UUID | None = None, typed: RecallAnswerForm | None = None) -> str:
    order = get_order(work, code)
    shown = []
    for notice, recall in queries.notices_of_order(work, order):
        form = typed if typed and notice.id == said else RecallAnswerForm(formdata=None, answer=notice.answer)
        form.answer.choices = options((one.value, answer_label(one)) for one in answers_of(recall.offers, recall.lot))
        may = recall.state == RecallState.OPEN and notice.return_code is None
        shown.append((notice, recall, form, may))
    return page("care/recalls/buyer/order.html", order=order, shown=shown, typed=typed)


@room.get("/pedidos/<code>/retiros")
@buyer_only
def of_order(work: Work, code: str) -> str:
    """The recalls that meet an order: what is wrong, what to do, and the answer."""
    return _show(work, code)


@room.post("/pedidos/<code>/retiros/<uuid:notice_id>")
@buyer_only
def answer(work: Work, code: str, notice_id: UUID) -> object:
    """Say what is wanted."""
    form = RecallAnswerForm()
    opened: list[str | None] = []
    if not form.carry_out(work, lambda: opened.append(service.answer_recall(work, code, notice_id, form.answer.data))):
        return _show(work, code, notice_id, form), 422
    if opened[0]:
        flash(_("Pedimos la devolución por ti. El envío de regreso lo paga la tienda."), "success")
    else:
        flash(_("La tienda ya tiene tu respuesta."), "success")
    return redirect(url_for(".of_order", code=code))
