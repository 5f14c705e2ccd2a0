"""Opening a shop: the application and its documents. And the link of an invitation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Conflict, NotAllowed, Refusal
from marketplace.kernel.reading import Unreadable, bank_of, read_clabe
from marketplace.kernel.work import Work
from marketplace.people.accounts import find_domicile
from marketplace.people.market_rules import version_in_force
from marketplace.people.sellers import applications, applying, team
from marketplace.people.sellers.errors import Incomplete, InvitationOver, NotEditable
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop
from marketplace.people.sellers.preparing import steps_prepared
from marketplace.people.sellers.web.forms import ApplicationForm
from marketplace.people.sellers.web.words import bank_label, reason_label, role_help, role_label, state_label
from marketplace.web.access import anyone_above, signed_in, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.uploads import received_papers, receives_papers, refused_uploads, uploads
from marketplace.web.words import say
from tenants.models import Tenant
from tenants.roles import Role

room = BUYER.room("sellers")

# The checklist: each step with the fields and documents that it needs, in the order of the page.
_STEPS = (
    ("identity", ("legal_name", "rfc", "curp")),
    ("address", ("postal_code", "street", "phone")),
    ("account", ("clabe",)),
    ("shop", ("shop_name", "slug")),
    ("documents", ("document_tax", "document_identity")),
)

# The boxes of its documents.
_BOXES = {f"document_{kind.value}": kind for kind in applying.Document}


def _step_label(step: str) -> str:
    return {
        "identity": _("Quién vende: nombre, RFC y CURP"),
        "address": _("Domicilio fiscal y teléfono"),
        "account": _("Cuenta para recibir tu dinero"),
        "shop": _("Nombre y dirección de la tienda"),
        "documents": _("Constancia fiscal e identificación"),
        "terms": _("Cómo envías"),
        "listing": _("Tu primer producto"),
    }[step]


def _checklist(application: Application | None, kinds: list[str]) -> list[tuple[str, bool]]:
    """Each step with whether it is done, and those in the shop behind it once there is one to prepare."""
    missing = set(applying.missing(applications.draft_of(application) if application else applying.Draft(), kinds))
    steps = [(_step_label(step), missing.isdisjoint(fields)) for step, fields in _STEPS]
    if application is None or application.prepared_tenant_id is None:
        return [*steps, (_step_label("terms"), False), (_step_label("listing"), False)]
    return [*steps, *((str(step.label), done) for step, done in steps_prepared(application))]


def _page(work: Work, form: ApplicationForm | None = None) -> str:
    application = applications.latest(work, current_user.account_id)
    over = application is not None and application.state in (
        applying.ApplicationState.DECLINED,
        applying.ApplicationState.ACTIVE,
    )
    if form is not None or (over and "nueva" in request.args):
        application = None if over else application
    documents = list(applications.documents_of(work, application.id)) if application else []
    if form is None and (application is None or application.state in applying.EDITABLE):
        form = ApplicationForm(formdata=None, data=vars(applications.draft_of(application)) if application else {})
        if application and "faltan" in request.args:
            _mark_missing(form, applying.missing(applications.draft_of(application), [one.kind for one in documents]))
    rules_version = version_in_force(work)
    meaning = {}
    if form is not None:
        form.rules_version.show(rules_version)
        meaning = _meaning(work, form, application.prepared_tenant_id if application else None)
    checklist = _checklist(application, [one.kind for one in documents])
    prepared = application.prepared_tenant_id if application else None
    return page(
        "people/sellers/buyer/apply.html",
        application=application,
        form=form,
        rules_version=rules_version,
        documents={f"document_{one.kind}": one for one in documents},
        checklist=checklist,
        done=sum(done for _label, done in checklist),
        state_label=state_label,
        reason_label=reason_label,
        prepared=work.session.get(Tenant, prepared) if prepared else None,
        **meaning,
    )


def _mark_missing(form: ApplicationForm, missing: list[str]) -> None:
    """Say at each box that is empty that the application cannot be sent without it."""
    for name in missing:
        form[name].errors = [_("Hace falta para enviarla.")]


@room.get("/abre-tu-tienda")
@signed_in
def application(work: Work) -> str:
    """One's application: what is said, what is missing, and what staff decided."""
    return _page(work)


def _may_bring_documents(work: Work) -> None:
    applications.check_editable(work, account_id=current_user.account_id)


@room.post("/abre-tu-tienda")
@signed_in
@receives_papers(_BOXES, folder=applications.DOCUMENT_FOLDER, ask_first=_may_bring_documents)
def save(work: Work) -> object:
    """Save the draft with its documents, and hand it in where asked. All that is wrong is said at once, box by box."""
    form = ApplicationForm()
    try:
        applications.check_editable(work, account_id=current_user.account_id)
        if not _is_right(work, form):
            return _page(work, form), 422
        with work.attempt():
            _save(work, form)
    except NotEditable as refusal:
        flash(say(refusal), "danger")
        return redirect(url_for(".application"))
    except Refusal as refusal:  # somebody was quicker at a name
        form.show(refusal)
        return _page(work, form), 422
    return _submit(work, form.rules_version.data) if "submit_for_review" in request.form else _saved()


def _is_right(work: Work, form: ApplicationForm) -> bool:
    """Look at every box, also where another one is wrong already."""
    form.validate()
    for box, refusal in refused_uploads().items():
        form.show(refusal, field=box)
    for refusal in _wrong(work, form):
        if refusal.field and not form[refusal.field].errors:
            form.show(refusal)
    if form.errors and "submit_for_review" in request.form:
        _mark_missing(form, [name for name in _missing(work, form) if not form[name].errors])
    return not form.errors


