"""Reporting something, with an account or without; what became of it; and what the market decided, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Refusal
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.market_rules import newest_rules
from marketplace.platform.moderation import appeals, queries, reports, things
from marketplace.platform.moderation.errors import TooManyReports
from marketplace.platform.moderation.figures import figures as count_figures
from marketplace.platform.moderation.reporting import ReportAbout, ReportCaseState, ReportReason
from marketplace.platform.moderation.reports import Reporter, Said
from marketplace.platform.moderation.rules import Appealed, appeal_until, in_time_to_appeal
from marketplace.platform.moderation.things import Thing
from marketplace.platform.moderation.web.forms import AppealForm, ReportForm
from marketplace.platform.moderation.web.words import kind_label, reason_label
from marketplace.web.access import anyone_above, buyer_above
from marketplace.web.audiences import BUYER, buyer_id, person_id
from marketplace.web.browsers import visitor
from marketplace.web.forms import options
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.languages import choose_language
from marketplace.web.pace import Pace
from marketplace.web.pages import page

room = BUYER.room("moderation")


@dataclass
class ReportPace(Pace):
    """How fast one network may send reports to this process."""

    a_minute: int = 20


@room.route("/reportar/producto/<int:number>", methods=["GET", "POST"])
@anyone_above("report")
def report_listing(work: Work, number: int) -> object:
    """Say what is wrong with something for sale."""
    return _report(work, things.find_listing(work, number))


@room.route("/reportar/tienda/<slug>", methods=["GET", "POST"])
@anyone_above("report")
def report_shop(work: Work, slug: str) -> object:
    """Say what is wrong with a shop."""
    return _report(work, things.find_shop(work, slug))


@room.route("/reportar/mensaje/<code>/<uuid:message_id>", methods=["GET", "POST"])
@buyer_above("report")
def report_message(work: Work, code: str, message_id: UUID) -> object:
    """Say what is wrong with what a shop wrote to who looks; `code` is of the order it was about, which guests are known by."""
    mine = [one for one in (buyer_id(), person_id()) if one is not None]
    return _report(work, things.find_message(work, message_id, mine))


def _report(work: Work, thing: Thing) -> object:
    known = current_user if current_user.is_authenticated and current_user.verified else None
    form = ReportForm(data={"email": known.email} if known else {})
    form.reason.choices = options((one.value, reason_label(one)) for one in ReportReason)
    if form.validate_on_submit():
        try:
            with work.attempt():
                return _take(work, thing, form, known)
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "platform/moderation/buyer/report.html", form=form, thing=thing, known=known
    ), 422 if form.is_submitted() else 200


def _take(work: Work, thing: Thing, form: ReportForm, known: Any) -> object:
    """Write it down, and lead to its page; where it joined another by an address alone, its link stays in the letter."""
    if site().part(ReportPace).take(uuid5(NAMESPACE_URL, visitor().source)):
        raise TooManyReports(most=0)
    said = Said(ReportReason(form.reason.data), form.body.data.strip(), form.right_owner.data or "")
    account_id = known.account_id if known else None
    by = Reporter(known.email if known else form.email.data, choose_language(), account_id)
    made, joined = reports.report(work, thing, said, by)
    if joined and (account_id is None or made.account_id != account_id):
        return page("platform/moderation/buyer/joined.html", thing=thing)
    flash(
        _("Ya nos lo habías reportado: lo sumamos a tu reporte.") if joined else _("Recibimos tu reporte."), "success"
    )
    return redirect(url_for(".reported", code=made.code, token=reports.report_token(work, made)))


def _show(work: Work, code: str, token: str, form: AppealForm) -> str:
    one = reports.get_report(work, code, token)
    case = reports.get_report_case(work, one.case_id)
    appeal = appeals.find_decision_appeal(work, Appealed.REPORT, one.id)
    dismissed = case.state == ReportCaseState.DISMISSED and case.decided_at is not None
    return page(
        "platform/moderation/buyer/reported.html",
        one=one,
        case=case,
        token_of_link=token,
        form=form,
        appeal=appeal,
        until=appeal_until(case.decided_at) if dismissed and case.decided_at else None,
        in_time=bool(dismissed and case.decided_at and in_time_to_appeal(case.decided_at, work.now)),
        reason_label=reason_label,
        rules=queries.rules_then(work, [case]),
        kind_label=kind_label,
        about=ReportAbout(case.about),
    )


@room.get("/reportes/<code>/<token>")
@anyone_above("report")
def reported(work: Work, code: str, token: str) -> str:
    """What somebody reported, and what became of it: the link's secret proves that it is theirs."""
    return _show(work, code, token, AppealForm())


@room.post("/reportes/<code>/<token>/apelar")
@anyone_above("report")
def appeal_dismissal(work: Work, code: str, token: str) -> object:
    """Say why leaving it as it is was wrong; somebody else answers."""
    form = AppealForm()
    if form.carry_out(work, lambda: appeals.appeal_dismissal(work, code, token, body=form.body.data.strip())):
        flash(_("Recibimos tu apelación. Te contesta alguien que no tomó la decisión."), "success")
        return redirect(url_for(".reported", code=code, token=token))
    return _show(work, code, token, form), 422


@room.get("/decisiones")
@anyone_above("public decisions")
@keep_for_strangers
def figures(work: Work) -> str:
    """What the market decided, counted; no shop is named."""
    counted = count_figures(work)
    return page(
        "platform/moderation/buyer/figures.html",
        figures=counted,
        rules=newest_rules(work, [code for code, *_counts in counted.by_rule]),
        kind_label=kind_label,
    )
