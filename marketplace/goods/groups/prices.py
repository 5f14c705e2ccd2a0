"""What goods cost the members of a group: setting it one by one, by a pasted list or by percent, and looking it up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from marketplace.goods.catalog import NoSuchVariant, is_far
from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.goods.groups import errors
from marketplace.goods.groups.models import CustomerGroup, GroupMember, GroupPrice
from marketplace.goods.groups.rules import DEAREST_MINOR, GroupPriceLine, LineProblem, percent_off
from marketplace.goods.groups.service import get_group
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work, unit_of_work
from tenants.scope import PlatformScope
from tenants.wall import plain_sql

_WRITE = plain_sql(
    """
    INSERT INTO group_price (tenant_id, id, group_id, product_id, variant_id, price_minor)
    SELECT :tenant, r.id, :group, r.product_id, r.variant_id, r.price_minor
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS r (id uuid, product_id uuid, variant_id uuid, price_minor bigint)
    ON CONFLICT (tenant_id, group_id, variant_id) DO UPDATE SET price_minor = excluded.price_minor
    """,
    why="some thousand prices of a group are written in one statement, of the shop that it is of",
)


class _PricedForGroup(NamedTuple):
    id: UUID
    product_id: UUID
    title: str
    name: str
    sku: str
    price_minor: int
    group_minor: int | None


@verb(needs=May.EDIT_PRODUCTS)
def set_group_prices(work: Work, group_id: UUID, prices: Mapping[UUID, int | None], *, sure: bool = False) -> None:
    """Set what one piece of some variants costs a group's members, in centavos with tax; None takes the price away.

    It holds for what is not bought yet. What a variant costs everybody is not touched. Raises NoSuchCustomerGroup, NoSuchVariant,
    BadGroupPrice, FarFromPublic where some are more than forty percent away from what everybody pays and nobody is `sure`.
    """
    group = get_group(work, group_id, lock=True)
    found = {one.id: one for one in _variants(work, group_id, Variant.id.in_(prices))}
    if found.keys() != prices.keys():
        raise NoSuchVariant
    if any(minor is not None and not 1 <= minor <= DEAREST_MINOR for minor in prices.values()):
        raise errors.BadGroupPrice
    _check_not_far(found, prices, sure=sure)
    _write(work, group_id, found, prices)
    _note(work, group, found, prices)


@verb(needs=May.EDIT_PRODUCTS)
def set_prices_by_key(work: Work, group_id: UUID, lines: Sequence[GroupPriceLine], *, sure: bool = False) -> int:
    """Set a group's prices by the shop's keys, all or none; gives how many. Raises BadPriceLines for keys that nothing has, and
    what `set_group_prices` raises.
    """
    get_group(work, group_id)
    found = {one.sku: one.id for one in _variants(work, group_id, Variant.sku.in_([line.sku for line in lines]))}
    if unknown := [LineProblem(line.line, line.sku, "unknown") for line in lines if line.sku not in found]:
        raise errors.BadPriceLines(problems=unknown)
    if not lines:
        raise errors.BadPriceLines(problems=[])
    set_group_prices(work, group_id, {found[line.sku]: line.price_minor for line in lines}, sure=sure)
    return len(lines)


@verb(needs=May.EDIT_PRODUCTS)
def set_percent_off(work: Work, group_id: UUID, percent: int, *, sure: bool = False) -> int:
    """Give everything that the shop sells a price of the group, so many percent below what everybody pays now; gives how many.

    Prices that it had are replaced. Raises NoSuchCustomerGroup, FarFromPublic.
    """
    group = get_group(work, group_id, lock=True)
    found = {one.id: one for one in _variants(work, group_id)}
    prices = {one.id: percent_off(one.price_minor, percent) for one in found.values()}
    _check_not_far(found, prices, sure=sure)
    _write(work, group_id, found, prices)
    work.audit("groups.percent", f"customer_group:{group_id}", name=group.name, percent=percent, count=len(prices))
    return len(prices)


def _variants(work: Work, group_id: UUID, *which: ColumnElement[bool]) -> list[_PricedForGroup]:
    of_group = (
        (GroupPrice.tenant_id == Variant.tenant_id)
        & (GroupPrice.variant_id == Variant.id)
        & (GroupPrice.group_id == group_id)
    )
    rows = work.session.execute(
        select(
            Variant.id, Variant.product_id, Product.title, Variant.name, Variant.sku, Variant.price_minor,
            GroupPrice.price_minor,
        )
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .outerjoin(GroupPrice, of_group)
        .where(
            Variant.tenant_id == work.tenant_id,
            Variant.removed_at.is_(None),
            *which,
        )
        .order_by(Variant.id)
    )  # fmt: skip
    return [_PricedForGroup(*row) for row in rows]


def _check_not_far(found: Mapping[UUID, _PricedForGroup], prices: Mapping[UUID, int | None], *, sure: bool) -> None:
    """Ask once about prices that are far from what everybody pays: somebody may have mistyped a zero."""
    far = sum(minor is not None and is_far(found[key].price_minor, minor) for key, minor in prices.items())
    if far and not sure:
        raise errors.FarFromPublic(count=far)


def _write(
    work: Work, group_id: UUID, found: Mapping[UUID, _PricedForGroup], prices: Mapping[UUID, int | None]
) -> None:
    rows = [
        {"id": str(new_id()), "product_id": str(found[key].product_id), "variant_id": str(key), "price_minor": minor}
        for key, minor in prices.items()
        if minor is not None
    ]
    work.session.flush()
    if rows:
        work.session.execute(_WRITE, {"tenant": work.tenant_id, "group": group_id, "rows": json.dumps(rows)})
    if gone := [key for key, minor in prices.items() if minor is None]:
        work.session.execute(
            delete(GroupPrice).where(
                GroupPrice.tenant_id == work.tenant_id,
                GroupPrice.group_id == group_id,
                GroupPrice.variant_id.in_(gone),
            )
        )


def _note(
    work: Work, group: CustomerGroup, found: Mapping[UUID, _PricedForGroup], prices: Mapping[UUID, int | None]
) -> None:  # fmt: skip
    work.audit_many(
        "groups.price",
        [
            (
                f"customer_group:{group.id}",
                {"name": group.name, "title": found[key].title, "variant": found[key].name,
                 "before": found[key].group_minor, "after": minor},
            )
            for key, minor in prices.items()
            if found[key].group_minor != minor
        ],
        tenant_id=work.tenant_id,
    )  # fmt: skip


# Whether who asks (`:me`, an account or nobody) is in a group of the shop that has listing l: a part of larger statements. Each
# sees their own rows there, by both walls; who is nobody's customer pays one look at an index for it.
GROUP_SQL = "EXISTS (SELECT FROM group_member m WHERE m.buyer_id = cast(:me AS uuid) AND m.tenant_id = l.tenant_id)"


@dataclass(frozen=True)
class GroupPrices:
    """What a listing costs somebody as a member of a group: its variants as the shelf shows them, and centavos by variant."""

    group_id: UUID
    group: str
    variants: list[dict[str, Any]]
    prices: dict[UUID, int]


def prices_of_member(work: Work, account_id: UUID, numbers: Sequence[int]) -> dict[int, GroupPrices]:
    """Give what listings cost somebody as a member of groups that are on, by number; those without such a price are left out.

    Looked up above the walls, since prices of groups are their shops': for this account's groups only.
    """
    if isinstance(work.scope, PlatformScope):
        return _prices_of_member(work, account_id, numbers)
    with unit_of_work(PlatformScope("group prices"), read_only=True) as above:
        return _prices_of_member(above, account_id, numbers)


def _prices_of_member(work: Work, account_id: UUID, numbers: Sequence[int]) -> dict[int, GroupPrices]:
    rows = work.session.execute(
        select(
            Listing.number, CustomerGroup.id, CustomerGroup.name, Listing.variants,
            func.array_agg(GroupPrice.variant_id), func.array_agg(GroupPrice.price_minor),
        )
        .join(GroupPrice, (GroupPrice.tenant_id == Listing.tenant_id) & (GroupPrice.product_id == Listing.id))
        .join(
            CustomerGroup,
            (CustomerGroup.tenant_id == GroupPrice.tenant_id) & (CustomerGroup.id == GroupPrice.group_id),
        )
        .join(
            GroupMember, (GroupMember.tenant_id == CustomerGroup.tenant_id) & (GroupMember.group_id == CustomerGroup.id)
        )
        .where(GroupMember.buyer_id == account_id, CustomerGroup.is_on, Listing.number.in_(numbers))
        .group_by(Listing.tenant_id, Listing.id, CustomerGroup.tenant_id, CustomerGroup.id)
    )  # fmt: skip
    return {
        number: GroupPrices(group_id, name, variants, dict(zip(keys, prices, strict=True)))
        for number, group_id, name, variants, keys, prices in rows
    }