def _wrong(work: Work, form: ApplicationForm) -> list[Refusal]:
    return applications.wrong_with(work, form.draft(), account_id=current_user.account_id)


def _missing(work: Work, form: ApplicationForm) -> list[str]:
    """What is missing to send it, with what this form brings."""
    application = applications.latest(work, current_user.account_id)
    kept = [one.kind for one in applications.documents_of(work, application.id)] if application else []
    return applying.missing(form.draft(), [*kept, *(_BOXES[box].value for box in received_papers())])


def _save(work: Work, form: ApplicationForm) -> None:
    me = current_user.account_id
    _keep(work, form.draft())
    for box, (paper, name) in received_papers().items():
        applications.add_document(work, paper, account_id=me, kind=_BOXES[box], name=name)


# Given by pressing the button alone: it says what that consents to.
_GIVEN_BY_HAND = ("curp", "clabe")


@room.post("/abre-tu-tienda/mientras")
@signed_in
def meanwhile(work: Work) -> object:
    """Keep what is right of what is typed so far, and say what it means: where it is, which bank, whether an address is free.

    For the script of the page; it answers with the parts of the page that say so.
    """
    form = ApplicationForm()
    form.validate()
    application = applications.latest(work, current_user.account_id)
    is_open = application is not None and application.state in applying.EDITABLE
    before = applications.draft_of(application) if application and is_open else applying.Draft()
    try:
        wrong = {*form.errors, *(str(one.field) for one in _wrong(work, form)), *_GIVEN_BY_HAND}
        right = {name: getattr(before, name) for name in wrong if hasattr(before, name)}
        with work.attempt():
            _keep(work, replace(form.draft(), **right))
    except Refusal as refusal:
        return say(refusal), 409
    own = application.prepared_tenant_id if application and is_open else None
    return page("people/sellers/buyer/meanwhile.html", now=work.now, **_meaning(work, form, own))


def _keep(work: Work, draft: applying.Draft) -> None:
    me = current_user
    applications.save_draft(work, draft, account_id=me.account_id, applicant=me.name, email=me.email)


def _meaning(work: Work, form: ApplicationForm, own: UUID | None) -> dict[str, Any]:
    """What stands in the boxes means: the place of the postal code, the bank of the CLABE, whether the address may be had."""
    code, slug = (str(form[name].data or "").strip() for name in ("postal_code", "slug"))
    try:
        bank = bank_label(bank_of(read_clabe(form.clabe.data))) if form.clabe.data else ""
    except Unreadable:
        bank = ""
    problem = applications.wrong_slug(work, slug.lower(), own=own)
    return {
        "domicile": find_domicile(work, code) if code else None,
        "bank": bank,
        "free": slug.lower() if slug and problem is None else "",
        "problem": say(problem) if problem else "",
    }


def _saved() -> object:
    flash(_("Guardado. Puedes seguir otro día desde aquí."), "success")
    return redirect(url_for(".application"))


def _submit(work: Work, rules_version: int) -> object:
    try:
        with work.attempt():
            applications.submit_application(work, account_id=current_user.account_id, rules_version=rules_version)
        flash(_("Enviada. Te contestamos por correo en dos días hábiles a más tardar."), "success")
    except Incomplete as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".application", faltan=1))
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".application"))


def send_document(work: Work, document: ApplicationDocument) -> Response:
    """Answer with a document, to be kept by nobody on the way. It is downloaded, never shown by our pages."""
    answer = Response(uploads().private.get(document.key), mimetype=document.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{document.kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@room.get("/abre-tu-tienda/documentos/<uuid:document_id>")
@signed_in
def document(work: Work, document_id: UUID) -> Response:
    """One's own document."""
    return send_document(work, applications.get_document(work, document_id))


@room.get("/invitacion/<token>")
@anyone_above("invitation")
def invitation(work: Work, token: str) -> object:
    """What an invitation is to, and what its reader can do with it."""
    try:
        return _invitation(work, token)
    except InvitationOver as refusal:
        return page("people/sellers/buyer/invitation.html", invited=None, problem=say(refusal)), 409


def _invitation(work: Work, token: str, status: int = 200) -> object:
    invited = team.get_invitation(work, token)
    problem = None
    if current_user.is_authenticated:
        try:
            team.check_invited(work, invited, account_id=current_user.account_id, email=current_user.email)
        except (Conflict, NotAllowed) as refusal:
            problem = say(refusal)
    role = Role(invited.role)
    return page(
        "people/sellers/buyer/invitation.html",
        invited=invited,
        shop=work.session.get_one(Shop, (invited.tenant_id, invited.tenant_id)),
        role=role_label(role),
        help=role_help(role),
        problem=problem,
        token_of=token,
    ), status


@room.post("/invitacion/<token>")
@signed_in_above("invitation")
def accept(work: Work, token: str) -> object:
    """Take the seat."""
    try:
        with work.attempt():
            tenant_id = team.accept_invitation(
                work, token, account_id=current_user.account_id, email=current_user.email, name=current_user.name
            )
    except InvitationOver as refusal:
        return page("people/sellers/buyer/invitation.html", invited=None, problem=say(refusal)), 409
    except (Conflict, NotAllowed) as refusal:
        return _invitation(work, token, 403 if isinstance(refusal, NotAllowed) else 409)
    shop = work.session.get_one(Shop, (tenant_id, tenant_id))
    flash(_("Ya eres parte de %(shop)s.", shop=shop.name), "success")
    return redirect(f"/vender/{shop.slug}/")
