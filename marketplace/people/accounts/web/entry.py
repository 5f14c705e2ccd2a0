"""Ways in besides the password: the second step, passkeys, showing again who one is, and the links of letters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, after_this_request, flash, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from marketplace.kernel.errors import Refusal
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, lost, passkeys, queries, service, tokens
from marketplace.people.accounts.models import Account
from marketplace.people.accounts.queries import Link
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.people.accounts.web.browser import enter, go_on, home_of, passkeys_work_here, relying_party
from marketplace.people.accounts.web.forms import CodeForm, EmailForm, NewPasswordForm, PasskeyForm, ProveForm
from marketplace.web.access import anyone_above, signed_in_above
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.browsers import remember, visitor
from marketplace.web.forms import Form, secret_fields
from marketplace.web.pages import page
from marketplace.web.security import safe_next
from marketplace.web.words import say

room = BUYER.room("accounts", "entry")
DEMO_PEOPLE = "@demo.tianguis.example"


def pending() -> tuple[str, str]:
    """The secret of this browser's second step, and where it leads; raises SecondStepOver."""
    pending = session.get("second_step")
    if not pending:
        raise errors.SecondStepOver
    return pending[0], pending[1]


def challenge() -> str:
    """What this browser was asked to sign, once."""
    return str(session.pop("challenge", ""))


@room.route("/entrar/segundo-paso", methods=["GET", "POST"])
@anyone_above("sign-in")
def second_step(work: Work) -> object:
    """After the password: a code or a passkey."""
    form = CodeForm()
    try:
        secret, _next = pending()
        account = factors.account_at_second_step(work, secret)
        if form.validate_on_submit():
            passed = factors.pass_second_step(work, secret, form.code.data, visitor=visitor())
            if passed is not None:
                return _come_in(work, passed)
            form.show(errors.WrongCode())
    except errors.SecondStepOver as refusal:
        return start_again(refusal)
    except errors.TooManyAttempts as refusal:
        form.show(refusal)
    return _second_step_page(work, account, form), 422 if form.is_submitted() else 200


def _second_step_page(work: Work, account: Account, form: CodeForm) -> str:
    return page(
        "people/accounts/buyer/second_step.html",
        form=form,
        name=account.name,
        factors=queries.factors_of(work, account.account_id),
        passkeys=passkeys_work_here(),
        demo_code=_demo_code(work, account),
    )


def _demo_code(work: Work, account: Account) -> str:
    """The code of one of the demo market's people, whose telephone nobody has. Never where real people are served."""
    if site().settings.is_production or not account.email.endswith(DEMO_PEOPLE):
        return ""
    return queries.next_app_code(work, account.account_id)


def _come_in(work: Work, account: Account) -> object:
    target = session.get("second_step", ["", ""])[1]
    enter(work, account)
    return redirect(safe_next(target, home_of(work, account)))


def start_again(refusal: Refusal) -> object:
    """Ask for the password once more, and say why."""
    session.pop("second_step", None)
    flash(say(refusal), "warning")
    return redirect(url_for("accounts_buyer.sign_in"))


@room.post("/entrar/segundo-paso/llave")
@anyone_above("sign-in")
def second_step_by_key(work: Work) -> object:
    """After the password: what a passkey signed."""
    try:
        secret, _next = pending()
        passed = passkeys.pass_second_step(
            work,
            secret,
            request.form.get("credential", ""),
            challenge=challenge(),
            party=relying_party(),
            visitor=visitor(),
        )
    except (errors.SecondStepOver, errors.TooManyAttempts) as refusal:
        return start_again(refusal)
    if passed is not None:
        return _come_in(work, passed)
    flash(say(errors.WrongPasskey()), "danger")
    return redirect(url_for(".second_step"))


@room.post("/entrar/llave")
@anyone_above("sign-in")
def enter_by_key(work: Work) -> object:
    """Sign in with a passkey alone."""
    try:
        account = passkeys.enter_with_passkey(
            work, request.form.get("credential", ""), challenge=challenge(), party=relying_party(), visitor=visitor()
        )
    except errors.TooManyAttempts as refusal:
        return start_again(refusal)
    if account is None:
        return start_again(errors.WrongPasskey())
    enter(work, account)
    return redirect(safe_next(request.form.get("next"), home_of(work, account)))


