"""Questions about moderation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from marketplace.goods.catalog import ProductState, pictures_of, variants_of
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.calendar import morning_of, night_of
from marketplace.kernel.matching import has_either
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleText, newest_rules, rules_named
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation.models import HoldRequest, LiveMeasure, ModerationCase, Report, ReportCase
from marketplace.platform.moderation.reporting import ReportCaseState
from marketplace.platform.moderation.rules import (
    CASE_DECIDED,
    MEASURE_STANDING,
    CaseState,
    HoldRequestState,
    MeasureKind,
)
from tenants import resolve

_SHOWN = (
    "title", "description", "category", "brand", "model", "gtin", "condition", "attributes", "warranty_months",
    "warranty_by", "return_days", "return_paid_by", "weight_grams", "axes", "origin_country", "nom", "maker", "no_gtin",
)  # fmt: skip


def snapshot_of(work: Work, product: Product) -> dict[str, Any]:
    """Write a product down as its shop has it now."""
    pictures = pictures_of(work, product)
    return {
        **{name: getattr(product, name) for name in _SHOWN},
        "variants": [
            {name: getattr(one, name) for name in ("sku", "name", "price_minor", "gtin", "weight_grams")}
            for one in variants_of(work, product)
        ],
        "pictures": [one.key for one in pictures],
        "alts": {one.key: one.alt for one in pictures},
    }


class Decided(Protocol):
    """A decision that may name a rule."""

    @property
    def id(self) -> UUID:
        """Which one it is."""

    @property
    def rule(self) -> str | None:
        """The code of its rule; None where it is by none."""

    @property
    def rules_version(self) -> int:
        """The version of the market's rules by which it was decided."""


def rules_then(work: Work, decisions: Iterable[Decided]) -> dict[UUID, RuleText]:
    """Read the rules that decisions name as they were said when it was decided, by decision, in one query."""
    named = {one.id: (one.rules_version, one.rule) for one in decisions if one.rule is not None}
    said = rules_named(work, named.values())
    return {decision: said[rule] for decision, rule in named.items()}


def rule_now(work: Work, code: str) -> RuleText:
    """Read a rule that a decision may name as the newest version that has it says it."""
    return newest_rules(work, [code])[code]


def decided(work: Work, *, text: str = "", offset: int = 0, limit: int = 30) -> tuple[Sequence[ModerationCase], int]:
    """List what was decided about listings, the latest first; with how many there are."""
    query = select(ModerationCase).where(ModerationCase.state.in_(CASE_DECIDED))
    if text:
        query = query.where(has_either(text, words=(ModerationCase.title, ModerationCase.shop_name), codes=()))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(query.order_by(ModerationCase.decided_at.desc()).offset(offset).limit(limit))
    return rows.all(), total


def products_there(work: Work, ids: Sequence[UUID]) -> set[UUID]:
    """Say which of some products their shop, in which this work stands, has not deleted."""
    return set(work.session.scalars(select(Product.id).where(Product.tenant_id == work.tenant_id, Product.id.in_(ids))))


@dataclass(frozen=True)
class InQueue:
    """Something that waits for a decision: a revision that was submitted, or what people reported."""

    kind: str  # "case" or "reports"
    id: UUID
    title: str
    shop_name: str
    about: str  # of reports, reporting.ReportAbout
    risk: int
    flags: list[dict[str, Any]]
    reports: int  # by how many people
    submitted_at: datetime
    decide_by: datetime
    claimed_by: str | None
    claimed_until: datetime | None


def _both(*, text: str = "") -> tuple[Select[Any], Select[Any]]:
    """The two sides of the queue, each from its own partial index in the queue's order."""
    shared = ("id", "title", "shop_name", "risk", "flags", "submitted_at", "decide_by", "claimed_by", "claimed_until")
    cases = select(
        literal("case").label("kind"), literal("").label("about"), literal(0).label("reports"),
        *(getattr(ModerationCase, name) for name in shared),
    ).where(ModerationCase.state == CaseState.OPEN)  # fmt: skip
    reported = select(
        literal("reports").label("kind"), ReportCase.about, ReportCase.reports,
        *(getattr(ReportCase, name) for name in shared),
    ).where(ReportCase.state == ReportCaseState.OPEN)  # fmt: skip
    if text:
        cases = cases.where(has_either(text, words=(ModerationCase.title, ModerationCase.shop_name), codes=()))
        reported = reported.where(has_either(text, words=(ReportCase.title, ReportCase.shop_name), codes=()))
    return cases, reported


def waiting(work: Work, *, text: str = "", offset: int = 0, limit: int = 30) -> tuple[list[InQueue], int]:
    """List what waits for a decision: what is riskiest first, then what waits longest; with how much there is."""
    cases, reported = _both(text=text)
    total = sum(
        work.session.scalar(select(func.count()).select_from(side.with_only_columns(literal(1)).subquery())) or 0
        for side in (cases, reported)
    )
    return [
        InQueue(**row._mapping) for row in work.session.execute(in_order(cases, reported, offset + limit, offset))
    ], total


