"""What cannot go back by the way it was paid goes by a bank, to an account that its buyer gives.

Revision: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants import rls
from tenants.migrating import drop_index_beside_readers, index_beside_writers
from tenants.ownership import PlatformOwned

revision = "0043"
down_revision = "0042"

# As they stand at this revision.
_TRANSACTIONS = (
    "sale", "release", "reversal", "refund", "adjustment", "adjustment_back", "credit", "credit_back", "claim", "dispute",
    "dispute_back", "dispute_lost", "dispute_fee", "dispute_fee_back", "processing_cost", "payout", "payout_failed",
    "payout_paid", "payout_returned", "account_check", "account_check_failed",
)  # fmt: skip


_VERDICTS = (
    "taken", "repeated", "over", "unknown_kind", "no_charge", "no_amount", "differs", "twice", "left", "refund_failed",
    "disputed",
)  # fmt: skip
_TOLD = (
    "charge.waiting", "charge.partial", "charge.succeeded", "charge.declined", "charge.ended", "refund.pending",
    "refund.succeeded", "refund.failed", "dispute.opened", "dispute.won", "dispute.lost", "account.changed", "other",
    "charge.failed",
)  # fmt: skip


def _hold(table: str, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({listed})) NOT VALID")


# By which steps a refund goes on; "due succeeded" is what the release before 0024 did in one.
_STEPS_BEFORE = (
    "due asked", "asked pending", "asked succeeded", "asked failed", "pending succeeded", "pending failed",
    "failed succeeded", "due succeeded",
)  # fmt: skip
_STEPS = (
    *_STEPS_BEFORE, "due failed", "failed pending", "succeeded failed", "asked refused", "refused pending",
    "refused succeeded", "refused failed",
)  # fmt: skip
_STATES = ("due", "asked", "pending", "succeeded", "failed")


def _hold_steps(steps: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{step}'" for step in steps)
    op.execute(
        "CREATE OR REPLACE FUNCTION refund_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ({listed}) THEN "
        "RAISE EXCEPTION 'refund does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation'; "
        "END IF; RETURN NEW; END $$"
    )


def upgrade() -> None:
    """Refunds of before went by their provider."""
    op.add_column("payment_attempt", sa.Column("left_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("chargeback", sa.Column("photos", JSONB(), server_default="[]", nullable=False))
    op.add_column("refund", sa.Column("way", sa.String(), server_default="provider", nullable=False))
    op.create_check_constraint(
        op.f("ck_refund_way"), "refund", "way IN ('provider', 'bank', 'chargeback')", postgresql_not_valid=True
    )
    op.add_column("refund", sa.Column("times_stuck", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "refund_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), sa.ForeignKey("refund.id", name=op.f("fk_refund_transfer_refund_id_refund")), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("clabe", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), sa.ForeignKey("payout_file.id", name=op.f("fk_refund_transfer_file_id_payout_file"))),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("failure", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_transfer")),
        sa.UniqueConstraint("code", name=op.f("uq_refund_transfer_code")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_transfer_amount")),
        sa.CheckConstraint(
            "state IN ('due', 'sent', 'paid', 'failed', 'returned')", name=op.f("ck_refund_transfer_state")
        ),
    )
    op.create_index("ix_refund_transfer_file", "refund_transfer", ["file_id"])
    op.create_index("ix_refund_transfer_refund_id", "refund_transfer", ["refund_id"])
    op.create_index(
        "uq_refund_transfer_live", "refund_transfer", ["refund_id"], unique=True,
        postgresql_where=sa.text("state IN ('due', 'sent', 'paid')"),
    )  # fmt: skip
    for statement in rls.protect("refund_transfer", PlatformOwned):
        op.execute(statement)
    _hold_steps(_STEPS)
    _hold("ledger_transaction", "kind", (*_TRANSACTIONS, "refund_back"))
    _hold("provider_event", "kind", (*_TOLD, "money.left"))
    _hold("provider_event", "verdict", (*_VERDICTS, "refund_refused", "refund_doubted"))
    _hold("refund", "state", (*_STATES, "refused"))
    with op.get_context().autocommit_block():
        for table, column in (
            ("ledger_transaction", "kind"), ("provider_event", "kind"), ("provider_event", "verdict"), ("refund", "state"),
            ("refund", "way"),
        ):  # fmt: skip
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{column}")
    index_beside_writers("ix_refund_charge_id", "refund", ["charge_id"])


def downgrade() -> None:
    """Money goes back by its provider alone."""
    drop_index_beside_readers("ix_refund_charge_id")
    op.drop_table("refund_transfer")
    op.drop_column("refund", "times_stuck")
    op.drop_column("refund", "way")
    op.drop_column("chargeback", "photos")
    op.drop_column("payment_attempt", "left_minor")
    _hold_steps(_STEPS_BEFORE)
    op.execute("ALTER TABLE provider_event NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE provider_event SET kind = 'other' WHERE kind = 'money.left'")
    op.execute("UPDATE provider_event SET verdict = 'refund_failed' WHERE verdict IN ('refund_refused', 'refund_doubted')")
    op.execute("ALTER TABLE provider_event FORCE ROW LEVEL SECURITY")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE refund NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE refund DISABLE TRIGGER goes_on")
    op.execute("UPDATE refund SET state = 'failed' WHERE state = 'refused'")
    op.execute("ALTER TABLE refund ENABLE TRIGGER goes_on")
    op.execute("ALTER TABLE refund FORCE ROW LEVEL SECURITY")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _hold("refund", "state", _STATES)
    _hold("provider_event", "verdict", _VERDICTS)
    _hold("provider_event", "kind", _TOLD)
    _hold("ledger_transaction", "kind", _TRANSACTIONS)
