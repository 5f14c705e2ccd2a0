"""Entries of the books are found by their time: a day is sealed, and proven, without reading all others.

Revision: 0034
"""

from __future__ import annotations

from tenants.migrating import drop_index_beside_readers, index_beside_writers

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Build the index while people write."""
    index_beside_writers("ix_ledger_entry_at", "ledger_entry", ["at"])


def downgrade() -> None:
    """Drop it while people read."""
    drop_index_beside_readers("ix_ledger_entry_at")
