"""Shops are paid: when, to which account, by which file; and only what is disputed of an order is held back.

Revision: 0035
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.migrating import drop_index_beside_readers, index_beside_writers
from tenants.ownership import PlatformOwned, TenantOwned

revision = "0035"
down_revision = "0034"

_TIME = sa.DateTime(timezone=True)
TABLES = (
    ("payout_file", PlatformOwned),
    ("payout_plan", TenantOwned),
    ("payout_account", TenantOwned),
    ("payout", TenantOwned),
)


def upgrade() -> None:
    """Build the index while people write; then make the tables. What holds an order already holds all of it, as it did."""
    index_beside_writers("ix_ledger_entry_order", "ledger_entry", ["order_id"])
    op.add_column("money_hold", sa.Column("amount_minor", sa.BigInteger()))
    _files_and_plans()
    _accounts()
    _payouts()
    for table, kind in TABLES:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _files_and_plans() -> None:
    op.create_table(
        "payout_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid()),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_file")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_file_number")),
    )
    op.create_table(
        "payout_plan",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("least_minor", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payout_plan")),
        sa.CheckConstraint("every IN ('week', 'two_weeks', 'month')", name=op.f("ck_payout_plan_every")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 4", name=op.f("ck_payout_plan_weekday")),
        sa.CheckConstraint("least_minor >= 0", name=op.f("ck_payout_plan_least")),
    )


def _accounts() -> None:
    op.create_table(
        "payout_account",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clabe", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("check_minor", sa.BigInteger(), nullable=False),
        sa.Column("tries_left", sa.BigInteger(), nullable=False),
        sa.Column("given_at", _TIME, nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("sent_at", _TIME),
        sa.Column("arrived_at", _TIME),
        sa.Column("proven_at", _TIME),
        sa.Column("ended_at", _TIME),
        sa.Column("ended_for", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payout_account")),
        sa.UniqueConstraint("code", name=op.f("uq_payout_account_code")),
        sa.ForeignKeyConstraint(["file_id"], ["payout_file.id"], name=op.f("fk_payout_account_file_id_payout_file")),
        sa.CheckConstraint(
            "state IN ('unproven', 'waiting', 'in_use', 'over')", name=op.f("ck_payout_account_state")
        ),
        sa.CheckConstraint(
            "ended_for IN ('cancelled', 'replaced', 'mistyped', 'bounced')", name=op.f("ck_payout_account_ended_for")
        ),
        sa.CheckConstraint("check_minor BETWEEN 1 AND 99", name=op.f("ck_payout_account_check_minor")),
    )
    op.create_index("ix_payout_account_file", "payout_account", ["file_id"])
    for name, states in (("uq_payout_account_in_use", "= 'in_use'"), ("uq_payout_account_open", "IN ('unproven', 'waiting')")):
        op.create_index(
            name, "payout_account", ["tenant_id"], unique=True, postgresql_where=sa.text(f"state {states}")
        )


def _payouts() -> None:
    op.create_table(
        "payout",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("clabe", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("asked_at", _TIME),
        sa.Column("sent_at", _TIME),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("settled_at", _TIME),
        sa.Column("failure", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_payout")),
        sa.UniqueConstraint("code", name=op.f("uq_payout_code")),
        sa.UniqueConstraint("tenant_id", "due_on", name=op.f("uq_payout_due_on")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"], ["payout_account.tenant_id", "payout_account.id"],
            name=op.f("fk_payout_account"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["payout_file.id"], name=op.f("fk_payout_file_id_payout_file")),
        sa.CheckConstraint(
            "state IN ('due', 'sent', 'paid', 'failed', 'returned')", name=op.f("ck_payout_state")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_amount")),
    )
    op.create_index("ix_payout_made", "payout", ["tenant_id", "made_at"])
    op.create_index("ix_payout_on_way", "payout", ["made_at"], postgresql_where=sa.text("state IN ('due', 'sent')"))
    op.create_index("ix_payout_file", "payout", ["file_id"])


def downgrade() -> None:
    """Pay no shop. What is on its way by the books stays there."""
    for table, _kind in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("money_hold", "amount_minor")
    drop_index_beside_readers("ix_ledger_entry_order")
