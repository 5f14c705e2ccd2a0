"""Questions about the addresses of shops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from marketplace.goods.addresses.models import OldAddress
from marketplace.goods.addresses.rules import MOST_OLD_ADDRESSES
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.reading import Unreadable, key_of_path
from marketplace.kernel.work import Work
from tenants.models import Hostname, ShopName
from tenants.names import NameKind


def domains(work: Work) -> Sequence[Hostname]:
    """List the domains that the shop this work stands in says are its own, oldest first."""
    return work.session.scalars(select(Hostname).order_by(Hostname.added_at, Hostname.id)).all()


def old_slugs(work: Work) -> Sequence[ShopName]:
    """List the slugs that still lead to the shop this work stands in, latest first."""
    return work.session.scalars(
        select(ShopName)
        .where(ShopName.tenant_id == work.tenant_id, ShopName.kind == NameKind.SLUG, ShopName.retired_at.is_not(None))
        .order_by(ShopName.retired_at.desc())
    ).all()


def find_moved(work: Work, path: str) -> str | None:
    """Find where the product is for sale whose page stood at a path of the shop this work stands in; None of any other path."""
    try:
        key = key_of_path(path)
    except Unreadable:
        return None
    found = work.session.execute(
        select(Listing.slug, Listing.number)
        .join(OldAddress, (OldAddress.tenant_id == Listing.tenant_id) & (OldAddress.product_id == Listing.id))
        .where(OldAddress.tenant_id == work.tenant_id, OldAddress.path == key)
    ).first()
    return f"/p/{found.slug}-{found.number}" if found else None


def old_addresses(work: Work, *, offset: int, limit: int) -> tuple[list[Any], int]:
    """List the old addresses of the shop this work stands in by path, with how many there are.

    Each has id, path, product_id, title, and number: that of its listing, None while the product is not for sale.
    """
    rows = work.session.execute(
        select(OldAddress.id, OldAddress.path, OldAddress.product_id, Product.title, Listing.number)
        .join(Product, (Product.tenant_id == OldAddress.tenant_id) & (Product.id == OldAddress.product_id))
        .outerjoin(Listing, (Listing.tenant_id == OldAddress.tenant_id) & (Listing.id == OldAddress.product_id))
        .where(OldAddress.tenant_id == work.tenant_id)
        .order_by(OldAddress.path)
        .offset(offset)
        .limit(limit)
    )
    return list(rows), count_old_addresses(work)


def count_old_addresses(work: Work) -> int:
    """Count the old addresses of the shop this work stands in."""
    own = select(func.count()).select_from(OldAddress).where(OldAddress.tenant_id == work.tenant_id)
    return work.session.scalar(own) or 0


def paths_to_lead(work: Work, paths: Iterable[str]) -> list[str]:
    """Give those of some paths that lead nowhere yet, in order, and no more of them than there is room for."""
    asked = list(dict.fromkeys(paths))
    if not asked:
        return []
    known = set(
        work.session.scalars(
            select(OldAddress.path).where(OldAddress.tenant_id == work.tenant_id, OldAddress.path.in_(asked))
        )
    )
    fresh = [path for path in asked if path not in known]
    return fresh[: max(0, MOST_OLD_ADDRESSES - count_old_addresses(work))] if fresh else []
