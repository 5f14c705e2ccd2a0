"""Asking for access, rectification, cancellation or opposition, with an account or without."""

from __future__ import annotations

from flask import session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import Length

from marketplace.kernel.work import Work
from marketplace.people.accounts import TooManyAttempts
from marketplace.platform.privacy import requests
from marketplace.platform.privacy.rules import Right
from marketplace.platform.privacy.web.words import right_label
from marketplace.web.access import anyone_above
from marketplace.web.audiences import BUYER
from marketplace.web.browsers import visitor
from marketplace.web.forms import Choose, Email, Form, Needed, PersonName, Prose, options
from marketplace.web.pages import page

room = BUYER.room("privacy", "requests")


class RequestForm(Form):
    """Which right, whose data, and about what."""

    kind = Choose(_l("Qué pides"))
    name = PersonName(_l("Tu nombre"), [Needed()], render_kw={"autocomplete": "name"})
    email = Email(_l("Correo para contestarte"), [Needed()], render_kw={"autocomplete": "email", "type": "email"})
    body = Prose(_l("Sobre qué datos y qué quieres que hagamos"), [Needed(), Length(max=2000)], render_kw={"rows": 6})


@room.route("/privacidad/solicitud", methods=["GET", "POST"])
@anyone_above("privacy request")
def ask(work: Work) -> object:
    """Ask; without an account with a verified address, mail asks to confirm."""
    known = current_user if current_user.is_authenticated and current_user.verified else None
    form = RequestForm(data={"name": known.name, "email": known.email} if known else {})
    form.kind.choices = options((right.value, right_label(right)) for right in Right)
    if form.validate_on_submit():
        try:
            asked = requests.ask(
                work,
                kind=Right(form.kind.data),
                name=form.name.data,
                email=known.email if known else form.email.data,
                body=form.body.data,
                locale=str(session.get("locale", "es_MX")),
                visitor=visitor(),
                account_id=known.account_id if known else None,
            )
            return page("platform/privacy/buyer/asked.html", asked=asked)
        except TooManyAttempts as refusal:
            form.show(refusal)
    return page("platform/privacy/buyer/ask.html", form=form, known=known), 422 if form.is_submitted() else 200


@room.get("/privacidad/solicitud/<token>")
@anyone_above("privacy request")
def confirm(work: Work, token: str) -> object:
    """Confirm by the link that was sent; opening it does nothing, its button does."""
    asked = requests.get_unconfirmed(work, token)
    return page("platform/privacy/buyer/confirm.html", asked=asked, right_label=right_label)


@room.post("/privacidad/solicitud/<token>/confirmar")
@anyone_above("privacy request")
def confirmed(work: Work, token: str) -> object:
    """Start the clock."""
    return page("platform/privacy/buyer/asked.html", asked=requests.confirm(work, token))
