"""The tariff console: drafts, what they would change and cost, publishing by a second person, taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.drafts import find_open_draft, open_drafts
from marketplace.kernel.errors import Conflict, NotFound, Refusal
from marketplace.kernel.work import Work
from marketplace.money.fees import (
    PLANS,
    Schedule,
    differences,
    drafting,
    find_announced,
    saying,
    schedule_in_force,
    takes_more,
)
from marketplace.money.fees.models import FeeDraft
from marketplace.platform.tariffs import queries
from marketplace.platform.tariffs.web.forms import DraftForm, PublishForm, WithdrawForm, draft_form
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.error_pages import status_of
from marketplace.web.pages import page
from marketplace.web.problems import Problem
from marketplace.web.words import say

room = STAFF.room("tariffs")


@room.get("/tarifas")
@requires(drafting.open_draft)
def index(work: Work) -> object:
    """What is announced, and the drafts."""
    return _index(work, WithdrawForm(formdata=None))


def _index(work: Work, form: WithdrawForm, status: int = 200) -> object:
    announced = find_announced(work)
    return page(
        "platform/tariffs/staff/index.html",
        in_force=schedule_in_force(work).version,
        announced=announced,
        accepted=queries.accepted_by(work, announced.version) if announced else 0,
        drafts=open_drafts(work, FeeDraft),
        form=form,
        saying=saying,
    ), status


@room.post("/tarifas/borradores")
@requires(drafting.open_draft)
def begin(work: Work) -> object:
    """Begin a draft from the tariff in force."""
    draft = drafting.open_draft(work)
    return redirect(url_for(".draft", draft_id=draft.id))


@room.route("/tarifas/borradores/<uuid:draft_id>", methods=["GET", "POST"])
@requires(drafting.save_draft)
def draft(work: Work, draft_id: UUID) -> object:
    """A draft: its rules, what they change, and what they would have cost."""
    found = _find(work, draft_id)
    form = draft_form(found, saying.categories_said())
    meanwhile: list[Problem] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work.attempt():
                _save(work, draft_id, form)
            flash(_("Guardado. Calculamos lo que habría costado a cada tienda; tarda un momento."), "success")
            return redirect(url_for(".draft", draft_id=draft_id))
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if isinstance(refusal, Conflict):
                meanwhile = form.show_now(draft_form(found, saying.categories_said(), formdata=None))
    return _page(work, found, form, PublishForm(formdata=None, data={"revision": found.revision}), meanwhile), status


def _find(work: Work, draft_id: UUID) -> FeeDraft:
    found = find_open_draft(work, FeeDraft, draft_id)
    if found is None:
        raise NotFound
    return found


def _save(work: Work, draft_id: UUID, form: DraftForm) -> None:
    drafting.save_draft(
        work,
        draft_id,
        rules=form.written(),
        summary=form.summary.data or "",
        summary_en=form.summary_en.data or "",
        starts_on=form.starts_on.data,
        seen_revision=form.revision.data,
    )


def _page(
    work: Work, found: FeeDraft, form: DraftForm, publish: PublishForm, meanwhile: list[Problem] | None = None
) -> str:
    before, after = schedule_in_force(work), Schedule(0, drafting.rules_of(found))
    faults = drafting.faults_of(found)
    return page(
        "platform/tariffs/staff/draft.html",
        draft=found,
        form=form,
        publish=publish,
        faults=faults,
        changes=[] if faults else differences(before, after),
        before=before.version,
        more=not faults and takes_more(before, after),
        figures=found.figures if found.weighed_revision == found.revision else None,
        mine=found.is_written_by(work.actor.account_id),
        totals=_totals(found),
        meanwhile=meanwhile or [],
        saying=saying,
        plan_months=PLANS,
    )


def _totals(found: FeeDraft) -> dict[str, Any]:
    rows = found.figures or []
    return {name: sum(row[name] for row in rows) for name in ("orders", "was", "would")}


@room.post("/tarifas/borradores/<uuid:draft_id>/publicar")
@requires(drafting.publish_draft, fresh=True)
def publish(work: Work, draft_id: UUID) -> object:
    """Announce a draft, by somebody who wrote none of it."""
    found, form = _find(work, draft_id), PublishForm()
    try:
        with work.attempt():
            version = drafting.publish_draft(work, draft_id, seen_revision=form.revision.data)
        flash(_("La tarifa v%(version)s está anunciada. Cada tienda recibe su carta.", version=version), "success")
        return redirect(url_for(".index"))
    except Refusal as refusal:
        shown = draft_form(found, saying.categories_said(), formdata=None)
        shown.show(refusal)
        if refusal.field == "rules":
            shown.form_errors.append(say(refusal))
        form.revision.show(found.revision)
        return _page(work, found, shown, form), status_of(refusal)


@room.post("/tarifas/borradores/<uuid:draft_id>/tirar")
@requires(drafting.drop_draft)
def drop(work: Work, draft_id: UUID) -> object:
    """Throw a draft away."""
    form = PublishForm()
    try:
        with work.attempt():
            drafting.drop_draft(work, draft_id, seen_revision=form.revision.data)
        flash(_("Tiramos el borrador."), "success")
    except Conflict as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".draft", draft_id=draft_id))
    return redirect(url_for(".index"))


@room.post("/tarifas/<int(max=999999):version>/retirar")
@requires(drafting.withdraw_tariff, fresh=True)
def withdraw(work: Work, version: int) -> object:
    """Take an announced tariff back before its day."""
    form = WithdrawForm()
    if form.carry_out(work, lambda: drafting.withdraw_tariff(work, version, reason=form.reason.data)):
        flash(_("La tarifa v%(version)s ya no valdrá. Cada tienda recibe su carta.", version=version), "success")
        return redirect(url_for(".index"))
    return _index(work, form, 422)
