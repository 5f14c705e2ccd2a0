"""What keeps an account safe: its page, sessions, password, and e-mail address."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, queries, service, tokens
from marketplace.people.accounts.web.forms import ChangePasswordForm, EmailForm
from marketplace.web.access import signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.browsers import visitor
from marketplace.web.pages import page
from marketplace.web.security import safe_next
from marketplace.web.words import say

room = BUYER.room("accounts", "security")


@room.get("/cuenta/seguridad")
@signed_in_above("own account")
def security(work: Work) -> object:
    """Password, address, second factor, and where one is signed in."""
    return page(
        "people/accounts/buyer/security.html",
        factors=queries.factors_of(work, current_user.account_id),
        browsers=queries.browsers_of(work, current_user.account_id, current_user.token),
    )


@room.post("/cuenta/sesiones/<uuid:session_id>/cerrar")
@signed_in_above("own account")
def end_one(work: Work, session_id: UUID) -> object:
    """Sign one of the person's browsers out."""
    service.end_one_session(work, current_user.account_id, session_id)
    flash(_("Cerramos esa sesión."), "success")
    return redirect(url_for(".security"))


@room.post("/cuenta/cerrar-otras")
@signed_in_above("own account")
def end_others(work: Work) -> object:
    """Sign the person's other browsers out."""
    service.end_other_sessions(work, current_user.account_id, but=current_user.token)
    flash(_("Cerramos tus otras sesiones."), "success")
    return redirect(url_for(".security"))


@room.route("/cuenta/contrasena", methods=["GET", "POST"])
@signed_in_above("own account", fresh=True)
def password(work: Work) -> object:
    """Change the password, knowing the old one."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            if service.change_password(
                work,
                current_user.account_id,
                old=form.old.data,
                new=form.password.data,
                visitor=visitor(),
                keep=current_user.token,
            ):
                flash(_("Cambiaste tu contraseña. Cerramos tus otras sesiones."), "success")
                return redirect(url_for(".security"))
            form.show(errors.WrongPassword(), field="old")
        except (errors.WeakPassword, errors.TooManyAttempts) as refusal:
            form.show(refusal)
    return page("people/accounts/buyer/password.html", form=form), 422 if form.is_submitted() else 200


@room.route("/cuenta/correo", methods=["GET", "POST"])
@signed_in_above("own account", fresh=True)
def email(work: Work) -> object:
    """Change the e-mail address: the new one confirms, the old one can undo."""
    form = EmailForm()
    if form.validate_on_submit():
        try:
            tokens.ask_email_change(work, current_user.account_id, form.email.data, visitor=visitor())
            said = _("Te escribimos a %(email)s. Tu correo cambia cuando abras ese enlace.", email=form.email.data)
            flash(said, "success")
            return redirect(url_for(".security"))
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
    return page("people/accounts/buyer/email.html", form=form), 422 if form.is_submitted() else 200


@room.route("/cuenta/correo/confirmar", methods=["GET", "POST"])
@signed_in_above("own account")
def verify_email(work: Work) -> object:
    """Why an address must be verified, and the letter once more."""
    if current_user.verified:
        return redirect(safe_next(request.args.get("next"), url_for(".security")))
    if request.method == "POST":
        try:
            tokens.ask_verification(work, current_user.account_id, visitor=visitor())
            flash(_("Te mandamos otro correo. El enlace anterior ya no sirve."), "success")
        except errors.TooManyAttempts as refusal:
            flash(say(refusal), "warning")
        return redirect(url_for(".verify_email", next=request.args.get("next")))
    return page("people/accounts/buyer/verify_email.html")
