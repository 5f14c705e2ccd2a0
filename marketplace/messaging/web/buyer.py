"""Talking to a shop about an order."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.messaging import queries, service
from marketplace.messaging.errors import TooManyMessages
from marketplace.messaging.web.forms import MessageForm
from marketplace.ordering.service import get_order
from marketplace.web.access import buyer_only
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("messaging")


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
            flash(_("Enviado. %(shop)s contesta a más tardar el siguiente día hábil.", shop=order.shop_name), "success")
            return redirect(url_for(".thread", code=code))
        except TooManyMessages as refusal:
            form.show(refusal)
    return page(
        "messaging/buyer/thread.html", order=order, messages=queries.messages_of(work, order), form=form
    ), 422 if form.is_submitted() else 200
