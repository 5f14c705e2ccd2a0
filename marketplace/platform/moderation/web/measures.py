"""Staff look at what people reported, decide measures, lift them, answer appeals, and name mediators."""

from __future__ import annotations

from uuid import UUID

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel import claims
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleSection, rules_in_force
from marketplace.people.sellers import get_shop
from marketplace.platform.moderation import appeals, measures, mediators, queries, reports, things
from marketplace.platform.moderation.measures import SUITS, Reasons
from marketplace.platform.moderation.reporting import ReportAbout
from marketplace.platform.moderation.rules import (
    MEASURE_STANDING,
    Appealed,
    MeasureKind,
    answer_due,
    appeal_until,
)
from marketplace.platform.moderation.things import Thing
from marketplace.platform.moderation.web import words
from marketplace.platform.moderation.web.forms import (
    DecisionAnswerForm,
    MeasureForm,
    MediatorForm,
    ModerationReasonForm,
)
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import options
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = STAFF.room("moderation", "measures")
_ON_PAGE = 30


def _show_reports(work: Work, case_id: UUID, form: ModerationReasonForm) -> str:
    case = reports.get_report_case(work, case_id)
    g.shown_in = "moderation_staff.queue"
    return page(
        "platform/moderation/staff/reports.html",
        case=case,
        about=ReportAbout(case.about),
        said=reports.reports_of(work, case),
        flags=[words.say_flag(one) for one in case.flags],
        earlier=queries.reported_before(work, case),
        measures=queries.measures_of(work, case.shop_id),
        record=queries.record_of_shop(work, case.shop_id),
        snapshot=queries.shown_under(work, case.number),
        form=form,
        reason_label=words.reason_label,
        rules=queries.rules_then(work, [case]),
        kind_label=words.kind_label,
        holder=claims.holder(case, work.now),
        me=work.actor.account_id,
    )


@room.get("/reportes/<uuid:report_case_id>")
@requires(StaffMay.MODERATE)
def reported(work: Work, report_case_id: UUID) -> str:
    """What people say of one thing."""
    return _show_reports(work, report_case_id, ModerationReasonForm())


@room.post("/reportes/<uuid:report_case_id>/tomar")
@requires(reports.take_reports)
def take(work: Work, report_case_id: UUID) -> object:
    """Take it, to decide it."""
    reports.take_reports(work, report_case_id)
    return redirect(url_for(".reported", report_case_id=report_case_id))


@room.post("/reportes/<uuid:report_case_id>/soltar")
@requires(reports.release_reports)
def release(work: Work, report_case_id: UUID) -> object:
    """Give it back to the queue."""
    reports.release_reports(work, report_case_id)
    return redirect(url_for("moderation_staff.queue"))


@room.post("/reportes/<uuid:report_case_id>/dejar")
@requires(reports.dismiss_reports)
def dismiss(work: Work, report_case_id: UUID) -> object:
    """Leave it as it is, with a reason for who reported it."""
    form = ModerationReasonForm()
    if form.carry_out(work, lambda: reports.dismiss_reports(work, report_case_id, answer=form.answer.data.strip())):
        flash(_("Decisión guardada. Quienes lo reportaron ya tienen tu razón y cómo apelar."), "success")
        return redirect(url_for("moderation_staff.next_case"))
    return _show_reports(work, report_case_id, form), 422


@room.route("/reportes/mala-fe/<uuid:report_id>", methods=["GET", "POST"])
@requires(reports.call_bad_faith)
def bad_faith(work: Work, report_id: UUID) -> object:
    """Say that a report was made in bad faith, with why."""
    form, made = ModerationReasonForm(), []
    if form.is_submitted() and form.carry_out(
        work, lambda: made.append(reports.call_bad_faith(work, report_id, why=form.answer.data.strip()))
    ):
        flash(_("Anotado. Con tres en seis meses, sus reportes esperan detrás de los demás, y se le avisa."), "success")
        return redirect(url_for(".reported", report_case_id=made[0]))
    g.shown_in = "moderation_staff.queue"
    return page(
        "platform/moderation/staff/bad_faith.html", form=form, one=reports.get_by_id(work, report_id)
    ), 422 if form.is_submitted() else 200


@room.get("/medidas")
@requires(StaffMay.MODERATE)
def index(work: Work) -> str:
    """Every measure, those that stand first."""
    number = page_number()
    rows, total = queries.measures(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/staff/measures.html",
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        kind_label=words.kind_label,
        rules=queries.rules_then(work, rows),
        state_label=words.state_label,
    )


@room.route("/medidas/producto/<int:number>", methods=["GET", "POST"])
@requires(measures.decide_measure)
def of_listing(work: Work, number: int) -> object:
    """Limit or warn of a listing."""
    return _decide(work, things.find_listing(work, number))


@room.route("/medidas/tienda/<slug>", methods=["GET", "POST"])
@requires(measures.decide_measure)
def of_shop(work: Work, slug: str) -> object:
    """Pause or warn a shop."""
    return _decide(work, things.find_shop(work, get_shop(work, slug).slug))


