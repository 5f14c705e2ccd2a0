"""ARCO requests before staff."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.platform.privacy import requests
from marketplace.platform.privacy.models import ArcoRequest
from marketplace.platform.privacy.rules import RequestState
from marketplace.platform.privacy.web.words import request_state, right_label
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Choose, Form, Needed, Prose, options
from marketplace.web.pages import page

room = STAFF.room("privacy")


class ReasonForm(Form):
    """Words that the person reads."""

    reason = Prose(_l("Lo que lee la persona"), [Needed(), Length(max=2000)], render_kw={"rows": 4})


class RequestAnswerForm(ReasonForm):
    """Granted or not, and why."""

    granted = Choose(_l("Respuesta"))


@room.get("/privacidad")
@requires(StaffMay.PRIVACY)
def queue(work: Work) -> str:
    """What people ask for, by deadline."""
    return page(
        "platform/privacy/staff/requests.html",
        rows=requests.queue(work),
        now=work.now,
        right_label=right_label,
        request_state=request_state,
    )


@room.get("/privacidad/<code>")
@requires(StaffMay.PRIVACY)
def show(work: Work, code: str) -> object:
    """One request."""
    return _case(work, requests.get_request(work, code))


@room.post("/privacidad/<code>/contestar")
@requires(requests.answer)
def answer(work: Work, code: str) -> object:
    """Grant or decline."""
    form = _answer_form()
    reason, granted = form.reason.data or "", form.granted.data == "yes"
    return _do(work, code, form, lambda: requests.answer(work, code, granted=granted, reason=reason))


@room.post("/privacidad/<code>/cumplir")
@requires(requests.carry_out)
def carry_out(work: Work, code: str) -> object:
    """Say that it is done, and what was."""
    form = ReasonForm()
    return _do(work, code, form, lambda: requests.carry_out(work, code, said=form.reason.data or ""))


@room.post("/privacidad/<code>/ampliar")
@requires(requests.extend)
def extend(work: Work, code: str) -> object:
    """Take longer, once."""
    form = ReasonForm(prefix=_EXTENSION)
    return _do(work, code, form, lambda: requests.extend(work, code, reason=form.reason.data or ""))


_EXTENSION = "extend"


def _answer_form() -> RequestAnswerForm:
    form = RequestAnswerForm()
    form.granted.choices = options([("yes", _("Se acepta")), ("no", _("No procede"))])
    return form


def _do(work: Work, code: str, form: ReasonForm, do: Callable[[], None]) -> object:
    """Do something about a request with the words of a form; a refusal is shown on it."""
    asked = requests.get_request(work, code)
    if form.validate_on_submit():
        try:
            with work.attempt():
                do()
            flash(_("Guardado. Le escribimos a la persona."), "success")
            return redirect(url_for(".show", code=code))
        except Refusal as refusal:
            form.show(refusal)
    return _case(work, asked, form), 422


def _case(work: Work, asked: ArcoRequest, sent: ReasonForm | None = None) -> str:
    """The page of a request: the form of its step, the one to take longer, and what was typed into either."""
    extends = sent is not None and sent._prefix != ""
    main = _answer_form() if asked.state == RequestState.WAITING else ReasonForm()
    if sent is not None and not extends:
        main.form_errors = sent.form_errors  # of a step that is over
        main = sent if isinstance(sent, type(main)) else main
    return page(
        "platform/privacy/staff/request.html",
        asked=asked,
        form=main,
        extension=sent if extends else ReasonForm(formdata=None, prefix=_EXTENSION),
        now=work.now,
        right_label=right_label,
        request_state=request_state,
    )