def in_order(cases: Select[Any], reported: Select[Any], most: int, offset: int) -> Select[Any]:
    """Merge both sides: each gives its first rows from its index, so that what is behind them is never read."""
    firsts = [
        side.order_by(table.risk.desc(), table.submitted_at, table.id).limit(most)
        for side, table in ((cases, ModerationCase), (reported, ReportCase))
    ]
    both = union_all(*(first.subquery().select() for first in firsts)).subquery()
    columns = both.c
    return (
        select(both).order_by(columns.risk.desc(), columns.submitted_at, columns.id).offset(offset).limit(most - offset)
    )


def next_waiting(work: Work) -> InQueue | None:
    """Find what is next for who decides: the first in the queue that no colleague has taken, and that is theirs to decide: not
    of a shop they work in, nor what they reported or a plea is about that they decided before.
    """
    me = work.actor.account_id
    own = [seat.tenant_id for seat in resolve.seats_of(work.session, account_id=me)] if me else []
    before = aliased(ModerationCase)
    against_me = select(before.id).where(
        ModerationCase.plea.is_not(None), before.product_id == ModerationCase.product_id,
        before.state == CaseState.DECLINED, before.decided_by_id == me,
    )  # fmt: skip
    by_me = select(Report.id).where(Report.case_id == ReportCase.id, Report.account_id == me)
    cases, reported = _both()
    row = work.session.execute(
        in_order(
            cases.where(
                _free(ModerationCase, me, work.now), ModerationCase.tenant_id.not_in(own), ~against_me.exists()
            ),
            reported.where(_free(ReportCase, me, work.now), ReportCase.shop_id.not_in(own), ~by_me.exists()),
            1,
            0,
        )
    ).first()
    return InQueue(**row._mapping) if row else None


def _free(table: type[ModerationCase | ReportCase], me: UUID | None, now: datetime) -> ColumnElement[bool]:
    return or_(table.claimed_until.is_(None), table.claimed_until <= now, table.claimed_by_id == me)


def of_product(work: Work, case: ModerationCase) -> Sequence[ModerationCase]:
    """List what was decided about the product of a case besides it, the latest first."""
    query = select(ModerationCase).where(
        ModerationCase.product_id == case.product_id,
        ModerationCase.id != case.id,
        ModerationCase.state.in_(CASE_DECIDED),
    )
    return work.session.scalars(query.order_by(ModerationCase.decided_at.desc())).all()


def latest_declined(work: Work, case: ModerationCase) -> ModerationCase | None:
    """Find the latest decision against the product of a case."""
    return next((one for one in of_product(work, case) if one.state == CaseState.DECLINED), None)


def approved_before(work: Work, case: ModerationCase) -> ModerationCase | None:
    """Find what was approved of the product of a case before it: what its buyers read now, where it is for sale."""
    before = (one for one in of_product(work, case) if one.state == CaseState.APPROVED and one.revision < case.revision)
    return next(before, None)


_ON_SHELF = (ProductState.PUBLISHED, ProductState.PAUSED)
_MOST_FOUND = 20


def product_of(work: Work, number: int) -> Product | None:
    """Find the product that is for sale, or paused, under a number."""
    return work.session.scalar(select(Product).where(Product.listing_number == number, Product.state.in_(_ON_SHELF)))


def number_of(work: Work, case: ModerationCase) -> int | None:
    """Find under which number the product of a case is for sale, or paused; None where it is neither."""
    return work.session.scalar(
        select(Product.listing_number).where(
            Product.tenant_id == case.tenant_id, Product.id == case.product_id, Product.state.in_(_ON_SHELF)
        )
    )


def shown_now(work: Work, case: ModerationCase) -> dict[str, Any] | None:
    """What the buyers of a case's product read now, as a snapshot; None where it is not for sale."""
    listing = work.session.get(Listing, (case.tenant_id, case.product_id))
    if listing is None:
        return None
    return {
        **{name: getattr(listing, name, said) for name, said in case.snapshot.items()},
        "variants": listing.variants,
        "pictures": [one["key"] for one in listing.pictures],
        "alts": {one["key"]: one["alt"] for one in listing.pictures},
    }


def for_sale(work: Work, text: str) -> Sequence[Any]:
    """List what is for sale by its title, its shop's name or its number: number, title and shop."""
    number = whole_number(text.rpartition("-")[2])
    said = has_either(text, words=(Listing.title, Shop.name), codes=()) | (Listing.number == (number or 0))
    query = select(Listing.number, Listing.title, Shop.name.label("shop_name"))
    query = query.join(Shop, Shop.tenant_id == Listing.tenant_id).where(said)
    return work.session.execute(query.order_by(Listing.title, Listing.number).limit(_MOST_FOUND)).all()


def record_of_shop(work: Work, tenant_id: UUID | None) -> tuple[int, int]:
    """Count what was approved of a shop, and what was declined or taken down; not what an appeal took back."""
    approved = func.count().filter(ModerationCase.state == CaseState.APPROVED)
    stands = ModerationCase.reversed_at.is_(None)
    declined = func.count().filter((ModerationCase.state == CaseState.DECLINED) & stands)
    row = work.session.execute(select(approved, declined).where(ModerationCase.tenant_id == tenant_id)).one()
    return int(row[0]), int(row[1])


