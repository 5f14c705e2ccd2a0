"""A shop's conversations."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.messaging import queries, service
from marketplace.care.messaging.errors import MessageSince, NotAnsweredYet, TooManyMessages
from marketplace.care.messaging.web.forms import MessageForm, NoAnswerForm
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = SELLER.room("messaging")
_ON_PAGE = 30


@room.get("/mensajes")
@requires(May.WRITE_MESSAGES)
def index(work: Work) -> str:
    """Conversations; those that wait for the shop come first."""
    number = page_number()
    waiting = "pendientes" in request.args
    rows, total = queries.threads(work, waiting=waiting, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "care/messaging/seller/threads.html",
        rows=rows,
        waiting=waiting,
        page_of=Page(number, _ON_PAGE, total),
        now=work.now,
    )


@room.route("/pedidos/<code>/mensajes", methods=["GET", "POST"])
@requires(May.WRITE_MESSAGES)
def thread(work: Work, code: str) -> object:
    """One conversation."""
    order = get_order(work, code)
    form = MessageForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.write_message(work, code, side="shop", body=form.body.data)
            flash(_("Enviado."), "success")
            return redirect(url_for(".thread", code=code))
        except TooManyMessages as refusal:
            form.show(refusal)
    return page(
        "care/messaging/seller/thread.html", order=order, messages=queries.messages_of(work, order), form=form
    ), 422 if form.is_submitted() else 200


@room.post("/mensajes/<uuid:thread_id>/sin-respuesta")
@requires(service.need_no_answer)
def need_no_answer(work: Work, thread_id: UUID) -> object:
    """Say that what was written last needs no answer."""
    form = NoAnswerForm()
    try:
        with work.attempt():
            service.need_no_answer(work, thread_id, seen=form.seen.data)
        flash(_("Listo: aquí ya nadie espera tu respuesta."), "success")
    except (MessageSince, NotAnsweredYet) as refusal:
        flash(say(refusal), "warning")
    thread = queries.get_thread(work, thread_id)
    if thread.order_code:
        return redirect(url_for(".thread", code=thread.order_code), 303)
    return redirect(url_for(".question", thread_id=thread_id), 303)


@room.route("/preguntas/<uuid:thread_id>", methods=["GET", "POST"])
@requires(May.WRITE_MESSAGES)
def question(work: Work, thread_id: UUID) -> object:
    """What somebody asks about a listing before buying."""
    found = queries.get_question(work, thread_id)
    form = MessageForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.write_in_question(work, thread_id, side="shop", body=form.body.data)
            flash(_("Enviado."), "success")
            return redirect(url_for(".question", thread_id=thread_id))
        except TooManyMessages as refusal:
            form.show(refusal)
    return page(
        "care/messaging/seller/question.html", thread=found, messages=queries.messages_in(work, found), form=form
    ), 422 if form.is_submitted() else 200
