"""About reports, measures and appeals: a receipt, a statement of reasons, an answer (after DSA art. 16, 17, 20)."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation import (
    BAD_FAITH_FOR,
    Appealed,
    MeasureKind,
    MeasureState,
    appeal_until,
    measures,
    reports,
    rules_then,
)
from marketplace.platform.moderation.events import (
    BadFaithFound,
    DecisionAppealAnswered,
    MeasureDecided,
    MeasureLifted,
    ReportReceived,
    ReportsDecided,
)
from marketplace.platform.moderation.models import DecisionAppeal, LiveMeasure, Report
from marketplace.platform.notifications.recipients import Recipient, to_shop
from marketplace.platform.notifications.service import notify


def _path_of(work: Work, one: Report) -> str:
    return f"/reportes/{one.code}/{reports.report_token(work, one)}"


def _reporter(one: Report) -> Recipient:
    return Recipient(one.email, "", one.locale, one.account_id)


def tell_report_received(work: Work, fact: ReportReceived) -> None:
    """Who reported something gets a receipt, with the page on which they see what becomes of it (DSA art. 16(4))."""
    one = reports.get_by_id(work, fact.report_id)
    case = reports.get_report_case(work, one.case_id)
    data = {"code": one.code, "title": case.title, "reason": one.reason, "until": case.decide_by, "behind": one.behind}
    notify(work, "report_received", _reporter(one), one.id, data, _path_of(work, one))


def tell_reports_decided(work: Work, fact: ReportsDecided) -> None:
    """Everybody who reported it learns what was decided, why, and how to appeal (DSA art. 16(5))."""
    case = reports.get_report_case(work, fact.case_id)
    if case.decided_at is None:  # taken back meanwhile, to be decided anew
        return
    by_rule = rules_then(work, [case])
    cited = by_rule[case.id].cited() if by_rule else {}
    for one in reports.reports_of(work, case):
        data = {
            "code": one.code, "title": case.title, "done": case.done, "answer": case.answer, "who": case.decided_by,
            "until": appeal_until(case.decided_at), **cited,
        }  # fmt: skip
        notify(work, "report_decided", _reporter(one), f"{one.id}:{case.decisions}", data, _path_of(work, one))


def tell_bad_faith(work: Work, fact: BadFaithFound) -> None:
    """Who reports in bad faith again and again learns that their reports wait behind the others (DSA art. 23(2))."""
    one = reports.get_by_id(work, fact.report_id)
    data = {"code": one.code, "why": one.bad_faith, "who": one.bad_faith_by, "days": BAD_FAITH_FOR.days}
    notify(work, "report_bad_faith", _reporter(one), one.id, data, _path_of(work, one))


def _measure_data(work: Work, one: LiveMeasure) -> dict[str, object]:
    return {
        "shop": one.shop_name, "title": one.title, "kind": one.kind, **rules_then(work, [one])[one.id].cited(),
        "facts": one.facts, "fix": one.how_to_fix, "who": one.decided_by, "begins": one.begins_at, "last": one.last_day,
        "until": appeal_until(one.decided_at), "machine": bool(one.evidence.get("flags")),
        "reports": one.evidence.get("reports", 0), "amount_minor": one.amount_minor, "asked_by": one.asked_by,
    }  # fmt: skip


def tell_measure_decided(work: Work, fact: MeasureDecided) -> None:
    """The shop gets the statement of reasons, written in the transaction that decided it (DSA art. 17; P2B art. 4(1))."""
    one = measures.get_measure(work, fact.measure_id)
    path = f"/vender/{one.shop_slug}/decisiones"
    notify(work, "measure_decided", to_shop(work, fact.tenant_id), one.id, _measure_data(work, one), path)


def tell_measure_lifted(work: Work, fact: MeasureLifted) -> None:
    """The shop learns that a measure is over before its end, and why."""
    one = measures.get_measure(work, fact.measure_id)
    data = {"title": one.title, "kind": one.kind, "why": one.lifted_why, "who": one.lifted_by}
    notify(
        work, "measure_lifted", to_shop(work, fact.tenant_id), one.id, data | _pays(work, one),
        f"/vender/{one.shop_slug}/decisiones",
    )  # fmt: skip


def tell_decision_appeal_answered(work: Work, fact: DecisionAppealAnswered) -> None:
    """Who appealed, a shop or who reported something, learns what became of it, and where to turn next."""
    appeal = work.session.get_one(DecisionAppeal, fact.appeal_id)
    data: dict[str, object] = {
        "title": appeal.title, "upheld": appeal.upheld, "answer": appeal.answer, "who": appeal.answered_by,
    }  # fmt: skip
    if appeal.against == Appealed.REPORT or appeal.tenant_id is None:
        one = reports.get_by_id(work, appeal.against_id)
        notify(work, "decision_appeal_answered", _reporter(one), appeal.id, data, _path_of(work, one))
        return
    shop = to_shop(work, appeal.tenant_id)
    if appeal.upheld and appeal.against == Appealed.MEASURE:
        data |= _pays(work, measures.get_measure(work, appeal.against_id))
    notify(work, "decision_appeal_answered", shop, appeal.id, data, f"/vender/{_slug_of(work, appeal)}/decisiones")


def _pays(work: Work, one: LiveMeasure) -> dict[str, object]:
    """The day of the payout that takes what a measure held until it was lifted, where it held money."""
    if one.kind != MeasureKind.HOLD or one.state != MeasureState.LIFTED or one.tenant_id is None:
        return {}
    return {"pays": payouts.pays_on(work, one.tenant_id)}


def _slug_of(work: Work, appeal: DecisionAppeal) -> str:
    return work.session.get_one(Shop, (appeal.tenant_id, appeal.tenant_id)).slug
