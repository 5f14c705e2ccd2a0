"""What a piece costs its shop: written and read by the shop alone, told to nobody, written into no record and no log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog.errors import NoSuchVariant
from marketplace.goods.catalog.models import Variant, VariantCost
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


def costs_of(work: Work, variant_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What some variants of the shop this work stands in cost it, in centavos; those of which nothing is said are left out."""
    assert work.tenant_id is not None  # a seller's work: nobody else's may ask
    query = select(VariantCost.id, VariantCost.cost_minor).where(
        VariantCost.tenant_id == work.tenant_id, VariantCost.id.in_(list(variant_ids))
    )
    return {row.id: row.cost_minor for row in work.session.execute(query)}


@verb(needs=May.EDIT_PRODUCTS)
def set_costs(work: Work, costs: Mapping[UUID, int | None]) -> None:
    """Note what variants cost, in centavos; None forgets it. Raises NoSuchVariant."""
    own = set(
        work.session.scalars(select(Variant.id).where(Variant.tenant_id == work.tenant_id, Variant.id.in_(list(costs))))
    )
    if own != set(costs):
        raise NoSuchVariant
    known = {
        row.id: row
        for row in work.session.lock(
            select(VariantCost).where(VariantCost.tenant_id == work.tenant_id, VariantCost.id.in_(list(costs)))
        )
    }
    for variant_id, cost_minor in sorted(costs.items()):
        row = known.get(variant_id)
        if cost_minor is None:
            if row is not None:
                work.session.delete(row)
        elif row is None:
            work.session.add(VariantCost(tenant_id=work.tenant_id, id=variant_id, cost_minor=cost_minor))
        else:
            row.cost_minor = cost_minor
    work.session.flush()
