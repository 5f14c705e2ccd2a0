"""Nobody of the staff decides about a shop that they work in."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.errors import OwnCase
from marketplace.kernel.work import Work
from tenants import resolve


def check_not_own(work: Work, tenant_id: UUID) -> None:
    """Refuse who works in a shop. Needs a work above the walls. Raises OwnCase."""
    if resolve.works_in(work.session, account_id=work.actor.account_id, tenant_id=tenant_id):
        raise OwnCase
