"""A purchase whose payment was told, and waits to be judged, does not count as one that waits to be paid.

Revision: 0029
"""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"

_COUNT = """
CREATE OR REPLACE FUNCTION unpaid_purchases(
    buyer uuid, mail text, network text, OUT of_buyer bigint, OUT of_network bigint
) LANGUAGE sql VOLATILE AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('unpaid ' || coalesce(buyer::text, mail), 0));
    SELECT count(*) FILTER (WHERE p.account_id = buyer OR lower(p.email) = mail),
           count(*) FILTER (WHERE p.source = network)
    FROM purchase p
    WHERE p.state = 'awaiting_payment' AND (p.account_id = buyer OR lower(p.email) = mail OR p.source = network)
      AND NOT EXISTS (SELECT FROM charge c WHERE c.purchase_id = p.id AND {paid})
$$
"""
# Few events wait to be judged, and an index holds those alone.
_TOLD = """(c.state = 'succeeded' OR EXISTS (
          SELECT FROM payment_attempt a JOIN provider_event e
              ON e.provider = a.provider AND (e.provider_ref = a.provider_ref OR e.key = 'charge:' || a.id)
          WHERE a.charge_id = c.id AND e.verdict IS NULL AND e.kind = 'charge.succeeded'))"""


def upgrade() -> None:
    """Count what is told as paid from the moment on at which it is kept."""
    op.execute(_COUNT.format(paid=_TOLD))


def downgrade() -> None:
    """Count by what was judged alone."""
    op.execute(_COUNT.format(paid="c.state = 'succeeded'"))
