"""Questions about the addresses of shops."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

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
