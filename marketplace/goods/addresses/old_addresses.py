"""Verbs on the addresses that products had elsewhere: a shop that moves here keeps whoever follows an old link."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace.goods.addresses import errors, rules
from marketplace.goods.addresses.models import OldAddress
from marketplace.goods.addresses.queries import count_old_addresses, paths_to_lead
from marketplace.goods.addresses.rules import MOST_OLD_ADDRESSES, OldLineProblem
from marketplace.goods.catalog.models import Variant
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


@verb(needs=May.EDIT_PRODUCTS)
def lead_old_addresses(work: Work, typed: str, *, is_ours: Callable[[str], bool]) -> int:
    """Let old addresses lead to products: a line for each, its address and the key (SKU) of a variant; gives how many.

    One that led to another product leads to this one from now on. `is_ours` says whether the market itself answers at a
    path. Raises BadOldAddresses with what is wrong in which line, or TooManyOldAddresses, and does nothing then.
    """
    lines, problems = rules.read_old_lines(typed)
    products = _products_of(work, {line.sku for line in lines})
    leads: dict[str, UUID] = {}
    for line in lines:
        product_id = products.get(line.sku)
        if is_ours(line.path):
            problems.append(OldLineProblem(line.number, "ours"))
        elif product_id is None:
            problems.append(OldLineProblem(line.number, "sku"))
        elif leads.setdefault(line.path, product_id) != product_id:
            problems.append(OldLineProblem(line.number, "twice"))
    if problems:
        raise errors.BadOldAddresses(problems=sorted(problems, key=lambda one: one.line))
    known = work.session.scalars(
        select(OldAddress).where(OldAddress.tenant_id == work.tenant_id, OldAddress.path.in_(list(leads)))
    ).all()
    for one in known:
        one.product_id = leads.pop(one.path)
    if count_old_addresses(work) + len(leads) > MOST_OLD_ADDRESSES:
        raise errors.TooManyOldAddresses(most=MOST_OLD_ADDRESSES)
    _add(work, leads)
    number = len(known) + len(leads)
    work.audit("addresses.lead_old", f"shop:{work.tenant_id}", number=number)
    return number


@verb(needs=May.EDIT_PRODUCTS)
def lead_paths_of_file(work: Work, leads: Mapping[str, UUID]) -> None:
    """Let paths that a file names lead to its products. Those that lead somewhere stay, and none beyond the most is added."""
    _add(work, {path: leads[path] for path in paths_to_lead(work, leads)})


@verb(needs=May.EDIT_PRODUCTS)
def drop_old_address(work: Work, address_id: UUID) -> None:
    """Let an old address lead nowhere. Raises NoSuchOldAddress."""
    one = work.session.get(OldAddress, (work.tenant_id, address_id))
    if one is None:
        raise errors.NoSuchOldAddress
    work.session.delete(one)
    work.audit("addresses.drop_old", f"shop:{work.tenant_id}", path=one.path)


def _products_of(work: Work, skus: Collection[str]) -> dict[str, UUID]:
    found = select(Variant.sku, Variant.product_id).where(
        Variant.tenant_id == work.tenant_id, Variant.sku.in_(skus), Variant.removed_at.is_(None)
    )
    return {row.sku: row.product_id for row in work.session.execute(found)}


def _add(work: Work, leads: Mapping[str, UUID]) -> None:
    """Let paths that lead nowhere lead to products; one that somebody else let lead at the same moment stays theirs."""
    rows = [
        {"tenant_id": work.tenant_id, "id": new_id(), "path": path, "product_id": product_id, "added_at": work.now}
        for path, product_id in leads.items()
    ]
    if rows:
        work.session.execute(
            insert(OldAddress).values(rows).on_conflict_do_nothing(), execution_options={"wall": "plain"}
        )
