"""Applications before staff: the queue, the facts and documents, and a decision with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel import claims
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading import bank_of, write_telephone
from marketplace.kernel.work import Work
from marketplace.people.sellers import applications, applying
from marketplace.people.sellers.web.buyer import send_document
from marketplace.people.sellers.web.forms import ApplicationDecisionForm, decision_form
from marketplace.people.sellers.web.words import bank_label, reason_label, state_label
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.words import say

room = STAFF.room("sellers")


@room.get("/solicitudes")
@requires(StaffMay.MODERATE)
def queue(work: Work) -> str:
    """What waits for a decision, by its clock, and what was decided lately."""
    return page(
        "people/sellers/staff/applications.html",
        waiting=applications.undecided(work),
        decided=applications.decided(work),
        state_label=state_label,
        reason_label=reason_label,
        now=work.now,
        holder=claims.holder,
    )


def _show(work: Work, application_id: UUID, form: ApplicationDecisionForm, status: int = 200) -> object:
    application = applications.get_application(work, application_id)
    return page(
        "people/sellers/staff/application.html",
        application=application,
        documents=applications.documents_of(work, application_id),
        form=form,
        state_label=state_label,
        reason_label=reason_label,
        masked=applying.masked,
        bank=bank_label(bank_of(application.clabe)),
        phone=write_telephone(application.phone),
        undecided=application.state in applying.UNDECIDED,
        holder=claims.holder(application, work.now),
        me=current_user.account_id,
    ), status


@room.get("/solicitudes/<uuid:application_id>")
@requires(StaffMay.MODERATE)
def show(work: Work, application_id: UUID) -> object:
    """One application."""
    return _show(work, application_id, decision_form())


@room.get("/solicitudes/documentos/<uuid:document_id>")
@requires(StaffMay.MODERATE)
def document(work: Work, document_id: UUID) -> Response:
    """A document of an application that was handed in."""
    found = applications.get_document(work, document_id)
    applications.get_application(work, found.application_id)
    return send_document(work, found)


@room.post("/solicitudes/<uuid:application_id>/tomar")
@requires(applications.take_application)
def take(work: Work, application_id: UUID) -> object:
    """Take it, to decide it."""
    return _tell(work, application_id, lambda: applications.take_application(work, application_id))


@room.post("/solicitudes/<uuid:application_id>/soltar")
@requires(applications.release_application)
def release(work: Work, application_id: UUID) -> object:
    """Put it back into the queue."""
    return _tell(work, application_id, lambda: applications.release_application(work, application_id))


def _tell(work: Work, application_id: UUID, do: Callable[[], None]) -> object:
    try:
        with work.attempt():
            do()
    except Refusal as refusal:
        flash(say(refusal), "danger")
    return redirect(url_for(".show", application_id=application_id))


def _decide(work: Work, application_id: UUID, verb: Callable[..., Any], said: str) -> object:
    form = decision_form()
    if form.validate():
        try:
            with work.attempt():
                verb(form.reason.data, (form.note.data or "").strip())
            flash(said, "success")
            return redirect(url_for(".queue"))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, application_id, form, 422)


@room.post("/solicitudes/<uuid:application_id>/aprobar")
@requires(applications.approve_application)
def approve(work: Work, application_id: UUID) -> object:
    """Open the shop."""

    def verb(_reason: str, note: str) -> None:
        applications.approve_application(work, application_id, note=note)

    return _decide(work, application_id, verb, _("Aprobada. La tienda está abierta y su dueña o dueño ya lo sabe."))


@room.post("/solicitudes/<uuid:application_id>/pedir-cambios")
@requires(applications.ask_for_changes)
def ask_for_changes(work: Work, application_id: UUID) -> object:
    """Send it back, with how to mend it."""

    def verb(reason: str, note: str) -> None:
        applications.ask_for_changes(work, application_id, reason=reason, note=note)

    return _decide(work, application_id, verb, _("Devuelta, con tus razones."))


@room.post("/solicitudes/<uuid:application_id>/no-aprobar")
@requires(applications.decline_application)
def decline(work: Work, application_id: UUID) -> object:
    """Decline it, with the reason."""

    def verb(reason: str, note: str) -> None:
        applications.decline_application(work, application_id, reason=reason, note=note)

    return _decide(work, application_id, verb, _("Decisión guardada. Quien la pidió ya la tiene, con tus razones."))