@room.post("/entrar/llave/opciones")
@anyone_above("sign-in")
def key_options(work: Work) -> object:
    """What the browser's script needs to ask for a signature: of one person's keys, or of any."""
    whose: UUID | None = None
    if request.form.get("for") == "second_step":
        whose = factors.account_at_second_step(work, pending()[0]).account_id
    elif request.form.get("for") == "prove" and current_user.is_authenticated:
        whose = current_user.account_id
    options = passkeys.ask_proof(work, relying_party(), account_id=whose)
    session["challenge"] = options["challenge"]
    return jsonify(options)


_PROOF = "proof-"  # what a form that asks for a proof calls its own boxes, beside those that it carries along
_CARRIES = f"{_PROOF}carries"


@room.route("/confirmar", methods=["GET", "POST"])
@signed_in_above("own account")
def prove(work: Work) -> object:
    """Show again who one is, before something that matters; then go back to it.

    A form that was sent there comes here first (307, see `error_pages`): the page carries its fields, and they are sent
    on together with the proof, so that nothing has to be written twice. Secrets are carried by no page.
    """
    forms: dict[str, Form] = {"password": ProveForm(prefix=_PROOF), "code": CodeForm(prefix=_PROOF)}
    if not _is_proof():
        return _prove_page(work, forms)
    kind = "code" if f"{_PROOF}code" in request.form else "password"
    try:
        token, wrong = _prove(work, forms, kind)
        if token is not None:
            go_on(work, token)
            return _proved()
        if wrong is not None:
            forms[kind].show(wrong)
    except errors.TooManyAttempts as refusal:
        forms[kind].show(refusal)
    return _prove_page(work, forms), 422


def _is_proof() -> bool:
    return any(f"{_PROOF}{name}" in request.form for name in ("password", "code", "credential"))


def _prove(work: Work, forms: dict[str, Form], kind: str) -> tuple[Any, Refusal | None]:
    """Try the proof that came; gives the session's new secret, or what is wrong with it besides the shape."""
    who = current_user.account_id, current_user.token
    if f"{_PROOF}credential" in request.form:
        given = PasskeyForm(prefix=_PROOF).credential.data or ""
        token = passkeys.prove_again(work, *who, given, challenge=challenge(), party=relying_party(), visitor=visitor())
        return token, errors.WrongPasskey()
    if not forms[kind].validate():
        return None, None
    token = factors.prove_again(work, *who, forms[kind][kind].data, by_code=kind == "code", visitor=visitor())
    return token, errors.WrongCode() if kind == "code" else errors.WrongPassword()


def _proved() -> object:
    target = safe_next(request.args.get("next"), "")
    if _CARRIES not in request.form or not target:
        return redirect(target or "/cuenta")
    if secret_fields() & set(request.form.get(_CARRIES, "").split()):
        flash(_("Por seguridad no guardamos contraseñas entre páginas: vuelve a escribirla."), "warning")
    return redirect(target, 307)


def _prove_page(work: Work, forms: dict[str, Form]) -> str:
    return page(
        "people/accounts/buyer/prove.html",
        forms=forms,
        factors=queries.factors_of(work, current_user.account_id),
        passkeys=passkeys_work_here(),
        carried=_carried(),
    )


def _carried() -> list[tuple[str, str]]:
    """What the form that was sent carries, and the names of all that it had; nothing where none was sent."""
    if request.method != "POST" or (_is_proof() and _CARRIES not in request.form):
        return []
    secret = secret_fields()
    names = [name for name in request.form if name != "csrf_token" and not name.startswith(_PROOF)]
    fields = [(name, value) for name in names if name not in secret for value in request.form.getlist(name)]
    return [*fields, (_CARRIES, request.form.get(_CARRIES) or " ".join([*names, "."]))]


@room.route("/olvide-mi-contrasena", methods=["GET", "POST"])
@anyone_above("sign-in")
def forgot(work: Work) -> object:
    """Ask for a link to set a new password. Whether there is an account is told to its mailbox only."""
    form = EmailForm()
    if form.validate_on_submit():
        try:
            tokens.ask_reset(work, form.email.data, visitor=visitor())
            return page("people/accounts/buyer/forgot_sent.html", email=form.email.data)
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
    return page("people/accounts/buyer/forgot.html", form=form), 422 if form.is_submitted() else 200


