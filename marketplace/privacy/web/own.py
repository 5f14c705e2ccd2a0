"""A person's own page about their data: what they agreed to, their copies, and leaving."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.privacy import consents, errors, rules
from marketplace.privacy.web import words
from marketplace.web.access import signed_in
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
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
    )


@room.post("/cuenta/datos/consentimiento")
@signed_in
def switch(work: Work) -> object:
    """Agree to something voluntary, or take it back."""
    try:
        consents.switch(
            work, current_user.account_id, request.form.get("purpose", ""), on=request.form.get("on") == "1"
        )
        flash(_("Guardado."), "success")
    except errors.NotVoluntary as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".data"))
