"""Doing what a part of a file says, in one transaction: new products together, others by the verbs that a page would call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from marketplace.goods import catalog, inventory
from marketplace.goods.addresses import lead_paths_of_file
from marketplace.goods.catalog import NewProduct, save_variants, set_costs
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import NewStock
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.window.imports.assembling import FileProduct, RowProblem
from marketplace.window.imports.comparing import ProductChange, compare, look_up
from marketplace.window.imports.models import PicturesToFetch
from marketplace.window.imports.tally import Tally


def weigh(work: Work, drafts: Sequence[FileProduct], *, lock: bool = False) -> tuple[Tally, list[ProductChange]]:
    """Say what a part of a file would do, and what of it is to be done. What is wrong stands in the drafts."""
    known, part, to_do = look_up(work, drafts, lock=lock), Tally(), []
    for draft in drafts:
        change = compare(draft, known)
        if change is None:
            part.failed += 1
        elif change.is_nothing:
            part.same += 1
        else:
            part.created += change.product_id is None
            part.changed += change.product_id is not None
            part.far += change.far
            to_do.append(change)
    return part, to_do


def problems_of(drafts: Sequence[FileProduct]) -> list[RowProblem]:
    """List what is wrong in a part of a file, by row."""
    return sorted((one for draft in drafts for one in draft.problems), key=lambda one: one.row)


def carry_out(work: Work, drafts: Sequence[FileProduct], *, run_id: UUID, counted_at: datetime) -> Tally:
    """Do what a part of a file says; `counted_at` is when its shop sent it, since when goods may have been sold.

    What is refused meanwhile is undone, noted in its draft, and the others are done.
    """
    part, to_do = weigh(work, drafts, lock=True)
    new = [one for one in to_do if one.product_id is None]
    plain = [one for one in to_do if one.product_id is not None and not one.is_wordy]
    one_by_one = [one for one in to_do if one.product_id is not None and one.is_wordy]
    for together, do in (
        (new, partial(_add, work, new, run_id)),
        (plain, partial(_set, work, plain, run_id, counted_at)),
    ):
        if together and not _tried(work, do):  # one of them stands in the way of all: each is tried alone
            one_by_one += together
    for change in one_by_one:
        try:
            with work.attempt():
                if change.product_id is None:
                    _add(work, [change], run_id)
                elif not change.is_wordy:
                    _set(work, [change], run_id, counted_at)
                else:
                    _change(work, change, run_id, counted_at)
        except (Refusal, IntegrityError) as error:
            refusal = error if isinstance(error, Refusal) else catalog.SkuTaken(sku=change.draft.pieces[0].sku)
            change.draft.refuse(change.draft.rows[0], "", refusal)
            part.failed += 1
            part.created -= change.product_id is None
            part.changed -= change.product_id is not None
    return part


def _tried(work: Work, do: Callable[[], None]) -> bool:
    try:
        with work.attempt():
            do()
    except (Refusal, IntegrityError):
        return False
    return True


def _set(work: Work, plain: Sequence[ProductChange], run_id: UUID, counted_at: datetime) -> None:
    """Set prices, pieces and costs of products that are there, whose rows are locked, by a few statements."""
    counts = {variant_id: pieces for one in plain for variant_id, pieces in one.counts.items()}
    costs = {variant_id: cost for one in plain for variant_id, cost in one.costs.items()}
    catalog.set_prices(work, [price for one in plain for price in one.prices])
    if counts:
        inventory.count_stock(work, counts, counted_at=counted_at, note=f"import:{run_id}")
        catalog.refresh_availability(work, [(work.tenant_id, one.product_id) for one in plain if one.product_id])
    if costs:
        set_costs(work, costs)
    _lead(work, [(one, one.product_id) for one in plain if one.product_id])


def _add(work: Work, new: Sequence[ProductChange], run_id: UUID) -> None:
    ids = catalog.create_products(work, [NewProduct(one.data, one.variants) for one in new if one.data])
    stock, costs = [], {}
    for change, (product_id, variant_ids) in zip(new, ids, strict=True):
        for piece, variant_id in zip(change.pieces, variant_ids, strict=True):
            stock.append(NewStock(product_id, variant_id, piece.stock or 0))
            if piece.cost_minor is not None:
                costs[variant_id] = piece.cost_minor
        _name_pictures(work, change, product_id, run_id)
    inventory.open_stocks(work, stock)
    if costs:
        set_costs(work, costs)
    _lead(work, [(change, product_id) for change, (product_id, _variants) in zip(new, ids, strict=True)])


def _change(work: Work, change: ProductChange, run_id: UUID, counted_at: datetime) -> None:
    product_id = change.product_id
    assert product_id is not None
    if change.data:
        products.edit_product(work, product_id, change.data)
    if change.variants:
        ids = save_variants(work, product_id, change.variants)
        fresh = ids[len(ids) - len(change.pieces) :] if change.pieces else []
        inventory.open_stocks(
            work,
            [NewStock(product_id, new, piece.stock or 0) for new, piece in zip(fresh, change.pieces, strict=True)],
        )
        costs: Mapping[UUID, int | None] = {
            new: piece.cost_minor
            for new, piece in zip(fresh, change.pieces, strict=True)
            if piece.cost_minor is not None
        }
        change.costs |= costs
    if change.counts:
        inventory.count_stock(work, change.counts, counted_at=counted_at, note=f"import:{run_id}")
    if change.costs:
        set_costs(work, change.costs)
    catalog.refresh_availability(work, [(work.tenant_id, product_id)])
    _name_pictures(work, change, product_id, run_id)
    _lead(work, [(change, product_id)])


def _lead(work: Work, done: Sequence[tuple[ProductChange, UUID]]) -> None:
    """Let the old addresses of products lead to them; of two products that say one, to the first."""
    leads: dict[str, UUID] = {}
    for change, product_id in done:
        for path in change.old_paths:
            leads.setdefault(path, product_id)
    if leads:
        lead_paths_of_file(work, leads)


def _name_pictures(work: Work, change: ProductChange, product_id: UUID, run_id: UUID) -> None:
    if change.pictures:
        work.session.add(
            PicturesToFetch(
                tenant_id=work.tenant_id, id=new_id(), run_id=run_id, product_id=product_id, urls=list(change.pictures)
            )
        )