@room.route("/medidas/reporte/<uuid:report_case_id>", methods=["GET", "POST"])
@requires(measures.decide_measure)
def of_reports(work: Work, report_case_id: UUID) -> object:
    """Do something about what people reported."""
    case = reports.get_report_case(work, report_case_id)
    return _decide(
        work,
        Thing(
            ReportAbout(case.about),
            case.about_id,
            case.shop_id,
            case.shop_name,
            case.shop_slug,
            case.title,
            case.number,
        ),
    )


def _decide(work: Work, thing: Thing) -> object:
    form, made = MeasureForm(), []
    form.kind.choices = options((kind.value, words.kind_label(kind)) for kind in SUITS[thing.about])
    form.rule.choices = words.rule_options(rules_in_force(work, RuleSection.LISTING))

    def decide() -> None:
        why = Reasons(form.rule.data, form.facts.data.strip(), form.how_to_fix.data.strip())
        kind = MeasureKind(form.kind.data)
        days = {"begins_on": form.begins_on.data, "ends_on": form.ends_on.data}
        made.append(measures.decide_measure(work, thing, kind, why, **days))

    if form.is_submitted() and form.carry_out(work, decide):
        flash(_("Decisión guardada. La tienda ya tiene tus razones, desde cuándo y cómo apelar."), "success")
        return redirect(url_for(".show", measure_id=made[0]))
    g.shown_in = f"{room.name}.index"
    return page(
        "platform/moderation/staff/decide_measure.html", form=form, thing=thing
    ), 422 if form.is_submitted() else 200


@room.route("/medidas/<uuid:measure_id>", methods=["GET", "POST"])
@requires(measures.lift_measure)
def show(work: Work, measure_id: UUID) -> object:
    """One measure with its reasons; and taking it back before its end."""
    form = ModerationReasonForm()
    if form.is_submitted() and form.carry_out(
        work, lambda: measures.lift_measure(work, measure_id, why=form.answer.data.strip())
    ):
        flash(_("Levantada. Todo quedó como antes, y la tienda ya lo sabe."), "success")
        return redirect(url_for(".show", measure_id=measure_id))
    one = measures.get_measure(work, measure_id)
    return page(
        "platform/moderation/staff/measure.html",
        form=form,
        one=one,
        stands=one.state in MEASURE_STANDING,
        appeal=appeals.find_decision_appeal(work, Appealed.MEASURE, one.id),
        until=appeal_until(one.decided_at),
        kind_label=words.kind_label,
        rules=queries.rules_then(work, [one]),
        state_label=words.state_label,
        flag_label=words.flag_label,
    ), 422 if form.is_submitted() else 200


@room.get("/apelaciones")
@requires(StaffMay.MODERATE)
def open_appeals(work: Work) -> str:
    """What waits for an answer by somebody who did not decide it."""
    rows, closings = appeals.open_appeals(work)
    return page(
        "platform/moderation/staff/appeals.html",
        rows=rows,
        closings=closings,
        now=work.now,
        against_label=words.against_label,
        answer_due=answer_due,
    )


@room.route("/apelaciones/<uuid:appeal_id>", methods=["GET", "POST"])
@requires(appeals.answer_decision_appeal)
def appeal(work: Work, appeal_id: UUID) -> object:
    """One appeal, the decision it is against, and the answer."""
    form = DecisionAnswerForm()
    if form.is_submitted() and form.carry_out(
        work,
        lambda: appeals.answer_decision_appeal(
            work, appeal_id, upheld=form.upheld.data == "yes", answer=form.answer.data.strip()
        ),
    ):
        flash(_("Respuesta guardada. Quien apeló ya la tiene."), "success")
        return redirect(url_for(".appeal", appeal_id=appeal_id))
    found = appeals.get_appeal(work, appeal_id)
    decision = appeals.find_decision(work, Appealed(found.against), found.against_id)
    g.shown_in = f"{room.name}.open_appeals"
    return page(
        "platform/moderation/staff/appeal.html",
        form=form,
        appeal=found,
        decision=decision,
        rules=queries.rules_then(work, [decision] if decision else []),
        me=work.actor.account_id,
        against_label=words.against_label,
    ), 422 if form.is_submitted() else 200


@room.route("/mediadores", methods=["GET", "POST"])
@requires(mediators.name_mediator)
def named(work: Work) -> object:
    """To whom a shop may turn outside, after an appeal."""
    form = MediatorForm()
    if form.is_submitted() and form.carry_out(
        work, lambda: mediators.name_mediator(work, name=form.name.data, contact=form.contact.data)
    ):
        flash(_("Guardado. Las tiendas lo leen en sus decisiones."), "success")
        return redirect(url_for(".named"))
    return page(
        "platform/moderation/staff/mediators.html", form=form, rows=mediators.mediators(work), most=mediators.MOST
    ), 422 if form.is_submitted() else 200


@room.post("/mediadores/<uuid:mediator_id>/quitar")
@requires(mediators.remove_mediator)
def unname(work: Work, mediator_id: UUID) -> object:
    """Name one no longer."""
    mediators.remove_mediator(work, mediator_id)
    return redirect(url_for(".named"))