@room.route("/enlace/<secret>", methods=["GET", "POST"])
@anyone_above("account link")
def link(work: Work, secret: str) -> object:
    """What the link of a letter leads to: a page with a button. Only the button does it."""
    _tell_nobody()
    found = queries.get_link(work, secret)
    if found.purpose is TokenPurpose.RESET_PASSWORD:
        return _reset(work, secret, found)
    if found.purpose is TokenPurpose.LOST_FACTOR:
        return _lose(work, secret, found)
    if found.purpose in (TokenPurpose.VERIFY_EMAIL, TokenPurpose.CHANGE_EMAIL):
        return _confirm(work, secret, found)
    if request.method == "GET":
        return page("people/accounts/buyer/link.html", link=found, known=True, form=None)
    if found.purpose is TokenPurpose.KEEP_FACTOR:
        return _keep(work, secret)
    tokens.follow_link(work, secret)
    logout_user()
    flash(_("Tu correo volvió a ser %(email)s. Te escribimos ahí para que elijas otra contraseña.", email=found.email))
    return redirect(url_for("accounts_buyer.sign_in"))


def _confirm(work: Work, secret: str, found: Link) -> object:
    """Confirm an address. Any browser but the one that signed up, or is signed in, is asked for the password."""
    form = ProveForm()
    known = str(found.account_id) in (str(person_id()), session.get("signed_up", [""])[0])
    if form.is_submitted() and (known or form.validate()):
        try:
            token = service.confirm_address(
                work, secret, known=known, password=form.password.data or "", visitor=visitor()
            )
            if token is not None and found.purpose is TokenPurpose.VERIFY_EMAIL:
                return _verified(work, token.account_id)
            if token is not None:
                flash(_("Tu correo ahora es %(email)s.", email=found.email), "success")
                return redirect(url_for("accounts_security_buyer.security"))
            form.show(errors.WrongPassword())
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
    status = 422 if form.is_submitted() else 200
    return page("people/accounts/buyer/link.html", link=found, known=known, form=form), status


def _tell_nobody() -> None:
    """Keep the secret in the address out of other sites' logs and of caches."""

    @after_this_request
    def _headers(response: Response) -> Response:
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response


def _reset(work: Work, secret: str, found: Link) -> object:
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                account_id = service.reset_password(work, secret, form.password.data)
        except errors.WeakPassword as refusal:
            form.show(refusal)
        else:
            remember(account_id)
            flash(_("Tu contraseña nueva ya funciona. Cerramos todas tus sesiones; entra con ella."), "success")
            return redirect(url_for("accounts_buyer.sign_in"))
    return page("people/accounts/buyer/reset.html", form=form, link=found), 422 if form.is_submitted() else 200


def _lose(work: Work, secret: str, found: Link) -> object:
    """Begin the time to object. Who has not given the password in this browser just now is asked for it."""
    form = ProveForm()
    step = session.get("second_step", [""])[0]
    known = lost.is_step_of(work, step, found.account_id)
    if form.is_submitted() and (known or form.validate()):
        try:
            waiting = lost.begin_waiting(work, secret, step=step, password=form.password.data or "", visitor=visitor())
            if waiting is not None:
                return page("people/accounts/buyer/lost_waiting.html", lost=waiting)
            form.show(errors.WrongPassword())
        except errors.TooManyAttempts as refusal:
            form.show(refusal)
    status = 422 if form.is_submitted() else 200
    return page("people/accounts/buyer/lost_link.html", form=form, link=found, known=known), status


def _keep(work: Work, secret: str) -> object:
    if lost.keep_by_link(work, secret):
        flash(
            _("El segundo paso se queda. Si no lo pediste tú, elige otra contraseña: alguien sabe la tuya."), "success"
        )
        return redirect(url_for(".forgot"))
    flash(_("Ya no hay nada que cancelar."))
    return redirect(url_for("accounts_buyer.sign_in"))


def _verified(work: Work, account_id: UUID) -> object:
    """The address is theirs. The browser that signed up is let in; any other is asked to sign in."""
    who, target = session.pop("signed_up", ["", ""])
    if current_user.is_authenticated:
        onward = safe_next(target, "/cuenta")
    elif who == str(account_id):
        enter(work, work.session.get_one(Account, account_id))
        onward = safe_next(target, "/")
    else:
        onward = url_for("accounts_buyer.sign_in")
    flash(_("Tu correo quedó confirmado."), "success")  # last: entering begins a new session
    return redirect(onward)
