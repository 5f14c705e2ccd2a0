"""Signing in, up and out; the account's page; language; and the postal code one shops for."""

from __future__ import annotations

from flask import flash, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, queries, service
from marketplace.people.accounts.models import Account
from marketplace.people.accounts.places import check_code
from marketplace.people.accounts.web.browser import Greeters, enter, home_of, passkeys_work_here
from marketplace.people.accounts.web.forms import PlaceForm, SignInForm, SignUpForm
from marketplace.web.access import anyone, anyone_above, signed_in_above
from marketplace.web.audiences import BUYER, buyer_id
from marketplace.web.browsers import visitor
from marketplace.web.languages import keep_language
from marketplace.web.pages import ShipTo, keep_place, page
from marketplace.web.security import safe_next
from tenants import resolve

room = BUYER.room("accounts")


@room.route("/entrar", methods=["GET", "POST"])
@anyone_above("sign-in")
def sign_in(work: Work) -> object:
    """Sign in with e-mail and password; who has a second factor is asked for it next."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    if form.validate_on_submit():
        try:
            entry = factors.enter_with_password(
                work, email=form.email.data, password=form.password.data, visitor=visitor()
            )
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
            return _sign_in_page(form, 422)
        if entry is None:
            form.show(errors.WrongCredentials())
            return _sign_in_page(form, 422)
        if entry.second_step is not None:
            session["second_step"] = [entry.second_step, form.next.data or ""]
            return redirect(url_for("accounts_entry_buyer.second_step"))
        enter(work, entry.account)
        return redirect(safe_next(form.next.data, home_of(work, entry.account)))
    return _sign_in_page(form, 422 if form.is_submitted() else 200)


def _sign_in_page(form: SignInForm, status: int) -> object:
    return page("people/accounts/buyer/sign_in.html", form=form, passkeys=passkeys_work_here()), status


@room.route("/crear-cuenta", methods=["GET", "POST"])
@anyone_above("sign-up")
def sign_up(work: Work) -> object:
    """Open an account. The answer is the same when there is one already; the owner then hears of it by letter."""
    form = SignUpForm(data={"next": request.args.get("next", ""), **_as_guest(work)})
    if form.is_submitted() and _is_whole(form):
        try:
            account_id = service.sign_up(
                work,
                email=form.email.data,
                name=form.name.data,
                password=form.password.data,
                locale=str(session.get("locale", "es_MX")),
                visitor=visitor(),
            )
        except (errors.WeakPassword, errors.TooManyAttempts) as refusal:
            form.show(refusal)
            return page("people/accounts/buyer/sign_up.html", form=form), 422
        # The browser that signed up is let in when the letter's link is opened in it.
        session["signed_up"] = [str(account_id), form.next.data or ""]
        session.permanent = True
        return page("people/accounts/buyer/sign_up_sent.html", email=form.email.data, next=form.next.data)
    return page("people/accounts/buyer/sign_up.html", form=form), 422 if form.is_submitted() else 200


def _is_whole(form: SignUpForm) -> bool:
    """Whether everything can be taken as it is; a password that is easily guessed is said beside all else."""
    is_whole = form.validate()
    if form.password.data and not form.password.errors:
        try:
            service.check_strong(form.password.data, email=form.email.data or "", name=form.name.data or "")
        except errors.WeakPassword as refusal:
            form.show(refusal)
            return False
    return is_whole


def _as_guest(work: Work) -> dict[str, str]:
    """Who just bought without an account need not type name and address again."""
    guest_id = None if current_user.is_authenticated else buyer_id()
    guest = work.session.get(Account, guest_id) if guest_id else None
    return {"name": guest.name, "email": guest.email} if guest else {}


@room.post("/salir")
@anyone_above("sign-out")
def sign_out(work: Work) -> object:
    """Sign this browser out. The cart stays with the account; nothing that a guest opened here opens any more."""
    if current_user.is_authenticated:
        service.end_session(work, current_user.token)
    logout_user()
    for key in ("compare", "seen"):  # what is compared and was seen is kept in the account
        session.pop(key, None)
    for farewell in site().part(Greeters).farewells:
        farewell(work)
    flash(_("Cerraste tu sesión."), "success")
    return redirect("/")


@room.get("/cuenta")
@signed_in_above("own account")
def account(work: Work) -> object:
    """The person's own page: their purchases, their shops, and the way to what keeps the account safe."""
    return page(
        "people/accounts/buyer/account.html",
        factors=queries.factors_of(work, current_user.account_id),
        seats=resolve.seats_of(work.session, account_id=current_user.account_id),
    )


@room.post("/idioma")
@anyone_above("own language")
def language(work: Work) -> object:
    """Choose Spanish or English."""
    locale = keep_language(request.form.get("locale", ""))
    if current_user.is_authenticated:
        service.choose_language(work, current_user.account_id, locale)
    return redirect(safe_next(request.form.get("next"), "/"))


@room.route("/envio-a", methods=["GET", "POST"])
@anyone
def choose_place(work: Work) -> object:
    """Say once where things are sent to; prices then include the way there."""
    form = PlaceForm(data={"next": request.args.get("next", "/")})
    if form.validate_on_submit():
        try:
            locality = queries.get_locality(work, form.postal_code.data)
            check_code(locality.code, locality.settlements, sure=form.sure.data)
            label = f"{locality.code} · {locality.label}"
            keep_place(ShipTo(locality.code, label, locality.state_code, locality.border))
            return redirect(safe_next(form.next.data, "/"))
        except errors.NoSettlements as refusal:
            form.ask(refusal)
        except errors.UnknownPostalCode as refusal:
            form.show(refusal)
    return page("people/accounts/buyer/place.html", form=form), 422 if form.is_submitted() else 200


@room.get("/codigo-postal/<code>")
@anyone
def postal_code(work: Work, code: str) -> object:
    """Tell where a postal code is, for forms that fill themselves in."""
    locality = queries.get_locality(work, code)
    answer = jsonify(
        code=locality.code,
        state=locality.state,
        municipality=locality.municipality,
        city=locality.city,
        settlements=locality.settlements,
    )
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
