"""Talking to a shop: about an order, and about a listing before buying."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from babel.lists import format_list
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.care.messaging import queries, service
from marketplace.care.messaging.errors import TooManyMessages
from marketplace.care.messaging.web.forms import MessageForm
from marketplace.kernel.work import Work
from marketplace.trade.orders import get_order
from marketplace.trade.pricing import find_offers
from marketplace.web.access import buyer_only, signed_in
from marketplace.web.asked import numbers_in
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.formatting import locale_code
from marketplace.web.pages import MOST_COMPARED, page
from marketplace.web.paging import Page, page_number

room = BUYER.room("messaging")
_ON_PAGE = 30
_LARGEST = 2**62


@room.route("/pedidos/<code>/mensajes", methods=["GET", "POST"])
@buyer_only
def thread(work: Work, code: str) -> object:
    """What was written about an order, and a place to write."""
    order = get_order(work, code)
    form = MessageForm()
    if form.validate_on_submit():
        work.actor = replace(work.actor, name=order.buyer_name)
        try:
            with work.attempt():
                service.write_message(work, code, side="buyer", body=form.body.data)
            flash(
                _("Enviado. %(shop)s tiene hasta el siguiente día hábil para contestar.", shop=order.shop_name),
                "success",
            )
            return redirect(url_for(".thread", code=code))
        except TooManyMessages as refusal:
            form.show(refusal)
    return page(
        "care/messaging/buyer/thread.html", order=order, messages=queries.messages_of(work, order), form=form
    ), 422 if form.is_submitted() else 200


def _person() -> UUID:
    person = person_id()
    assert person is not None  # the door asks for a signed-in person
    return person


@room.route("/preguntar", methods=["GET", "POST"])
@signed_in
def ask(work: Work) -> object:
    """Ask the shops behind some listings (`?n=1001&n=1002`) one question; each answers for itself."""
    numbers = [n for n in numbers_in(request.args, "n") if 0 < n < _LARGEST][:MOST_COMPARED]
    found = find_offers(work, numbers)
    form = MessageForm()
    if found and form.validate_on_submit():
        asked = service.ask_shops(work, _person(), numbers, form.body.data)
        if asked.shops:
            flash(
                _(
                    "Preguntamos a %(shops)s. Tienen hasta el siguiente día hábil para contestar.",
                    shops=format_list(list(asked.shops), locale=locale_code()),
                ),
                "success",
            )
        if asked.too_soon:
            flash(
                _(
                    "A %(shops)s ya le preguntaste hace menos de una hora. Síguele en esa conversación.",
                    shops=format_list(list(asked.too_soon), locale=locale_code()),
                ),
                "warning",
            )
        return redirect(url_for(".questions"))
    return page("care/messaging/buyer/ask.html", offers=found, form=form), 422 if form.is_submitted() else 200


@room.get("/preguntas")
@signed_in
def questions(work: Work) -> str:
    """What this person asked shops before buying."""
    number = page_number()
    rows, total = queries.questions(work, _person(), offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("care/messaging/buyer/questions.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


@room.route("/preguntas/<uuid:thread_id>", methods=["GET", "POST"])
@signed_in
def question(work: Work, thread_id: UUID) -> object:
    """One conversation about a listing."""
    found = queries.get_question(work, thread_id)
    form = MessageForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.write_in_question(work, thread_id, side="buyer", body=form.body.data)
            flash(
                _("Enviado. %(shop)s tiene hasta el siguiente día hábil para contestar.", shop=found.shop_name),
                "success",
            )
            return redirect(url_for(".question", thread_id=thread_id))
        except TooManyMessages as refusal:
            form.show(refusal)
    return page(
        "care/messaging/buyer/question.html", thread=found, messages=queries.messages_in(work, found), form=form
    ), 422 if form.is_submitted() else 200
