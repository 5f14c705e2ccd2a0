"""Verbs on reports: anybody says what is wrong with something live, and learns what becomes of it (after DSA art. 16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from marketplace.kernel import claims
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.errors import OwnCase
from marketplace.kernel.ids import hash_token, new_code, new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.keyed import link_secret
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts import tidy_email
from marketplace.platform.moderation import errors, reporting
from marketplace.platform.moderation.checks import risk_of
from marketplace.platform.moderation.events import BadFaithFound, ReportReceived, ReportsDecided
from marketplace.platform.moderation.models import Report, ReportCase
from marketplace.platform.moderation.reporting import REPORT_CASE_NEXT, ReportAbout, ReportCaseState, ReportReason
from marketplace.platform.moderation.things import Thing, flags_of_thing
from tenants import resolve

_HOUR = timedelta(hours=1)
_LONGEST = 8000  # letters of what one person says of one thing


@dataclass(frozen=True)
class Reporter:
    """Who reports: an account whose address is verified, or an address that somebody typed."""

    email: str
    locale: str
    account_id: UUID | None = None


@dataclass(frozen=True)
class Said:
    """What somebody says is wrong; `right_owner` is whose right it is, of intellectual property."""

    reason: ReportReason
    body: str
    right_owner: str = ""


@dataclass(frozen=True)
class Acted:
    """What was done about something: by which rule, as which version of the rules says it, and what ("take_down" or a
    kind of measure).
    """

    rule: str
    rules_version: int
    done: str


@verb(needs=PROOF)
def report(work: Work, thing: Thing, said: Said, by: Reporter) -> tuple[Report, bool]:
    """Report something; gives the report, and whether it joined one of the same person that staff have not decided yet.

    What different people say of one thing is one case. Raises RightOwnerNeeded, TooManyReports.
    """
    if said.reason is ReportReason.RIGHTS and not said.right_owner:
        raise errors.RightOwnerNeeded
    email = tidy_email(by.email)
    case = _open_about(work, thing.about, thing.id)
    mine = case and work.session.scalar(select(Report).where(Report.case_id == case.id, Report.email == email))
    if mine:
        mine.times, mine.last_at = mine.times + 1, work.now
        if (
            mine.account_id == by.account_id
            and said.body not in mine.body
            and len(mine.body) + len(said.body) < _LONGEST
        ):
            mine.body = f"{mine.body}\n\n{said.body}"
        return mine, True
    _check_pace(work, email, by)
    if case is None:
        case = _begin_case(work, thing)
    made = _write_down(work, case, said, by, email)
    _weigh(work, case)
    work.audit("moderation.report", f"report:{made.id}", code=made.code, reason=said.reason, about=thing.about)
    work.tell(ReportReceived(made.id))
    return made, False


def _write_down(work: Work, case: ReportCase, said: Said, by: Reporter, email: str) -> Report:
    made = Report(
        id=new_id(), code=new_code(), case_id=case.id, reason=said.reason, body=said.body,
        right_owner=said.right_owner or None, email=email, account_id=by.account_id, locale=by.locale, times=1,
        reported_at=work.now, last_at=work.now,
        behind=reporting.waits_behind(_bad_faith(work, email, by.account_id)),
    )  # fmt: skip
    made.link_hash = hash_token(report_token(work, made))
    work.session.add(made)
    work.session.flush()
    return made


def report_token(work: Work, one: Report) -> str:
    """Make the secret of a report's link, which opens its page."""
    return link_secret(work.site.settings.secret_keys, f"report:{one.id}", hashed=one.link_hash)


def _check_pace(work: Work, email: str, by: Reporter) -> None:
    lately = select(func.count()).where(Report.email == email, Report.reported_at > work.now - _HOUR)
    most = reporting.REPORTS_AN_HOUR_KNOWN if by.account_id else reporting.REPORTS_AN_HOUR
    if (work.session.scalar(lately) or 0) >= most:
        raise errors.TooManyReports(most=most)