def count_open(work: Work) -> tuple[int, int]:
    """Count what waits for staff, listings and reports, and what of it is late."""
    open_, late = 0, 0
    for table in (ModerationCase, ReportCase):
        is_late = func.count().filter(table.decide_by < work.now)
        row = work.session.execute(select(func.count(), is_late).where(table.state == "open")).one()
        open_, late = open_ + int(row[0]), late + int(row[1])
    return open_, late


def shown_under(work: Work, number: int | None) -> dict[str, Any] | None:
    """What buyers read under a number: price, texts and pictures; None where nothing is for sale there."""
    listing = work.session.scalar(select(Listing).where(Listing.number == number)) if number else None
    if listing is None:
        return None
    names = ("title", "description", "price_minor", "gtin", "condition", "brand", "published_at", "popularity")
    return {name: getattr(listing, name) for name in names} | {"pictures": [one["key"] for one in listing.pictures]}


def measures(work: Work, *, offset: int = 0, limit: int = 30) -> tuple[Sequence[LiveMeasure], int]:
    """List every measure, those that stand first, then the latest; with how many there are."""
    total = work.session.scalar(select(func.count()).select_from(LiveMeasure)) or 0
    order = (LiveMeasure.state.in_(MEASURE_STANDING).desc(), LiveMeasure.decided_at.desc(), LiveMeasure.id)
    return work.session.scalars(select(LiveMeasure).order_by(*order).offset(offset).limit(limit)).all(), total


def measures_of(work: Work, tenant_id: UUID | None, *, product_id: UUID | None = None) -> Sequence[LiveMeasure]:
    """List the measures a shop had, or one of its products, the latest first."""
    query = select(LiveMeasure).where(LiveMeasure.tenant_id == tenant_id)
    if product_id is not None:
        query = query.where(LiveMeasure.product_id == product_id)
    return work.session.scalars(query.order_by(LiveMeasure.decided_at.desc()).limit(_MOST_FOUND)).all()


def holds_of(work: Work, tenant_id: UUID | None) -> Sequence[LiveMeasure]:
    """List what holds a shop's money now, and what is announced to, the earliest first."""
    return work.session.scalars(
        select(LiveMeasure)
        .where(
            LiveMeasure.tenant_id == tenant_id,
            LiveMeasure.kind == MeasureKind.HOLD,
            LiveMeasure.state.in_(MEASURE_STANDING),
        )
        .order_by(LiveMeasure.begins_at)
    ).all()


def held_between(work: Work, tenant_id: UUID | None, first: date, last: date) -> Sequence[LiveMeasure]:
    """List what held a shop's money on any of some days of Mexico City, the earliest first."""
    return work.session.scalars(
        select(LiveMeasure)
        .where(
            LiveMeasure.tenant_id == tenant_id,
            LiveMeasure.kind == MeasureKind.HOLD,
            LiveMeasure.begins_at < night_of(last),
            func.least(LiveMeasure.over_at, LiveMeasure.ends_at)
            > func.greatest(LiveMeasure.begins_at, morning_of(first)),
        )
        .order_by(LiveMeasure.begins_at)
    ).all()


def hold_requests(
    work: Work, *, waiting: bool = False, offset: int = 0, limit: int = 30
) -> tuple[Sequence[tuple[HoldRequest, LiveMeasure | None]], int]:
    """List what was asked for about the money of shops, the latest first, each with what it became; with how many there are.

    `waiting`: what somebody else must decide.
    """
    query = select(HoldRequest, LiveMeasure).outerjoin(LiveMeasure, LiveMeasure.id == HoldRequest.measure_id)
    if waiting:
        query = query.where(HoldRequest.state == HoldRequestState.ASKED)
    total = work.session.scalar(select(func.count()).select_from(query.with_only_columns(HoldRequest.id).subquery()))
    rows = work.session.execute(
        query.order_by(HoldRequest.asked_at.desc(), HoldRequest.id.desc()).offset(offset).limit(limit)
    )
    return [(row[0], row[1]) for row in rows], total or 0


def count_hold_requests(work: Work) -> tuple[int, int]:
    """Count what somebody else must decide; none of it has a day by which it must be."""
    return hold_requests(work, waiting=True, limit=1)[1], 0


def reported_before(work: Work, case: ReportCase) -> Sequence[ReportCase]:
    """List what else people reported of the same shop, decided, the latest first."""
    query = select(ReportCase).where(
        ReportCase.shop_id == case.shop_id, ReportCase.id != case.id, ReportCase.state != ReportCaseState.OPEN
    )
    return work.session.scalars(query.order_by(ReportCase.submitted_at.desc()).limit(_MOST_FOUND)).all()


def open_reports_of(work: Work, case: ModerationCase) -> ReportCase | None:
    """Find what people report of a product just now."""
    return work.session.scalar(
        select(ReportCase).where(ReportCase.about_id == case.product_id, ReportCase.state == ReportCaseState.OPEN)
    )
