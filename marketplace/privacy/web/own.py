"""A person's own page about their data: what they agreed to, their copies, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.privacy import consents, exports, rules
from marketplace.privacy.web import words
from marketplace.web.access import signed_in, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.private_files import private_link
from marketplace.web.words import say

room = BUYER.room("privacy", "own")


@room.get("/cuenta/datos")
@signed_in
def data(work: Work) -> str:
    """What a person agreed to, their copies, their requests, and the way out."""
    agreed = consents.consents_of(work, current_user.account_id)
    return page(
        "privacy/buyer/data.html",
        agreed=agreed,
        voluntary=[
            (purpose, any(one.purpose == purpose and one.withdrawn_at is None for one in agreed))
            for purpose in rules.VOLUNTARY
        ],
        purpose_label=words.purpose_label,
        exports=exports.exports_of(work, current_user.account_id),
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