def _open_about(work: Work, about: ReportAbout, about_id: UUID) -> ReportCase | None:
    query = select(ReportCase).where(ReportCase.about == about, ReportCase.about_id == about_id)
    return work.session.find(query.where(ReportCase.state == ReportCaseState.OPEN), lock=True)


def _begin_case(work: Work, thing: Thing) -> ReportCase:
    case = ReportCase(
        id=new_id(), about=thing.about, about_id=thing.id, shop_id=thing.shop_id, shop_name=thing.shop_name,
        shop_slug=thing.shop_slug, title=thing.title, number=thing.number, state=ReportCaseState.OPEN,
        submitted_at=work.now, decide_by=closing_after(work.now, reporting.ANSWER_REPORTS_DAYS), decisions=0,
        product_id=thing.id if thing.about is ReportAbout.LISTING else None,
    )  # fmt: skip
    case.flags = flags_of_thing(work, case)
    work.session.add(case)
    work.session.flush()
    return case


def _weigh(work: Work, case: ReportCase) -> None:
    """Order a locked case anew among those that wait."""
    said = work.session.execute(select(Report.reason, Report.behind).where(Report.case_id == case.id)).all()
    case.reports = len(said)
    case.risk = reporting.risk_of_reports([row.reason for row in said if not row.behind], risk_of(case.flags))


def _of(email: str, account_id: UUID | None) -> ColumnElement[bool]:
    """Whose reports: of an account, or of an address that somebody typed, which may be another's."""
    return Report.account_id == account_id if account_id else (Report.email == email) & Report.account_id.is_(None)


def _bad_faith(work: Work, email: str, account_id: UUID | None) -> int:
    lately = Report.bad_faith_at > work.now - reporting.BAD_FAITH_FOR
    return work.session.scalar(select(func.count()).where(_of(email, account_id), lately)) or 0


def get_report(work: Work, code: str, token: str, *, lock: bool = False) -> Report:
    """Find a report by its code and the secret of its link; raises NoSuchReport."""
    query = select(Report).where(Report.code == code, Report.link_hash == hash_token(token))
    found = work.session.find(query, lock=lock)
    if found is None:
        raise errors.NoSuchReport
    return found


def get_report_case(work: Work, case_id: UUID, *, lock: bool = False) -> ReportCase:
    """Load what was reported; raises NoSuchReportCase."""
    found = work.session.find(select(ReportCase).where(ReportCase.id == case_id), lock=lock)
    if found is None:
        raise errors.NoSuchReportCase
    return found


def reports_of(work: Work, case: ReportCase) -> Sequence[Report]:
    """List what people said of one thing: those that wait behind the others last, else the oldest first."""
    query = select(Report).where(Report.case_id == case.id)
    return work.session.scalars(query.order_by(Report.behind, Report.reported_at, Report.id)).all()


def open_for_decision(work: Work, case_id: UUID) -> ReportCase:
    """Hold a case to decide it. Raises NoSuchReportCase, AlreadyDecided, OwnCase, HeldByColleague."""
    case = get_report_case(work, case_id, lock=True)
    if case.state != ReportCaseState.OPEN:
        raise errors.AlreadyDecided(by=case.decided_by or "")
    own = select(Report.id).where(Report.case_id == case.id, Report.account_id == work.actor.account_id)
    if work.session.scalar(own) or resolve.works_in(
        work.session, account_id=work.actor.account_id, tenant_id=case.shop_id
    ):
        raise OwnCase
    claims.check_not_held(work, case)
    return case


@verb(needs=StaffMay.MODERATE)
def take_reports(work: Work, case_id: UUID) -> None:
    """Take what was reported to decide it, for half an hour. Raises as `open_for_decision` does."""
    claims.take(work, open_for_decision(work, case_id))


@verb(needs=StaffMay.MODERATE)
def release_reports(work: Work, case_id: UUID) -> None:
    """Give it back to the queue."""
    claims.let_go(open_for_decision(work, case_id))


@verb(needs=StaffMay.MODERATE)
def dismiss_reports(work: Work, case_id: UUID, *, answer: str) -> None:
    """Leave what was reported as it is, with a reason that everybody who reported it reads.

    Raises ReasonForPersonNeeded, and as `open_for_decision` does.
    """
    if not answer:
        raise errors.ReasonForPersonNeeded
    settle(work, open_for_decision(work, case_id), ReportCaseState.DISMISSED, answer=answer)


