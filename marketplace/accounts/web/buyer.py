"""Signing up, in and out; the account's page; language; and the postal code one shops for."""

from __future__ import annotations

from flask import flash, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from marketplace.accounts import errors, queries, service
from marketplace.accounts.queries import Person
from marketplace.accounts.web.forms import PlaceForm, SignInForm, SignUpForm
from marketplace.kernel.work import Work
from marketplace.web.access import anyone, anyone_above, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import Place, keep_place, page
from marketplace.web.security import safe_next
from tenants import resolve

room = BUYER.room("accounts")


def _enter(work: Work, account_id: object, *, name: str, email: str, locale: str, staff_role: str | None) -> None:
    """Sign this browser in, under a new secret, keeping its cart and place."""
    kept = {key: session[key] for key in ("cart", "place", "compare") if key in session}
    session.clear()
    session.update(kept)
    token = service.start_session(work, account_id, browser=request.headers.get("User-Agent", ""))  # type: ignore[arg-type]
    session["locale"] = locale
    session.permanent = True
    login_user(Person(account_id, name, email, locale, staff_role, token))  # type: ignore[arg-type]


@room.route("/entrar", methods=["GET", "POST"])
@anyone_above("sign-in")
def sign_in(work: Work) -> object:
    """Sign in with e-mail and password."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    if form.validate_on_submit():
        try:
            account = service.check_password(
                work, email=form.email.data, password=form.password.data, source=request.remote_addr or ""
            )
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
            return page("accounts/buyer/sign_in.html", form=form), 422
        if account is None:
            form.show(errors.WrongCredentials())
            return page("accounts/buyer/sign_in.html", form=form), 422
        _enter(
            work,
            account.account_id,
            name=account.name,
            email=account.email,
            locale=account.locale,
            staff_role=account.staff_role,
        )
        return redirect(safe_next(form.next.data, _home(work, account.account_id, account.staff_role)))
    return page("accounts/buyer/sign_in.html", form=form), 422 if form.is_submitted() else 200


def _home(work: Work, account_id: object, staff_role: str | None) -> str:
    """Where a person starts: staff at the console, members in their shop, buyers in the market."""
    if staff_role:
        return "/operacion/"
    seats = resolve.seats_of(work.session, account_id=account_id)  # type: ignore[arg-type]
    return f"/vender/{seats[0].slug}/" if seats else "/"


@room.route("/crear-cuenta", methods=["GET", "POST"])
@anyone_above("sign-up")
def sign_up(work: Work) -> object:
    """Open an account."""
    form = SignUpForm(data={"next": request.args.get("next", "")})
    if form.validate_on_submit():
        try:
            locale = str(session.get("locale", "es_MX"))
            account_id = service.sign_up(
                work, email=form.email.data, name=form.name.data, password=form.password.data, locale=locale
            )
        except (errors.EmailTaken, errors.WeakPassword) as refusal:
            form.show(refusal)
            return page("accounts/buyer/sign_up.html", form=form), 422
        _enter(work, account_id, name=form.name.data, email=form.email.data, locale=locale, staff_role=None)
        flash(_("Tu cuenta está lista, %(name)s.", name=form.name.data), "success")
        return redirect(safe_next(form.next.data, "/"))
    return page("accounts/buyer/sign_up.html", form=form), 422 if form.is_submitted() else 200


@room.post("/salir")
@anyone_above("sign-out")
def sign_out(work: Work) -> object:
    """Sign this browser out; its cart stays."""
    if current_user.is_authenticated:
        service.end_session(work, current_user.token)
    logout_user()
    session.pop("guest", None)
    flash(_("Cerraste tu sesión."), "success")
    return redirect("/")


@room.get("/cuenta")
@signed_in_above("own account")
def account(work: Work) -> object:
    """The person's own page: who they are, where they are signed in, their shops."""
    return page(
        "accounts/buyer/account.html",
        browsers=queries.browsers_of(work, current_user.account_id),
        seats=resolve.seats_of(work.session, account_id=current_user.account_id),
    )


@room.post("/cuenta/cerrar-otras")
@signed_in_above("own account")
def end_others(work: Work) -> object:
    """Sign the person's other browsers out."""
    service.end_other_sessions(work, current_user.account_id, but=current_user.token)
    flash(_("Cerramos tus otras sesiones."), "success")
    return redirect(url_for(".account"))


@room.post("/idioma")
@anyone_above("own language")
def language(work: Work) -> object:
    """Choose Spanish or English."""
    locale = "en" if request.form.get("locale") == "en" else "es_MX"
    session["locale"] = locale
    session.permanent = True
    if current_user.is_authenticated:
        service.choose_language(work, current_user.account_id, locale)
    return redirect(safe_next(request.form.get("next"), "/"))


@room.route("/envio-a", methods=["GET", "POST"])
@anyone
def choose_place(work: Work) -> object:
    """Say once where things are sent to; prices then include the way there."""
    form = PlaceForm(data={"next": request.args.get("next", "/")})
    if form.validate_on_submit():
        locality = queries.find_locality(work, form.postal_code.data)
        if locality is not None:
            label = f"{locality.code} · {locality.label}"
            keep_place(Place(locality.code, label, locality.state_code, locality.border))
            return redirect(safe_next(form.next.data, "/"))
        form.show(errors.UnknownPostalCode())
    return page("accounts/buyer/place.html", form=form), 422 if form.is_submitted() else 200


@room.get("/codigo-postal/<code>")
@anyone
def postal_code(work: Work, code: str) -> object:
    """Tell where a postal code is, for forms that fill themselves in."""
    locality = queries.find_locality(work, code)
    if locality is None:
        raise errors.UnknownPostalCode
    answer = jsonify(
        code=locality.code,
        state=locality.state,
        municipality=locality.municipality,
        city=locality.city,
        settlements=locality.settlements,
    )
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
