"""Opening a shop: the application and its documents. And the link of an invitation."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Conflict, NotAllowed, Refusal
from marketplace.kernel.reading import bank_of
from marketplace.kernel.work import Work
from marketplace.people.market_rules import version_in_force
from marketplace.people.sellers import applications, applying, team
from marketplace.people.sellers.errors import Incomplete, InvitationOver, NotEditable
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop
from marketplace.people.sellers.web.forms import ApplicationForm
from marketplace.people.sellers.web.words import bank_label, reason_label, role_help, role_label, state_label
from marketplace.web.access import anyone_above, signed_in, signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page
from marketplace.web.uploads import received_papers, receives_papers, refused_uploads, uploads
from marketplace.web.words import say
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
    """Each step with whether it is done; the last two are done in the shop, once it is open."""
    missing = set(applying.missing(applications.draft_of(application) if application else applying.Draft(), kinds))
    steps = [(_step_label(step), missing.isdisjoint(fields)) for step, fields in _STEPS]
    return [*steps, (_step_label("terms"), False), (_step_label("listing"), False)]


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
    if form is not None:
        form.rules_version.show(rules_version)
    checklist = _checklist(application, [one.kind for one in documents])
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
        bank=bank_label(bank_of(application.clabe)) if application and application.clabe else "",
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
    for refusal in applications.wrong_with(work, form.draft()):
        if refusal.field and not form[refusal.field].errors:
            form.show(refusal)
    return not form.errors


def _save(work: Work, form: ApplicationForm) -> None:
    me = current_user.account_id
    applications.save_draft(work, form.draft(), account_id=me, applicant=current_user.name, email=current_user.email)
    for box, (paper, name) in received_papers().items():
        applications.add_document(work, paper, account_id=me, kind=_BOXES[box], name=name)


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
