"""Payments that take days, and what a provider really took.

Revision: 0038
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants import rls
from tenants.migrating import drop_index_beside_readers, index_beside_writers
from tenants.ownership import PlatformOwned

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
    _open_chargebacks()
    op.execute(f"ALTER TABLE payment_attempt ADD CONSTRAINT ck_payment_attempt_method CHECK ({_METHODS}) NOT VALID")
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE payment_attempt VALIDATE CONSTRAINT ck_payment_attempt_method")
    index_beside_writers("ix_payment_attempt_payment_ref", "payment_attempt", ["payment_ref"])
    index_beside_writers("ix_provider_event_payment_ref", "provider_event", ["payment_ref"])


def _open_chargebacks() -> None:
    op.create_table(
        "chargeback",
        *(
            sa.Column(name, kind, nullable=False)
            for name, kind in {
                "id": sa.Uuid(), "charge_id": sa.Uuid(), "provider": sa.String(), "ref": sa.String(),
                "state": sa.String(), "amount_minor": sa.BigInteger(), "currency": sa.String(),
                "fee_minor": sa.BigInteger(), "reason": sa.String(), "opened_at": _MOMENT, "evidence": JSONB(),
            }.items()
        ),
        sa.Column("answer_by", _MOMENT),
        sa.Column("answered_at", _MOMENT),
        sa.Column("answered_by", sa.String()),
        sa.Column("closed_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chargeback")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_chargeback_charge_id_charge")),
        sa.UniqueConstraint("provider", "ref", name=op.f("uq_chargeback_provider_ref")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_chargeback_amount")),
        sa.CheckConstraint("state IN ('open', 'sending', 'sent', 'won', 'lost')", name=op.f("ck_chargeback_state")),
    )  # fmt: skip
    op.create_index(op.f("ix_chargeback_charge_id"), "chargeback", ["charge_id"])
    op.create_index(
        "ix_chargeback_open", "chargeback", ["answer_by"], postgresql_where=sa.text("state = 'open'")
    )
    for statement in rls.protect("chargeback", PlatformOwned):
        op.execute(statement)


def downgrade() -> None:
    """Forget it."""
    drop_index_beside_readers("ix_payment_attempt_payment_ref")
    drop_index_beside_readers("ix_provider_event_payment_ref")
    op.drop_table("chargeback")
    op.execute("ALTER TABLE payment_attempt DROP CONSTRAINT ck_payment_attempt_method")
    op.drop_column("purchase", "received_minor")
    for table, columns in _ADDED.items():
        for name in columns:
            op.drop_column(table, name)
