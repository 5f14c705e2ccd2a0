"""Verbs on shipping: a shop publishes how it ships."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.trade.shipping.rules import Terms


@verb(needs=May.EDIT_SHOP)
def publish_terms(work: Work, tenant_id: UUID, terms: Terms) -> None:
    """Publish a shop's shipping terms; they apply to new carts at once, never to orders already placed."""
    row = work.session.get(ShippingTerms, (tenant_id, tenant_id))
    if row is None:
        row = ShippingTerms(tenant_id=tenant_id, id=tenant_id, version=0)
        work.session.add(row)
    row.postal_code, row.state_code = terms.postal_code, terms.state_code
    row.handling_days, row.cutoff_hour = terms.handling_days, terms.cutoff_hour
    row.free_from_minor = terms.free_from_minor
    row.uncovered_states = list(terms.uncovered_states)
    row.rates = dict(terms.rates)
    row.version += 1
    work.audit("shipping.publish", f"shop:{tenant_id}", tenant_id=tenant_id, version=row.version)
