"""What was bought and what was held is found by its variant: whether a product was ever sold is then asked without reading all.

Revision: 0064
"""

from __future__ import annotations

from tenants.migrating import drop_index_beside_readers, index_beside_writers

revision = "0064"
down_revision = "0063"

_TABLES = ("order_line", "reservation")


def upgrade() -> None:
    """They are made while people buy; each ends a transaction, and may run twice."""
    for table in _TABLES:
        index_beside_writers(f"ix_{table}_variant", table, ["tenant_id", "variant_id"])


def downgrade() -> None:
    """Nobody asks any more."""
    for table in _TABLES:
        drop_index_beside_readers(f"ix_{table}_variant")
