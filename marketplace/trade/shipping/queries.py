"""Questions about shipping."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.trade.shipping.models import ShippingTerms


def own_terms(work: Work) -> ShippingTerms | None:
    """The published terms of the shop this work stands in; None where it has none yet."""
    return work.session.get(ShippingTerms, (work.tenant_id, work.tenant_id))
