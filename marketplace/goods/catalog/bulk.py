"""Verbs on many products at once: begun with the page that showed what they do, carried on by jobs, undone for ten minutes.

Which products they are is decided when an act begins: a row each, in the order of their keys. Each step takes some rows that
wait, and what becomes of them is in the transaction of the change: whoever goes on after a kill does none twice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from marketplace.goods.catalog import errors, taxonomy
from marketplace.goods.catalog.bulk_doing import DO, undo_row
from marketplace.goods.catalog.bulk_plans import PLANS, Beside, Planned
from marketplace.goods.catalog.bulk_queries import among, beside_of, get_bulk_act, preview_bulk_act
from marketplace.goods.catalog.bulk_rules import (
    AT_ONCE,
    NEXT,
    ROW_NEXT,
    BulkKind,
    BulkRowState,
    BulkState,
    may_be_undone,
)
from marketplace.goods.catalog.events import BulkActWentOn
from marketplace.goods.catalog.models import BulkAct, BulkRow, Product
from marketplace.goods.catalog.prices import PriceSet, change_prices
from marketplace.goods.catalog.rules import check_terms
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.states import leading_to, transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from tenants.wall import plain_sql

# Products in one transaction: prices are written by statements for all of them, the rest by a verb for each.
_PRICES_AT_ONCE, _PRODUCTS_AT_ONCE = 500, 100
_TAKE_IN = plain_sql(
    """
    INSERT INTO bulk_row (tenant_id, id, act_id, product_id, place, state)
    SELECT p.tenant_id, gen_random_uuid(), :act, p.id, row_number() OVER (ORDER BY p.id), 'waiting'
    FROM product p WHERE p.tenant_id = :tenant AND p.id = ANY(cast(:products AS uuid[]))
    """,
    why="ten thousand products of an act are taken in at once",
)
_MARK = plain_sql(
    """
    UPDATE bulk_row r SET state = d.state, before = coalesce(d.before, r.before), after = coalesce(d.after, r.after),
                          why = d.why, details = d.details
    FROM jsonb_to_recordset(cast(:rows AS jsonb))
         AS d (id uuid, state text, before jsonb, after jsonb, why text, details jsonb)
    WHERE r.tenant_id = :tenant AND r.id = d.id AND r.state = :before
    """,
    why="what became of some hundred products is written in one statement",
)
_ENDS_AS = {BulkState.RUNNING: BulkState.DONE, BulkState.UNDOING: BulkState.UNDONE}


@verb(needs=May.EDIT_PRODUCTS)
def start_bulk_act(
    work: Work,
    act_id: UUID,
    kind: BulkKind,
    said: Mapping[str, Any],
    product_ids: Sequence[UUID],
    *,
    seen: str,
    sure: bool = False,
) -> UUID:
    """Do something to many products: few at once, more by a job. `said` is what, by its kind; `seen` what the preview showed.

    Begun again under the same id it does nothing more. Raises NotAsShown when something else would change than was seen,
    FarFromBefore when prices change by far and nobody is `sure`, NothingToChange, UnknownCategory, WarrantyTooShort,
    ReturnTooShort. What one product refuses stands at its row.
    """
    if work.session.get(BulkAct, (work.tenant_id, act_id)) is not None:
        return act_id
    _check(kind, said)
    preview = preview_bulk_act(work, kind, said, product_ids)
    if preview.seen != seen:
        raise errors.NotAsShown(seen=seen, now=preview.changing)
    if not preview.changing:
        raise errors.NothingToChange
    if preview.far and not sure:
        raise errors.FarFromBefore(count=preview.far)
    act = BulkAct(
        tenant_id=work.tenant_id, id=act_id, kind=kind.value, said=dict(said), account_id=work.actor.account_id,
        actor=work.actor.name, total=preview.total, made_at=work.now,
    )  # fmt: skip
    work.session.add(act)
    work.session.flush()
    work.session.execute(_TAKE_IN, {"tenant": work.tenant_id, "act": act_id, "products": list(product_ids)})
    work.audit("catalog.bulk", f"bulk_act:{act_id}", what=kind.value, said=dict(said), total=act.total)
    _go_on_now_or_later(work, act)
    return act_id


def _check(kind: BulkKind, said: Mapping[str, Any]) -> None:
    if kind is BulkKind.TERMS:
        check_terms(said.get("warranty_months", LEAST_WARRANTY_MONTHS), said.get("return_days", LEAST_RETURN_DAYS))
    if kind is BulkKind.CATEGORY and not taxonomy.is_leaf(said["category"]):
        raise errors.UnknownCategory


@verb(needs=May.EDIT_PRODUCTS)
def cancel_bulk_act(work: Work, act_id: UUID) -> None:
    """Stop an act: what it has not reached stays as it was, what it changed can be undone. Raises BulkActOver."""
    act = get_bulk_act(work, act_id, lock=True)
    transition(act, BulkState.CANCELLED, NEXT, otherwise=errors.BulkActOver())
    act.finished_at = work.now
    work.audit("catalog.bulk_cancel", f"bulk_act:{act_id}", what=act.kind, done=act.done, total=act.total)


@verb(needs=May.EDIT_PRODUCTS)
def undo_bulk_act(work: Work, act_id: UUID) -> None:
    """Give products back what an act changed of them, where nobody changed it since. Raises TooLateToUndo."""
    act = get_bulk_act(work, act_id, lock=True)
    if act.state in (BulkState.UNDOING, BulkState.UNDONE):
        return
    if not may_be_undone(act.kind, act.state, act.finished_at, work.now):
        raise errors.TooLateToUndo
    transition(act, BulkState.UNDOING, NEXT)
    work.audit("catalog.bulk_undo", f"bulk_act:{act_id}", what=act.kind, total=act.done)
    _go_on_now_or_later(work, act)


def _go_on_now_or_later(work: Work, act: BulkAct) -> None:
    if act.total > AT_ONCE:
        work.tell(BulkActWentOn(act.tenant_id, act.id, work.actor.name, work.actor.account_id))
        return
    work.session.flush()
    while go_on(work, act.id):
        pass


def go_on(work: Work, act_id: UUID) -> bool:
    """Take some more of the products that wait; says whether any is left. A step of a job, as whose act it is."""
    act = get_bulk_act(work, act_id, lock=True)
    state = BulkState(act.state)
    if state not in _ENDS_AS:
        return False
    kind, undoing = BulkKind(act.kind), state is BulkState.UNDOING
    most = _PRICES_AT_ONCE if kind is BulkKind.PRICE else _PRODUCTS_AT_ONCE
    before = BulkRowState.DONE if undoing else BulkRowState.WAITING
    rows = work.session.execute(
        select(BulkRow.id, BulkRow.product_id, BulkRow.before, BulkRow.after)
        .where(BulkRow.tenant_id == act.tenant_id, BulkRow.act_id == act_id, BulkRow.state == before)
        .order_by(BulkRow.place)
        .limit(most)
    ).all()
    of_them = select(Product).where(
        Product.tenant_id == act.tenant_id, among(Product.id, [row.product_id for row in rows])
    )
    if kind is BulkKind.PRICE:
        of_them = of_them.options(load_only(Product.title, Product.version))
    products = {product.id: product for product in work.session.lock(of_them)}
    outcomes = (_undo if undoing else _do)(work, act, rows, products)
    _mark(work, act, before, outcomes)
    if len(rows) < most:
        transition(act, _ENDS_AS[state], NEXT)
        act.finished_at = work.now
    work.session.flush()
    return len(rows) == most


@dataclass
class Outcome:
    """What became of one row: its new state, what was there before and after, or why it stayed."""

    id: UUID
    state: BulkRowState
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    why: str | None = None
    details: Mapping[str, Any] | None = None


def _mark(work: Work, act: BulkAct, before: BulkRowState, outcomes: Sequence[Outcome]) -> None:
    """Write what became of the rows, and count them on their act."""
    asked = {
        "tenant": act.tenant_id,
        "before": before,
        "rows": json.dumps([{**asdict(one), "id": str(one.id)} for one in outcomes]),
    }
    work.session.execute(_MARK, asked)
    counted = Counter(one.state for one in outcomes)
    assert all(before in leading_to(state, ROW_NEXT) for state in counted)
    for state, count in counted.items():
        setattr(act, state.value, getattr(act, state.value) + count)


Products = Mapping[UUID, Product]


def _do(work: Work, act: BulkAct, rows: Sequence[Any], products: Products) -> list[Outcome]:
    kind = BulkKind(act.kind)
    beside = beside_of(work, act.tenant_id, kind, list(products))
    priced: list[PriceSet] = []
    outcomes = []
    for row in rows:
        product, of_it = products[row.product_id], beside.get(row.product_id, Beside())
        try:
            planned = PLANS[kind](product, of_it, act.said)
            if kind is BulkKind.PRICE:
                priced += _price_sets(product, of_it, planned)
            else:
                with work.attempt():
                    DO[kind](work, product, planned)
        except Refusal as refusal:
            outcomes.append(_refused(row.id, BulkRowState.FAILED, refusal))
        else:
            outcomes.append(Outcome(row.id, BulkRowState.DONE, planned.before, planned.after))
    change_prices(work, act.tenant_id, priced)
    return outcomes


def _undo(work: Work, act: BulkAct, rows: Sequence[Any], products: Products) -> list[Outcome]:
    kind = BulkKind(act.kind)
    beside = beside_of(work, act.tenant_id, kind, list(products))
    priced: list[PriceSet] = []
    outcomes = []
    for row in rows:
        product = products[row.product_id]
        try:
            if kind is BulkKind.PRICE:
                back = _prices_back(product, beside.get(product.id, Beside()), row)
                priced += back
                if len(back) < len(row.before):
                    raise errors.ChangedSince
            else:
                with work.attempt():
                    undo_row(work, kind, product, before=row.before, after=row.after)
        except Refusal as refusal:
            outcomes.append(_refused(row.id, BulkRowState.KEPT, refusal))
        else:
            outcomes.append(Outcome(row.id, BulkRowState.UNDONE))
    change_prices(work, act.tenant_id, priced)
    return outcomes


def _refused(row_id: UUID, state: BulkRowState, refusal: Refusal) -> Outcome:
    details = {name: value for name, value in refusal.details.items() if isinstance(value, str | int | list)}
    return Outcome(row_id, state, why=refusal.code, details=details)


def _price_sets(product: Product, beside: Beside, planned: Planned) -> list[PriceSet]:
    return [
        PriceSet(product.id, one.id, product.title, one.name, one.price_minor, planned.after[str(one.id)])
        for one in beside.variants
        if str(one.id) in planned.after
    ]


def _prices_back(product: Product, beside: Beside, row: Any) -> list[PriceSet]:
    """Say which prices go back: those of forms that still cost what the act made of them."""
    return [
        PriceSet(product.id, one.id, product.title, one.name, one.price_minor, row.before[str(one.id)])
        for one in beside.variants
        if row.after.get(str(one.id)) == one.price_minor
    ]