def settle(
    work: Work,
    case: ReportCase,
    state: ReportCaseState,
    *,
    answer: str,
    by: Acted | None = None,
) -> None:
    """Write down how a locked case was decided, and tell everybody who reported it."""
    transition(case, state, REPORT_CASE_NEXT)
    case.answer = answer
    if by is not None:
        case.rule, case.rules_version, case.done = by.rule, by.rules_version, by.done
    case.decided_at, case.decided_by, case.decided_by_id = work.now, work.actor.name, work.actor.account_id
    case.decisions += 1
    claims.let_go(case)
    work.audit("moderation.reports", f"report_case:{case.id}", state=state.value, rule=case.rule, done=case.done)
    work.tell(ReportsDecided(case.id))


def settle_about(work: Work, about: ReportAbout, about_id: UUID, *, answer: str, by: Acted) -> ReportCase | None:
    """Something was done about a thing: what people reported of it is decided by that. Gives the case, where there is one."""
    case = _open_about(work, about, about_id)
    if case is not None:
        settle(work, case, ReportCaseState.ACTED, answer=answer, by=by)
    return case


def look_again(work: Work, one: Report) -> None:
    """Bring what was dismissed back before staff, or its report to the case that is open about the same thing by now."""
    case = get_report_case(work, one.case_id, lock=True)
    other = _open_about(work, ReportAbout(case.about), case.about_id)
    if other is None:
        transition(case, ReportCaseState.OPEN, REPORT_CASE_NEXT)
        case.submitted_at, case.decide_by = work.now, closing_after(work.now, reporting.ANSWER_REPORTS_DAYS)
        case.answer = case.decided_at = case.decided_by = case.decided_by_id = None
        case.flags = flags_of_thing(work, case)
        _weigh(work, case)
    elif not work.session.scalar(select(Report.id).where(Report.case_id == other.id, Report.email == one.email)):
        one.case_id = other.id
        work.session.flush()
        _weigh(work, other)


def get_by_id(work: Work, report_id: UUID, *, lock: bool = False) -> Report:
    """Load a report for staff; raises NoSuchReport."""
    found = work.session.find(select(Report).where(Report.id == report_id), lock=lock)
    if found is None:
        raise errors.NoSuchReport
    return found


@verb(needs=StaffMay.MODERATE)
def call_bad_faith(work: Work, report_id: UUID, *, why: str) -> UUID:
    """Say, with a reason, that a report was made in bad faith; gives its case.

    Whoever is said to have done so three times in six months has their reports wait behind the others, and is told (after
    DSA art. 23(2)). Raises ReasonForPersonNeeded, NoSuchReport, ReportNotBadFaith, OwnCase.
    """
    if not why:
        raise errors.ReasonForPersonNeeded
    one = get_by_id(work, report_id, lock=True)
    if one.bad_faith_at is not None:
        raise errors.ReportNotBadFaith
    case = get_report_case(work, one.case_id)
    check_not_own(work, case.shop_id)
    one.bad_faith, one.bad_faith_at, one.bad_faith_by = why, work.now, work.actor.name
    work.session.flush()
    work.audit("moderation.bad_faith", f"report:{one.id}", code=one.code)
    count = _bad_faith(work, one.email, one.account_id)
    if reporting.waits_behind(count):
        _put_behind(work, _of(one.email, one.account_id))
        if count == reporting.BAD_FAITH_MOST:
            work.tell(BadFaithFound(one.id))
    return case.id


def _put_behind(work: Work, theirs: ColumnElement[bool]) -> None:
    about = select(Report.case_id).where(theirs)
    waiting = select(ReportCase).where(ReportCase.id.in_(about), ReportCase.state == ReportCaseState.OPEN)
    for case in work.session.lock(waiting.order_by(ReportCase.id)):
        for one in work.session.scalars(select(Report).where(Report.case_id == case.id, theirs)):
            one.behind = True
        work.session.flush()
        _weigh(work, case)
