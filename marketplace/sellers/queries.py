"""Questions about shops."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.sellers.errors import NoSuchShop
from marketplace.sellers.models import Shop, ShopTax
from marketplace.sellers.rules import ShopState, tax_standing


def tax_standings(work: Work, tenant_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say which withholding applies to each of these shops; one without tax data counts as without RFC."""
    standings = dict.fromkeys(tenant_ids, "unregistered")
    for tax in work.session.scalars(select(ShopTax).where(ShopTax.tenant_id.in_(tenant_ids))):
        standings[tax.tenant_id] = tax_standing(has_rfc=bool(tax.rfc), paid_abroad=tax.paid_abroad)
    return standings


def get_shop(work: Work, slug: str) -> Shop:
    """Load a shop's public page by its address; raises NoSuchShop."""
    shop = work.session.scalar(select(Shop).where(Shop.slug == slug))
    if shop is None:
        raise NoSuchShop
    return shop


def own_shop(work: Work) -> Shop:
    """Load the shop this work stands in."""
    return work.session.get_one(Shop, (work.tenant_id, work.tenant_id))


def is_closed(work: Work, tenant_id: UUID) -> bool:
    """Say whether a shop has closed."""
    return work.session.scalar(select(Shop.state).where(Shop.tenant_id == tenant_id)) == ShopState.CLOSED


def shops(work: Work) -> Sequence[Shop]:
    """List every shop, by name."""
    return work.session.scalars(select(Shop).order_by(Shop.name)).all()
