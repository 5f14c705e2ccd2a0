"""Setting up and taking away the second factor: authenticator app, passkeys, codes on paper."""

from __future__ import annotations

from uuid import UUID

import pyotp
import segno
from flask import flash, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, passkeys, queries
from marketplace.people.accounts.web.browser import passkeys_work_here, relying_party
from marketplace.people.accounts.web.entry import challenge
from marketplace.people.accounts.web.forms import FirstCodeForm, NewPasskeyForm
from marketplace.web.access import signed_in_above
from marketplace.web.audiences import BUYER, VerifyEmailFirst
from marketplace.web.browsers import visitor
from marketplace.web.pages import page
from marketplace.web.security import safe_next

room = BUYER.room("accounts", "factors")


@room.get("/cuenta/segundo-paso")
@signed_in_above("own account", fresh=True)
def second_factor(work: Work) -> object:
    """Why a second factor, and which ones there are to choose from; for who can be reached, if it is lost."""
    if not current_user.verified:
        raise VerifyEmailFirst
    return _page(work, NewPasskeyForm())


def _page(work: Work, form: NewPasskeyForm) -> str:
    return page(
        "people/accounts/buyer/second_factor.html",
        factors=queries.factors_of(work, current_user.account_id),
        form=form,
        passkeys=passkeys_work_here(),
        party=relying_party(),
    )


def _show_codes(codes: list[str]) -> object:
    """Show codes on paper once, or go on when the person has some already."""
    target = safe_next(request.args.get("next"), url_for("accounts_security_buyer.security"))
    if not codes:
        flash(_("Listo: ya puedes usarlo al entrar."), "success")
        return redirect(target)
    return page("people/accounts/buyer/recovery_codes.html", codes=codes, target=target)


@room.post("/cuenta/segundo-paso/app")
@signed_in_above("own account", fresh=True)
def begin_app(work: Work) -> object:
    """Begin to set up an authenticator app."""
    factors.begin_code_app(work, current_user.account_id)
    return redirect(url_for(".confirm_app", next=request.args.get("next")))


@room.route("/cuenta/segundo-paso/app/confirmar", methods=["GET", "POST"])
@signed_in_above("own account", fresh=True)
def confirm_app(work: Work) -> object:
    """Scan the picture, type the first code."""
    form = FirstCodeForm()
    if form.validate_on_submit():
        try:
            codes = factors.confirm_code_app(
                work, current_user.account_id, form.code.data, visitor=visitor(), keep=current_user.token
            )
            if codes is not None:
                return _show_codes(codes)
            form.show(errors.WrongCode())
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
    secret = queries.app_secret(work, current_user.account_id)
    address = pyotp.TOTP(secret).provisioning_uri(name=current_user.email, issuer_name="Tianguis")
    picture = segno.make(address, micro=False).svg_data_uri(scale=5, border=3)
    status = 422 if form.is_submitted() else 200
    return page("people/accounts/buyer/code_app.html", form=form, picture=picture, secret=secret), status


@room.post("/cuenta/segundo-paso/app/quitar")
@signed_in_above("own account", fresh=True)
def remove_app(work: Work) -> object:
    """Take the authenticator app away."""
    factors.remove_code_app(work, current_user.account_id)
    flash(_("Quitamos tu app de códigos. Te escribimos para que quede constancia."), "success")
    return redirect(url_for("accounts_security_buyer.security"))


@room.post("/cuenta/llaves/opciones")
@signed_in_above("own account", fresh=True)
def key_options(work: Work) -> object:
    """What the browser's script needs to make a passkey."""
    options = passkeys.ask_registration(work, current_user.account_id, relying_party())
    session["challenge"] = options["challenge"]
    return jsonify(options)


@room.post("/cuenta/llaves")
@signed_in_above("own account", fresh=True)
def add_key(work: Work) -> object:
    """Keep a new passkey."""
    form = NewPasskeyForm()
    if form.validate_on_submit():
        try:
            codes = passkeys.register_passkey(
                work,
                current_user.account_id,
                form.credential.data or "",
                challenge=challenge(),
                name=form.name.data,
                party=relying_party(),
                keep=current_user.token,
            )
            return _show_codes(codes)
        except (errors.WrongPasskey, errors.FactorThere) as refusal:
            form.show(refusal)
    return _page(work, form), 422


@room.post("/cuenta/llaves/<uuid:key_id>/quitar")
@signed_in_above("own account", fresh=True)
def remove_key(work: Work, key_id: UUID) -> object:
    """Take a passkey away."""
    passkeys.remove_passkey(work, current_user.account_id, key_id)
    flash(_("Quitamos esa llave. Te escribimos para que quede constancia."), "success")
    return redirect(url_for("accounts_security_buyer.security"))


@room.post("/cuenta/codigos")
@signed_in_above("own account", fresh=True)
def new_codes(work: Work) -> object:
    """Make new codes on paper."""
    return _show_codes(factors.make_recovery_codes(work, current_user.account_id))
