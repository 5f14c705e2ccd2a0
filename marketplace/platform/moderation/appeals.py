"""Verbs on appeals: whoever a decision is against says why it is wrong; somebody who did not take it answers, on a clock.

Free, once, within six months (after DSA art. 20). The closing of a shop has its own (`closings.py`), under the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from marketplace.care.recalls import RecallState, close_any_recall
from marketplace.care.recalls.models import Recall
from marketplace.goods import catalog
from marketplace.goods.catalog import NoSuchProduct
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.platform.moderation import errors, measures, reports
from marketplace.platform.moderation.events import DecisionAppealAnswered
from marketplace.platform.moderation.models import (
    ClosingAppeal,
    DecisionAppeal,
    LiveMeasure,
    ModerationCase,
    Report,
    ReportCase,
    ShopClosing,
)
from marketplace.platform.moderation.reporting import ReportCaseState
from marketplace.platform.moderation.rules import MEASURE_STANDING, Appealed, CaseState, answer_due, in_time_to_appeal


@dataclass(frozen=True)
class Decision:
    """What can be appealed: what it is about, whose it is (a shop's; None: of who reported something), by whom and when."""

    against: Appealed
    id: UUID
    tenant_id: UUID | None
    shop_id: UUID  # whose goods it is about: nobody who works there answers
    title: str
    rule: str | None
    rules_version: int
    decided_at: datetime
    decided_by: str
    taken_by: frozenset[UUID | None]  # whoever took part in it does not answer
    says: str  # the facts, or why a report was dismissed


def get_decision(work: Work, against: Appealed, about_id: UUID) -> Decision:
    """Load a decision, within the scope; raises NoSuchDecision for one that is against nobody."""
    found = find_decision(work, against, about_id)
    if found is None:
        raise errors.NoSuchDecision
    return found


def find_decision(work: Work, against: Appealed, about_id: UUID) -> Decision | None:
    """Find a decision, within the scope; None also where a dismissal was taken back, and is looked at anew."""
    found: Decision | None = None
    if against is Appealed.CASE:
        case = work.session.scalar(select(ModerationCase).where(ModerationCase.id == about_id))
        if case is not None and case.state == CaseState.DECLINED and case.tenant_id and case.decided_at:
            found = Decision(
                against, case.id, case.tenant_id, case.tenant_id, case.title, case.rule, case.rules_version,
                case.decided_at, case.decided_by or "", frozenset({case.decided_by_id}), case.facts or "",
            )  # fmt: skip
    elif against is Appealed.MEASURE:
        one = work.session.scalar(select(LiveMeasure).where(LiveMeasure.id == about_id))
        if one is not None and one.tenant_id:
            found = Decision(
                against, one.id, one.tenant_id, one.tenant_id, one.title, one.rule, one.rules_version,
                one.decided_at, one.decided_by, frozenset({one.decided_by_id, one.asked_by_id}), one.facts,
            )  # fmt: skip
    elif against is Appealed.RECALL:
        recall = work.session.scalar(select(Recall).where(Recall.id == about_id))
        if recall is not None and recall.by_staff:
            found = Decision(
                against, recall.id, recall.tenant_id, recall.tenant_id, recall.title, None, 0, recall.started_at,
                recall.decided_by or "", frozenset({recall.decided_by_id}), recall.wrong,
            )  # fmt: skip
    else:
        found = _dismissal(work, about_id)
    return found


def _dismissal(work: Work, report_id: UUID) -> Decision | None:
    case = work.session.scalar(
        select(ReportCase).join(Report, Report.case_id == ReportCase.id).where(Report.id == report_id)
    )
    if case is None or case.state != ReportCaseState.DISMISSED or case.decided_at is None:
        return None
    return Decision(
        Appealed.REPORT, report_id, None, case.shop_id, case.title, None, case.rules_version, case.decided_at,
        case.decided_by or "", frozenset({case.decided_by_id}), case.answer or "",
    )  # fmt: skip


def find_decision_appeal(work: Work, against: Appealed, about_id: UUID) -> DecisionAppeal | None:
    """Find what was said against a decision, within the scope."""
    return work.session.scalar(
        select(DecisionAppeal).where(DecisionAppeal.against == against, DecisionAppeal.against_id == about_id)
    )


def appeals_of(work: Work, against: Appealed, ids: Sequence[UUID]) -> dict[UUID, DecisionAppeal]:
    """Find what was said against some decisions of a kind, by decision."""
    rows = work.session.scalars(
        select(DecisionAppeal).where(DecisionAppeal.against == against, DecisionAppeal.against_id.in_(ids))
    )
    return {one.against_id: one for one in rows}


def _write(work: Work, decision: Decision, body: str, *, by: str) -> None:
    if not in_time_to_appeal(decision.decided_at, work.now):
        raise errors.TooLateToAppeal
    if find_decision_appeal(work, decision.against, decision.id) is not None:
        raise errors.AppealedAlready
    work.session.add(
        DecisionAppeal(
            id=new_id(), tenant_id=decision.tenant_id, against=decision.against, against_id=decision.id,
            title=decision.title, rule=decision.rule, body=body, written_at=work.now, written_by=by,
            answer_by=answer_due(work.now),
        )
    )  # fmt: skip
    work.session.flush()
    work.audit(
        "moderation.appeal_decision",
        f"{decision.against}:{decision.id}",
        tenant_id=decision.tenant_id,
        title=decision.title,
    )


@verb(needs=May.EDIT_SHOP)
def appeal_decision(work: Work, against: Appealed, about_id: UUID, *, body: str) -> None:
    """Say why a decision about one's shop, or what it sells, is wrong.

    Raises NoSuchDecision, TooLateToAppeal, AppealedAlready.
    """
    decision = get_decision(work, against, about_id)
    if decision.tenant_id != work.tenant_id:
        raise errors.NoSuchDecision
    _write(work, decision, body, by=work.actor.name)


@verb(needs=PROOF)
def appeal_dismissal(work: Work, code: str, token: str, *, body: str) -> None:
    """Say why leaving what one reported as it is was wrong; code and secret prove who reported it.

    Raises NoSuchReport, NoSuchDecision, TooLateToAppeal, AppealedAlready.
    """
    one = reports.get_report(work, code, token, lock=True)
    _write(work, get_decision(work, Appealed.REPORT, one.id), body, by=one.email)


def get_appeal(work: Work, appeal_id: UUID, *, lock: bool = False) -> DecisionAppeal:
    """Load an appeal; raises NoSuchDecision."""
    found = work.session.find(select(DecisionAppeal).where(DecisionAppeal.id == appeal_id), lock=lock)
    if found is None:
        raise errors.NoSuchDecision
    return found


@verb(needs=StaffMay.MODERATE)
def answer_decision_appeal(work: Work, appeal_id: UUID, *, upheld: bool, answer: str) -> None:
    """Answer an appeal with reasons; where it is right the decision is taken back, and everything stands as before it.

    Raises ReasonForPersonNeeded, NothingToAppeal when it was answered, AnotherMustAnswer for one's own decision, OwnCase.
    """
    if not answer:
        raise errors.ReasonForPersonNeeded
    appeal = get_appeal(work, appeal_id, lock=True)
    if appeal.answered_at is not None:
        raise errors.NothingToAppeal
    decision = get_decision(work, Appealed(appeal.against), appeal.against_id)
    if work.actor.account_id in decision.taken_by:
        raise errors.AnotherMustAnswer
    check_not_own(work, decision.shop_id)
    appeal.upheld, appeal.answer = upheld, answer
    appeal.answered_at, appeal.answered_by, appeal.answered_by_id = work.now, work.actor.name, work.actor.account_id
    if upheld:
        _take_back(work, decision, answer)
    work.audit(
        "moderation.answer_decision", f"{appeal.against}:{appeal.against_id}", tenant_id=appeal.tenant_id,
        title=appeal.title, upheld=upheld,
    )  # fmt: skip
    work.tell(DecisionAppealAnswered(appeal.id))


def _take_back(work: Work, decision: Decision, answer: str) -> None:
    match decision.against:
        case Appealed.CASE:
            case = work.session.lock_row(ModerationCase, decision.id)
            assert case.tenant_id is not None  # cases are always about a shop
            case.reversed_at = work.now
            with suppress(NoSuchProduct):  # its shop deleted it since: there is nothing to bring back
                catalog.reinstate_product(
                    work, case.tenant_id, case.product_id, revision=case.revision, taken_down=case.taken_down,
                    paused=bool(case.evidence.get("paused")),
                )  # fmt: skip
        case Appealed.MEASURE:
            measure = measures.get_measure(work, decision.id, lock=True)
            measure.reversed_at = work.now
            if measure.state in MEASURE_STANDING:
                measures.lift(work, measure, answer)
        case Appealed.RECALL:
            recall = work.session.scalars(select(Recall).where(Recall.id == decision.id)).one()
            if recall.state == RecallState.OPEN:
                close_any_recall(work, recall.code, closing=answer)
        case Appealed.REPORT:
            reports.look_again(work, work.session.get_one(Report, decision.id))


def open_appeals(work: Work, *, limit: int = 100) -> tuple[Sequence[DecisionAppeal], Sequence[ShopClosing]]:
    """List the appeals that wait for an answer, by their clock; and the closings that were appealed."""
    waiting = select(DecisionAppeal).where(DecisionAppeal.answered_at.is_(None))
    of = (ClosingAppeal.tenant_id == ShopClosing.tenant_id) & (ClosingAppeal.closing_id == ShopClosing.id)
    closings = select(ShopClosing).join(ClosingAppeal, of).where(ClosingAppeal.answered_at.is_(None))
    return (
        work.session.scalars(waiting.order_by(DecisionAppeal.answer_by, DecisionAppeal.id).limit(limit)).all(),
        work.session.scalars(closings.order_by(ClosingAppeal.written_at).limit(limit)).all(),
    )


def count_appeals(work: Work) -> tuple[int, int]:
    """Count the appeals that wait for an answer, and those of them that are late."""
    late = func.count().filter(DecisionAppeal.answer_by < work.now)
    row = work.session.execute(select(func.count(), late).where(DecisionAppeal.answered_at.is_(None))).one()
    closings = work.session.scalars(select(ClosingAppeal.written_at).where(ClosingAppeal.answered_at.is_(None))).all()
    return int(row[0]) + len(closings), int(row[1]) + sum(answer_due(one) < work.now for one in closings)
