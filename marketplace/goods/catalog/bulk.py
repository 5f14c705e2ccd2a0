"""Verbs on many products at once: begun with the page that showed what they do, carried on by jobs, undone for ten minutes.

Which products they are is decided when an act begins: a row each, in the order of their keys. Each step takes some rows that
wait, and what becomes of them is in the transaction of the change: whoever goes on after a kill does none twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

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
from marketplace.goods.catalog.service import check_terms
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work

# Products in one transaction: prices are written by statements for all of them, the rest by a verb for each.
_PRICES_AT_ONCE, _PRODUCTS_AT_ONCE = 500, 100
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
    own = work.session.scalars(
        select(Product.id).where(Product.tenant_id == work.tenant_id, among(Product.id, product_ids))
    )
    work.session.add_all(
        BulkRow(tenant_id=work.tenant_id, id=new_id(), act_id=act_id, product_id=product_id, place=place)
        for place, product_id in enumerate(sorted(own))
    )
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
    rows = work.session.scalars(
        select(BulkRow)
        .where(
            BulkRow.tenant_id == act.tenant_id,
            BulkRow.act_id == act_id,
            BulkRow.state == (BulkRowState.DONE if undoing else BulkRowState.WAITING),
        )
        .order_by(BulkRow.place)
        .limit(most)
    ).all()
    ids = [row.product_id for row in rows]
    locked = work.session.lock(select(Product).where(Product.tenant_id == act.tenant_id, among(Product.id, ids)))
    products = {product.id: product for product in locked}
    take = _undo if undoing else _do
    take(work, act, kind, rows, products)
    counted = [BulkRowState(row.state) for row in rows]
    for name in (BulkRowState.DONE, BulkRowState.FAILED, BulkRowState.UNDONE, BulkRowState.KEPT):
        setattr(act, name.value, getattr(act, name.value) + counted.count(name))
    if len(rows) < most:
        transition(act, _ENDS_AS[state], NEXT)
        act.finished_at = work.now
    work.session.flush()
    return len(rows) == most


Rows = Sequence[BulkRow]
Products = Mapping[UUID, Product]


def _do(work: Work, act: BulkAct, kind: BulkKind, rows: Rows, products: Products) -> None:
    beside = beside_of(work, act.tenant_id, kind, list(products))
    priced: list[PriceSet] = []
    for row in rows:
        product, of_it = products[row.product_id], beside.get(row.product_id, Beside())
        try:
            planned = PLANS[kind](product, of_it, act.said)
            if kind is BulkKind.PRICE:
                priced += _price_sets(product, of_it, planned)
            else:
                _attempt(work, partial(DO[kind], work, product, planned))
        except Refusal as refusal:
            _refuse(row, BulkRowState.FAILED, refusal)
        else:
            row.before, row.after = planned.before, planned.after
            transition(row, BulkRowState.DONE, ROW_NEXT)
    change_prices(work, act.tenant_id, priced)


def _undo(work: Work, act: BulkAct, kind: BulkKind, rows: Rows, products: Products) -> None:
    beside = beside_of(work, act.tenant_id, kind, list(products))
    priced: list[PriceSet] = []
    for row in rows:
        product = products[row.product_id]
        try:
            if kind is BulkKind.PRICE:
                back = _prices_back(product, beside.get(product.id, Beside()), row)
                priced += back
                if len(back) < len(row.before or {}):
                    raise errors.ChangedSince
            else:
                _attempt(work, partial(undo_row, work, kind, product, row))
        except Refusal as refusal:
            _refuse(row, BulkRowState.KEPT, refusal)
        else:
            transition(row, BulkRowState.UNDONE, ROW_NEXT)
    change_prices(work, act.tenant_id, priced)


def _attempt(work: Work, do: Callable[[], None]) -> None:
    with work.attempt():
        do()


def _refuse(row: BulkRow, state: BulkRowState, refusal: Refusal) -> None:
    row.why = refusal.code
    row.details = {name: value for name, value in refusal.details.items() if isinstance(value, str | int | list)}
    transition(row, state, ROW_NEXT)


def _price_sets(product: Product, beside: Beside, planned: Planned) -> list[PriceSet]:
    return [
        PriceSet(product.id, one.id, product.title, one.name, one.price_minor, planned.after[str(one.id)])
        for one in beside.variants
        if str(one.id) in planned.after
    ]


def _prices_back(product: Product, beside: Beside, row: BulkRow) -> list[PriceSet]:
    """Say which prices go back: those of forms that still cost what the act made of them."""
    before, after = row.before or {}, row.after or {}
    return [
        PriceSet(product.id, one.id, product.title, one.name, one.price_minor, before[str(one.id)])
        for one in beside.variants
        if after.get(str(one.id)) == one.price_minor
    ]
