"""The console of the rules: drafts, what they change, announcing by a second person, taking back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.drafts import find_open_draft, open_drafts
from marketplace.kernel.errors import Conflict, Refusal
from marketplace.kernel.work import Work
from marketplace.people.market_rules import queries, service
from marketplace.people.market_rules.errors import NoSuchRulesDraft
from marketplace.people.market_rules.models import RulesDraft
from marketplace.people.market_rules.rules import changes, faults_of
from marketplace.people.market_rules.web import words
from marketplace.people.market_rules.web.forms import AnnounceForm, RulesForm, WithdrawRulesForm, rules_form
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.error_pages import status_of
from marketplace.web.pages import page
from marketplace.web.problems import Problem
from marketplace.web.words import say

room = STAFF.room("market_rules")


@room.get("/reglas")
@requires(service.open_draft)
def index(work: Work) -> object:
    """What is announced, and the drafts."""
    return _index(work, WithdrawRulesForm(formdata=None))


def _index(work: Work, form: WithdrawRulesForm, status: int = 200) -> object:
    announced = queries.find_announced(work)
    return page(
        "people/market_rules/staff/index.html",
        holds=queries.version_in_force(work),
        announced=announced,
        accepted=queries.count_acceptances(work, announced.version) if announced else 0,
        drafts=open_drafts(work, RulesDraft),
        form=form,
        words=words,
    ), status


@room.post("/reglas/borradores")
@requires(service.open_draft)
def begin(work: Work) -> object:
    """Begin a draft from the rules in force."""
    return redirect(url_for(".draft", draft_id=service.open_draft(work).id))


@room.route("/reglas/borradores/<uuid:draft_id>", methods=["GET", "POST"])
@requires(service.save_draft)
def draft(work: Work, draft_id: UUID) -> object:
    """A draft: its rules, and what they change."""
    found = _find(work, draft_id)
    form = rules_form(found)
    meanwhile: list[Problem] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work.attempt():
                _save(work, draft_id, form)
            flash(_("Guardado. Abajo está lo que cambia."), "success")
            return redirect(url_for(".draft", draft_id=draft_id))
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if isinstance(refusal, Conflict):
                meanwhile = form.show_now(rules_form(found, formdata=None))
    return _page(work, found, form, AnnounceForm(formdata=None, data={"revision": found.revision}), meanwhile), status


def _find(work: Work, draft_id: UUID) -> RulesDraft:
    found = find_open_draft(work, RulesDraft, draft_id)
    if found is None:
        raise NoSuchRulesDraft
    return found


def _save(work: Work, draft_id: UUID, form: RulesForm) -> None:
    service.save_draft(
        work,
        draft_id,
        rules=form.written(),
        summary=form.summary.data or "",
        summary_en=form.summary_en.data or "",
        starts_on=form.starts_on.data,
        seen_revision=form.revision.data,
    )


def _page(
    work: Work, found: RulesDraft, form: RulesForm, announce: AnnounceForm, meanwhile: list[Problem] | None = None
) -> str:
    before, after = queries.version_in_force(work), queries.drafted_rules(found)
    return page(
        "people/market_rules/staff/draft.html",
        draft=found,
        form=form,
        announce=announce,
        faults=faults_of(after),
        before=before,
        changes=changes(queries.rules_of(work, before), after),
        mine=found.is_written_by(work.actor.account_id),
        meanwhile=meanwhile or [],
        words=words,
    )


@room.post("/reglas/borradores/<uuid:draft_id>/anunciar")
@requires(service.announce_rules, fresh=True)
def announce(work: Work, draft_id: UUID) -> object:
    """Announce a draft, by somebody who wrote none of it."""
    found, form = _find(work, draft_id), AnnounceForm()
    try:
        with work.attempt():
            version = service.announce_rules(work, draft_id, seen_revision=form.revision.data)
        flash(_("La versión %(version)s está anunciada. Cada tienda recibe su carta.", version=version), "success")
        return redirect(url_for(".index"))
    except Refusal as refusal:
        shown = rules_form(found, formdata=None)
        if refusal.field == "rules":
            shown.form_errors.append(say(refusal))
        else:
            shown.show(refusal)
        form.revision.show(found.revision)
        return _page(work, found, shown, form), status_of(refusal)


@room.post("/reglas/borradores/<uuid:draft_id>/tirar")
@requires(service.drop_draft)
def drop(work: Work, draft_id: UUID) -> object:
    """Throw a draft away."""
    form = AnnounceForm()
    try:
        with work.attempt():
            service.drop_draft(work, draft_id, seen_revision=form.revision.data)
        flash(_("Tiramos el borrador."), "success")
    except Conflict as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".draft", draft_id=draft_id))
    return redirect(url_for(".index"))


@room.post("/reglas/<int(max=999999):version>/retirar")
@requires(service.withdraw_rules, fresh=True)
def withdraw(work: Work, version: int) -> object:
    """Take announced rules back before their day."""
    form = WithdrawRulesForm()
    if form.carry_out(work, lambda: service.withdraw_rules(work, version, reason=form.reason.data.strip())):
        flash(_("La versión %(version)s ya no valdrá. Cada tienda recibe su carta.", version=version), "success")
        return redirect(url_for(".index"))
    for said in form.form_errors:  # the form stands on the page only while something is announced
        flash(said, "warning")
    return _index(work, form, 422)
