"""Verbs of moderation. A decision carries its reasons, is signed by a person and is kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.goods import catalog
from marketplace.goods.catalog import EditedMeanwhile, ProductState, ProductWrongState
from marketplace.goods.catalog.events import EditDiscarded, ProductSubmitted
from marketplace.goods.catalog.models import Product
from marketplace.kernel import claims
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleSection, version_in_force, version_with
from marketplace.people.sellers import note_first_listing
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation import flagging, queries, reports
from marketplace.platform.moderation.checks import risk_of
from marketplace.platform.moderation.errors import (
    AlreadyDecided,
    AnotherMustLook,
    ChangedMeanwhile,
    NoSuchModerationCase,
    NotForSale,
    ReasonsNeeded,
    RuleNotInForce,
)
from marketplace.platform.moderation.events import ListingDecided
from marketplace.platform.moderation.measures import evidence_of
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.reporting import ReportAbout
from marketplace.platform.moderation.rules import CASE_NEXT, DECIDE_DAYS, TAKE_DOWN, CaseState


def open_case(work: Work, fact: ProductSubmitted) -> None:
    """Put a submitted revision before staff, once. An older open case of the same product is replaced by it."""
    cases = work.session.scalars(select(ModerationCase).where(ModerationCase.product_id == fact.product_id)).all()
    if any(case.revision == fact.revision for case in cases):
        return
    product = work.session.get(Product, (fact.tenant_id, fact.product_id))
    if product is None:
        return  # its shop edited it meanwhile, and deleted it
    snapshot = queries.snapshot_of(work, product)
    flags = flagging.flags_of(work, product.id, snapshot)
    for older in cases:
        if older.state == CaseState.OPEN:
            transition(older, CaseState.SUPERSEDED, CASE_NEXT)
    work.session.add(
        ModerationCase(
            id=new_id(),
            tenant_id=fact.tenant_id,
            product_id=fact.product_id,
            revision=fact.revision,
            title=product.title,
            shop_name=fact.shop_name,
            shop_slug=fact.shop_slug,
            snapshot=snapshot,
            flags=flags,
            risk=risk_of(flags),
            state=CaseState.OPEN,
            submitted_at=work.now,
            decide_by=closing_after(work.now, DECIDE_DAYS),
            plea=fact.plea or None,
        )
    )


def drop_case(work: Work, fact: EditDiscarded) -> None:
    """What its shop gave up waits for nobody; again finds nothing."""
    for case in _waiting(work, fact.product_id):
        transition(case, CaseState.SUPERSEDED, CASE_NEXT)


def _waiting(work: Work, product_id: UUID) -> Sequence[ModerationCase]:
    waits = select(ModerationCase).where(
        ModerationCase.product_id == product_id, ModerationCase.state == CaseState.OPEN
    )
    return work.session.lock(waits.order_by(ModerationCase.id))


def get_case(work: Work, case_id: UUID, *, lock: bool = False) -> ModerationCase:
    """Load a case; raises NoSuchModerationCase."""
    query = select(ModerationCase).where(ModerationCase.id == case_id)
    case = work.session.find(query, lock=lock)
    if case is None:
        raise NoSuchModerationCase
    return case


def _open(work: Work, case_id: UUID) -> ModerationCase:
    case = get_case(work, case_id, lock=True)
    if case.state != CaseState.OPEN:
        raise AlreadyDecided(by=case.decided_by or "")
    assert case.tenant_id is not None  # cases are always about a shop
    check_not_own(work, case.tenant_id)
    claims.check_not_held(work, case)
    return case


@verb(needs=StaffMay.MODERATE)
def take_case(work: Work, case_id: UUID) -> None:
    """Take a case to decide it, for half an hour. Raises OwnCase, HeldByColleague, AlreadyDecided."""
    claims.take(work, _open(work, case_id))


@verb(needs=StaffMay.MODERATE)
def release_case(work: Work, case_id: UUID) -> None:
    """Give a case back to the queue. Raises HeldByColleague, AlreadyDecided."""
    claims.let_go(_open(work, case_id))


@verb(needs=StaffMay.MODERATE)
def approve_listing(work: Work, case_id: UUID) -> bool:
    """Publish the revision staff looked at; False when its shop has paused it and shows it later.

    Raises AlreadyDecided, OwnCase, HeldByColleague, AnotherMustLook, ShopClosed; ChangedMeanwhile when the shop edited it
    since.
    """
    case = _to_decide(work, case_id)
    assert case.tenant_id is not None  # cases are always about a shop
    try:
        shown = catalog.publish_product(work, case.tenant_id, case.product_id, revision=case.revision)
    except EditedMeanwhile as changed:
        raise ChangedMeanwhile from changed
    note_first_listing(work, case.tenant_id)
    case.rules_version = version_in_force(work)
    _decide(work, case, CaseState.APPROVED)
    return shown


@verb(needs=StaffMay.MODERATE)
def decline_listing(work: Work, case_id: UUID, *, rule: str, facts: str, how_to_fix: str) -> None:
    """Decline a revision, naming the rule, what was seen and how to mend it.

    Raises RuleNotInForce, ReasonsNeeded, AlreadyDecided, OwnCase, HeldByColleague, AnotherMustLook.
    """
    rules_version = _check_reasons(work, rule, facts, how_to_fix)
    case = _to_decide(work, case_id)
    assert case.tenant_id is not None  # cases are always about a shop
    case.rule, case.rules_version, case.facts, case.how_to_fix = rule, rules_version, facts, how_to_fix
    case.evidence = evidence_of(None, case.flags)
    catalog.decline_product(work, case.tenant_id, case.product_id, revision=case.revision, why=_why(work, case))
    _decide(work, case, CaseState.DECLINED)


@verb(needs=StaffMay.MODERATE)
def take_down_listing(work: Work, number: int, *, rule: str, facts: str, how_to_fix: str) -> UUID:
    """Take what is for sale, or paused, under a number off the shelf; gives the case that says why.

    The shop is told the three things, mends it, or asks that somebody else looks. Raises RuleNotInForce,
    ReasonsNeeded, OwnCase, AnotherMustLook where a plea against one's own decision waits, and NotForSale when it is not
    there any more.
    """
    rules_version = _check_reasons(work, rule, facts, how_to_fix)
    product = queries.product_of(work, number)
    if product is None:
        raise NotForSale
    check_not_own(work, product.tenant_id)
    for waiting in _waiting(work, product.id):
        _check_other_looks(work, waiting)
        transition(waiting, CaseState.SUPERSEDED, CASE_NEXT)
    shop = work.session.get_one(Shop, (product.tenant_id, product.tenant_id))
    snapshot, paused = queries.snapshot_of(work, product), product.state == ProductState.PAUSED
    flags = flagging.flags_of(work, product.id, snapshot)
    by = reports.Acted(rule, rules_version, TAKE_DOWN)
    reported = reports.settle_about(work, ReportAbout.LISTING, product.id, answer=facts, by=by)
    case = ModerationCase(
        id=new_id(), tenant_id=product.tenant_id, product_id=product.id, title=product.title, shop_name=shop.name,
        shop_slug=shop.slug, snapshot=snapshot, state=CaseState.OPEN, submitted_at=work.now,
        decide_by=work.now, taken_down=True, rule=rule, rules_version=rules_version, facts=facts, how_to_fix=how_to_fix,
        flags=flags, evidence={**evidence_of(reported, flags), "paused": paused},
    )  # fmt: skip
    try:
        case.revision = catalog.take_down_product(work, product.tenant_id, product.id, why=_why(work, case))
    except ProductWrongState as refusal:
        raise NotForSale from refusal
    work.session.add(case)
    _decide(work, case, CaseState.DECLINED)
    return case.id


def _check_reasons(work: Work, rule: str, facts: str, how_to_fix: str) -> int:
    """Refuse reasons that are none; gives the version of the rules that has this one."""
    rules_version = version_with(work, RuleSection.LISTING, rule)
    if rules_version is None:
        raise RuleNotInForce
    if not facts or not how_to_fix:
        raise ReasonsNeeded
    return rules_version


def _why(work: Work, case: ModerationCase) -> dict[str, str | int]:
    """What the product keeps of a decision, for its shop to read."""
    return {
        "rule": case.rule or "", "rules_version": case.rules_version, "facts": case.facts or "",
        "how_to_fix": case.how_to_fix or "", "by": work.actor.name, "at": work.now.isoformat(),
    }  # fmt: skip


def _to_decide(work: Work, case_id: UUID) -> ModerationCase:
    """Open a case to decide it. Where its shop says that the decision before was wrong, somebody else does."""
    case = _open(work, case_id)
    _check_other_looks(work, case)
    return case


def _check_other_looks(work: Work, case: ModerationCase) -> None:
    if case.plea:
        before = queries.latest_declined(work, case)
        if before is not None and before.decided_by_id == work.actor.account_id:
            raise AnotherMustLook


def _decide(work: Work, case: ModerationCase, state: CaseState) -> None:
    assert case.tenant_id is not None  # cases are always about a shop
    transition(case, state, CASE_NEXT)
    case.decided_at, case.decided_by, case.decided_by_id = work.now, work.actor.name, work.actor.account_id
    claims.let_go(case)
    work.audit(
        "moderation.decide", f"product:{case.product_id}", tenant_id=case.tenant_id, title=case.title, state=state.value,
        rule=case.rule, taken_down=bool(case.taken_down),
    )  # fmt: skip
    work.tell(ListingDecided(case.id, case.tenant_id, state is CaseState.APPROVED))
