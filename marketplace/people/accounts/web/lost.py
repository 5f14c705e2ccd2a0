"""When the second factor is lost: asking for the letter, and objecting from a session."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, lost
from marketplace.people.accounts.waiting import stop_waiting
from marketplace.people.accounts.web.entry import pending, start_again
from marketplace.web.access import anyone_above, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.browsers import visitor
from marketplace.web.forms import Form
from marketplace.web.pages import page

room = BUYER.room("accounts", "lost")


@room.route("/entrar/segundo-paso/perdido", methods=["GET", "POST"])
@anyone_above("sign-in")
def ask(work: Work) -> object:
    """After the password: what happens when the second factor is lost, and the letter that begins it."""
    form = Form()
    try:
        step, _next = pending()
        factors.account_at_second_step(work, step)
        if form.validate_on_submit():
            lost.ask_lost_link(work, step, visitor=visitor())
            return page("people/accounts/buyer/lost_sent.html")
    except errors.SecondStepOver as refusal:
        return start_again(refusal)
    except errors.TooManyAttempts as refusal:
        form.show(refusal)
    return page("people/accounts/buyer/lost_factor.html", form=form), 422 if request.method == "POST" else 200


@room.post("/cuenta/segundo-paso/conservar")
@signed_in_above("own account")
def keep(work: Work) -> object:
    """Object: the factor stays."""
    if stop_waiting(work, current_user.account_id, why="owner"):
        flash(
            _("Tu segundo paso se queda. Si no fuiste tú quien lo pidió, cambia tu contraseña: alguien la sabe."),
            "success",
        )
    return redirect(url_for("accounts_security_buyer.security"))
