"""A person's own page about their data: what they agreed to, their copies, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField

from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.platform.privacy import consents, erasure, exports, requests, rules
from marketplace.platform.privacy.kept import tables_of_people
from marketplace.platform.privacy.web import words
from marketplace.web.access import signed_in, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.forms import Form
from marketplace.web.hosts import settings
from marketplace.web.pages import page
from marketplace.web.private_files import private_link
from marketplace.web.words import say

room = BUYER.room("privacy", "own")


@room.get("/cuenta/datos")
@signed_in_above("own account")
def data(work: Work) -> str:
    """What a person agreed to, their copies, their requests, and the way out."""
    agreed = consents.consents_of(work, current_user.account_id)
    return page(
        "platform/privacy/buyer/data.html",
        agreed=[one for one in agreed if one.purpose not in rules.VOLUNTARY or one.withdrawn_at],
        voluntary=[
            (purpose, any(one.purpose == purpose and one.withdrawn_at is None for one in agreed))
            for purpose in rules.VOLUNTARY
        ],
        purpose_label=words.purpose_label,
        exports=exports.exports_of(work, current_user.account_id),
        leaving=erasure.open_erasure(work, current_user.account_id),
        requests=requests.requests_of(work, current_user.account_id),
        right_label=words.right_label,
        request_state=words.request_state,
    )


@room.post("/cuenta/datos/consentimiento")
@signed_in
def switch(work: Work) -> object:
    """Agree to something voluntary, or take it back."""
    purpose, on = request.form.get("purpose", ""), request.form.get("on") == "1"
    return _tell(work, lambda: consents.switch(work, current_user.account_id, purpose, on=on), _("Guardado."))


def _tell(work: Work, do: Callable[[], object], said: str) -> object:
    try:
        with work.attempt():
            do()
        flash(said, "success")
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".data"))


class EraseForm(Form):
    """Being sure."""

    sure = BooleanField(_l("Entiendo que después de bloquearla no se puede recuperar"))


@room.route("/cuenta/datos/borrar", methods=["GET", "POST"])
@signed_in_above("own account", fresh=True)
def leave(work: Work) -> object:
    """What erasing means, what must be finished first, and asking for it."""
    form = EraseForm()
    if form.is_submitted() and not form.sure.data:
        form.sure.errors = [_("Marca la casilla para seguir.")]
    elif form.validate_on_submit():
        try:
            with work.attempt():
                days = timedelta(days=settings().erasure_blocked_days)
                erasure.ask_erasure(work, current_user.account_id, blocked_for=days)
            flash(_("Lo anotamos. Tienes catorce días para cancelarlo."), "success")
            return redirect(url_for(".data"))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "platform/privacy/buyer/leave.html",
        form=form,
        needed=erasure.needed_by(work, current_user.account_id),
        leaving=erasure.open_erasure(work, current_user.account_id),
        what_stays=list(
            dict.fromkeys(words.WHYS[c.why] for t in tables_of_people().values() for c in t.cells.values() if c.why)
        ),
        blocked_days=settings().erasure_blocked_days,
    ), 422 if form.is_submitted() else 200


@room.post("/cuenta/datos/borrar/cancelar")
@signed_in_above("own account")
def stay(work: Work) -> object:
    """Stay after all."""
    return _tell(
        work, lambda: erasure.cancel_erasure(work, current_user.account_id), _("Tu cuenta se queda como estaba.")
    )


@room.post("/cuenta/datos/copia")
@signed_in_above("own account", fresh=True)
def export(work: Work) -> object:
    """Ask for a copy."""
    said = _("La estamos preparando. Te escribimos cuando esté lista.")
    return _tell(work, lambda: exports.ask_export(work, current_user.account_id), said)


@room.post("/cuenta/datos/copia/<uuid:export_id>")
@signed_in_above("own account", fresh=True)
def download(work: Work, export_id: UUID) -> object:
    """Fetch a copy."""
    try:
        return redirect(private_link(exports.open_export(work, current_user.account_id, export_id)), 303)
    except Refusal as refusal:
        flash(say(refusal), "danger")
        return redirect(url_for(".data"))
