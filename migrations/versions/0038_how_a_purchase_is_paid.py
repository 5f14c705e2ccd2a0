"""Payments that take days, and what a provider really took.

Revision: 0038
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from tenants.migrating import drop_index_beside_readers, index_beside_writers

revision = "0038"
down_revision = "0037"

_MOMENT = sa.DateTime(timezone=True)
_METHODS = "method IN ('card', 'oxxo', 'spei')"
_ADDED: dict[str, dict[str, Any]] = {
    "payment_attempt": {
        "payment_ref": sa.String(), "method": sa.String(), "pay_until": _MOMENT, "voucher": sa.String(),
        "reminded_at": _MOMENT, "cost_minor": sa.BigInteger(), "cost_iva_minor": sa.BigInteger(),
    },
    "provider_event": {"payment_ref": sa.String(), "method": sa.String(), "until": _MOMENT, "voucher": sa.String()},
    "purchase": {"pay_method": sa.String(), "pay_until": _MOMENT, "decline": sa.String()},
}  # fmt: skip


def upgrade() -> None:
    """Add what is known of a payment; every row of before is as it was."""
    for table, columns in _ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    op.add_column("purchase", sa.Column("received_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.execute(f"ALTER TABLE payment_attempt ADD CONSTRAINT ck_payment_attempt_method CHECK ({_METHODS}) NOT VALID")
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE payment_attempt VALIDATE CONSTRAINT ck_payment_attempt_method")
    index_beside_writers("ix_payment_attempt_payment_ref", "payment_attempt", ["payment_ref"])
    index_beside_writers("ix_provider_event_payment_ref", "provider_event", ["payment_ref"])


def downgrade() -> None:
    """Forget it."""
    drop_index_beside_readers("ix_payment_attempt_payment_ref")
    drop_index_beside_readers("ix_provider_event_payment_ref")
    op.execute("ALTER TABLE payment_attempt DROP CONSTRAINT ck_payment_attempt_method")
    op.drop_column("purchase", "received_minor")
    for table, columns in _ADDED.items():
        for name in columns:
            op.drop_column(table, name)
