"""The queue of listings, the closing of shops, and decisions that carry their reasons."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES
from marketplace.kernel import claims
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading import write_gtin
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleSection, rules_in_force
from marketplace.people.sellers import ShopState, shops
from marketplace.platform.moderation import closings, queries, service
from marketplace.platform.moderation.rules import CLOSED_AT_ONCE, NOTICE, CaseState, changes
from marketplace.platform.moderation.web import words
from marketplace.platform.moderation.web.forms import AppealAnswerForm, ClosingForm, DeclineForm
from marketplace.platform.moderation.web.words import condition_label
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import STAFF
from marketplace.web.forms import options
from marketplace.web.pages import language, page
from marketplace.web.paging import Page, page_number

room = STAFF.room("moderation")
_ON_PAGE = 30


def _form(work: Work) -> DeclineForm:
    form = DeclineForm()
    form.rule.choices = words.rule_options(rules_in_force(work, RuleSection.LISTING))
    return form


@room.get("/publicaciones")
@requires(StaffMay.MODERATE)
def queue(work: Work) -> str:
    """What waits for a decision, listings and reports: the riskiest first, then what waits longest."""
    number = page_number()
    text = text_in(request.args, "q", most=80)
    rows, total = queries.waiting(work, text=text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/staff/queue.html",
        rows=rows,
        text=text,
        page_of=Page(number, _ON_PAGE, total),
        now=work.now,
        flag_label=words.flag_label,
        about_label=words.about_label,
    )


@room.get("/publicaciones/siguiente")
@requires(StaffMay.MODERATE)
def next_case(work: Work) -> object:
    """Go on with what is next for who looks; with the queue, where there is nothing."""
    found = queries.next_waiting(work)
    if found is None:
        return redirect(url_for(".queue"))
    if found.kind == "case":
        return redirect(url_for(".show", case_id=found.id))
    return redirect(url_for("moderation_measures_staff.reported", report_case_id=found.id))


@room.get("/decisiones")
@requires(StaffMay.MODERATE)
def decisions(work: Work) -> str:
    """What was decided, by whom and why."""
    number = page_number()
    text = text_in(request.args, "q", most=80)
    rows, total = queries.decided(work, text=text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/staff/cases.html",
        rows=rows,
        text=text,
        for_sale=queries.for_sale(work, text) if text else [],
        page_of=Page(number, _ON_PAGE, total),
        rules=queries.rules_then(work, rows),
    )


def _article_number(kept: str) -> str:
    """Write it as under its bars; older cases show it as it was typed."""
    return write_gtin(kept) if re.fullmatch("[0-9]{14}", kept) else kept


def _show(work: Work, case_id: UUID, form: DeclineForm) -> str:
    case = service.get_case(work, case_id)
    approved = queries.approved_before(work, case)
    before = queries.shown_now(work, case) if case.state == CaseState.OPEN else approved and approved.snapshot
    if case.state != CaseState.OPEN:
        g.shown_in = f"{room.name}.decisions"
    earlier = queries.of_product(work, case)
    shown = case.snapshot
    spoken = language()
    return page(
        "platform/moderation/staff/case.html",
        case=case,
        category=" › ".join(CATEGORIES[code].name(spoken) for code in CATEGORIES[shown["category"]].path),
        said=[
            (ATTRIBUTES[code].name(spoken), ATTRIBUTES[code].write(v, spoken))
            for code, v in shown["attributes"].items()
        ],
        legal=words.legal_facts(shown, spoken),
        gtin=_article_number(shown.get("gtin") or ""),
        condition=condition_label(shown["condition"]),
        form=form,
        rules=queries.rules_then(work, [case, *earlier]),
        changed=[words.say_change(one, spoken) for one in changes(before, shown)] if before else None,
        earlier=earlier,
        record=queries.record_of_shop(work, case.tenant_id),
        measures=queries.measures_of(work, case.tenant_id),
        kind_label=words.kind_label,
        flags=[words.say_flag(one) for one in case.flags],
        reported=queries.open_reports_of(work, case),
        number=queries.number_of(work, case),
        holder=claims.holder(case, work.now),
        me=work.actor.account_id,
    )


@room.get("/publicaciones/<uuid:case_id>")
@requires(StaffMay.MODERATE)
def show(work: Work, case_id: UUID) -> str:
    """One listing as it was submitted."""
    return _show(work, case_id, _form(work))


@room.post("/publicaciones/<uuid:case_id>/tomar")
@requires(service.take_case)
def take(work: Work, case_id: UUID) -> object:
    """Take it, to decide it."""
    service.take_case(work, case_id)
    return redirect(url_for(".show", case_id=case_id))


@room.post("/publicaciones/<uuid:case_id>/soltar")
@requires(service.release_case)
def release(work: Work, case_id: UUID) -> object:
    """Give it back to the queue."""
    service.release_case(work, case_id)
    return redirect(url_for(".queue"))


@room.post("/publicaciones/<uuid:case_id>/aprobar")
@requires(service.approve_listing)
def approve(work: Work, case_id: UUID) -> object:
    """Let it be sold."""
    shown = service.approve_listing(work, case_id)
    flash(
        _("Aprobada. Ya se puede comprar.")
        if shown
        else _("Aprobada. La tienda la tiene en pausa y la mostrará cuando la reanude."),
        "success",
    )
    return redirect(url_for(".next_case"))


@room.post("/publicaciones/<uuid:case_id>/no-aprobar")
@requires(service.decline_listing)
def decline(work: Work, case_id: UUID) -> object:
    """Say which rule, what was seen, and how to mend it."""
    form = _form(work)
    if form.validate():
        try:
            with work.attempt():
                service.decline_listing(
                    work,
                    case_id,
                    rule=form.rule.data,
                    facts=(form.facts.data or "").strip(),
                    how_to_fix=(form.how_to_fix.data or "").strip(),
                )
            flash(_("Decisión guardada. La tienda ya la tiene, con tus razones."), "success")
            return redirect(url_for(".next_case"))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, case_id, form), 422


@room.route("/a-la-venta/<int:number>", methods=["GET", "POST"])
@requires(service.take_down_listing)
def live(work: Work, number: int) -> object:
    """Take what is for sale off the shelf, with the rule, what was seen and how to mend it."""
    form = _form(work)
    if form.validate_on_submit():
        try:
            with work.attempt():
                made = service.take_down_listing(
                    work,
                    number,
                    rule=form.rule.data,
                    facts=form.facts.data.strip(),
                    how_to_fix=form.how_to_fix.data.strip(),
                )
            flash(
                _("Ya no se puede comprar. La tienda tiene tus razones y cómo decir que no son correctas."), "success"
            )
            return redirect(url_for(".show", case_id=made))
        except Refusal as refusal:
            form.show(refusal)
    g.shown_in = f"{room.name}.decisions"
    return page(
        "platform/moderation/staff/live.html", form=form, number=number, product=queries.product_of(work, number)
    ), 422 if form.is_submitted() else 200


def _closing_form(work: Work) -> ClosingForm:
    earliest = mexican_day(work.now + NOTICE + timedelta(days=1))
    form = ClosingForm(data={"effective_on": earliest})
    form.shop.choices = options((s.slug, s.name) for s in shops(work) if s.status != ShopState.CLOSED)
    grounds = rules_in_force(work, RuleSection.CLOSING)
    form.ground.choices = words.rule_options(grounds, at_once=CLOSED_AT_ONCE)
    return form


@room.route("/cierres", methods=["GET", "POST"])
@requires(closings.decide_closing, fresh=True)
def closed(work: Work) -> object:
    """Every decision to close a shop, and a new one."""
    form = _closing_form(work)
    if form.validate_on_submit():
        effective_on: date | None = None if form.at_once.data else form.effective_on.data
        try:
            with work.attempt():
                if effective_on is None and not form.at_once.data:
                    form.effective_on.errors = [_("Elige el día.")]
                else:
                    closing_id = closings.decide_closing(
                        work,
                        form.shop.data,
                        ground=form.ground.data,
                        facts=form.facts.data.strip(),
                        effective_on=effective_on,
                    )
                    flash(_("Decisión guardada. La tienda ya la tiene, con el motivo y cómo apelar."), "success")
                    return redirect(url_for(".closing", closing_id=closing_id))
        except Refusal as refusal:
            form.show(refusal)
    rows = closings.closings(work)
    return page(
        "platform/moderation/staff/closings.html", form=form, rows=rows, rules=queries.rules_then(work, rows)
    ), 422 if form.is_submitted() else 200


@room.route("/cierres/<uuid:closing_id>", methods=["GET", "POST"])
@requires(closings.answer_appeal, fresh=True)
def closing(work: Work, closing_id: UUID) -> object:
    """One decision, what the shop says, and the answer of another member of staff."""
    found = closings.get_closing(work, closing_id)
    form = AppealAnswerForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                closings.answer_appeal(
                    work, closing_id, upheld=form.upheld.data == "yes", answer=form.answer.data.strip()
                )
            flash(_("Respuesta guardada. La tienda ya la tiene."), "success")
            return redirect(url_for(".closing", closing_id=closing_id))
        except Refusal as refusal:
            form.show(refusal)
    return page(
        "platform/moderation/staff/closing.html",
        form=form,
        closing=found,
        appeal=closings.find_appeal(work, found),
        rules=queries.rules_then(work, [found]),
        mine=found.decided_by_id == work.actor.account_id,
    ), 422 if form.is_submitted() else 200
