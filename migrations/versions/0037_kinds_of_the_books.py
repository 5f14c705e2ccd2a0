"""The books know a closed set of kinds and accounts; what is put right by hand takes two people.

Revision: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.migrating import drop_index_beside_readers, index_beside_writers
from tenants.ownership import ShopReadable, TenantOwned

revision = "0037"
down_revision = "0036"

# As they stand at this revision; what comes later is a later migration's.
_ACCOUNTS = (
    "provider", "seller_pending", "seller_available", "refunds_due", "commission", "processing", "iva_payable",
    "isr_withheld", "iva_withheld", "subsidies", "adjustments", "credits", "disputes", "losses",
    "seller_on_way", "account_checks",
)  # fmt: skip
_TRANSACTIONS = (
    "sale", "release", "reversal", "refund", "adjustment", "adjustment_back", "credit", "credit_back", "claim", "dispute",
    "dispute_back", "dispute_lost", "dispute_fee", "dispute_fee_back", "processing_cost", "payout", "payout_failed",
    "payout_paid", "payout_returned", "account_check", "account_check_failed",
)  # fmt: skip
_ENTRIES = (
    "sale", "refund", "commission", "commission_iva", "processing", "processing_iva", "shipping_subsidy", "isr_withheld",
    "iva_withheld", "credit", "adjustment", "dispute", "dispute_fee", "claim", "processing_cost", "release",
    "payout", "payout_failed", "payout_paid", "payout_returned", "account_check", "account_check_failed",
)  # fmt: skip
_WORDS = (
    ("ledger_transaction", "kind", _TRANSACTIONS),
    ("ledger_entry", "account", _ACCOUNTS),
    ("ledger_entry", "kind", _ENTRIES),
    ("ledger_balance", "account", _ACCOUNTS),
)


def upgrade() -> None:
    """Make the tables; let in what there is from here on; look through what was there, and index it, beside people."""
    _make_adjustments()
    _make_statement_files()
    for table, column, words in _WORDS:
        listed = ", ".join(f"'{word}'" for word in words)
        op.create_check_constraint(
            op.f(f"ck_{table}_{column}"), table, f"{column} IN ({listed})", postgresql_not_valid=True
        )
    with op.get_context().autocommit_block():
        for table, column, _words in _WORDS:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{column}")
    index_beside_writers("ix_ledger_transaction_at", "ledger_transaction", ["at", "id"])


def _make_adjustments() -> None:
    op.create_table(
        "adjustment",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in (
            "shop_name", "shop_slug", "kind", "state", "reason", "facts", "order_code", "asked_by",
        )),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("answer", sa.String()),
        sa.Column("reversed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "amount_minor <> 0 AND (kind <> 'credit' OR amount_minor > 0)", name=op.f("ck_adjustment_amount")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_adjustment_two_people")
        ),
        sa.CheckConstraint("kind IN ('adjustment', 'credit')", name=op.f("ck_adjustment_kind")),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'declined', 'withdrawn', 'reversed')", name=op.f("ck_adjustment_state")
        ),
        sa.CheckConstraint(
            "reason IN ('fee_wrong', 'refund_wrong', 'paid_twice', 'ordered', 'agreed', 'outage', 'late', 'bad_help', "
            "'lost_by_us')",
            name=op.f("ck_adjustment_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_adjustment_tenant_id_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_adjustment_tenant_id"), "adjustment", ["tenant_id"])
    op.create_index("ix_adjustment_asked", "adjustment", ["asked_at", "id"])
    op.create_index("ix_adjustment_waiting", "adjustment", ["asked_at"], postgresql_where=sa.text("state = 'asked'"))
    op.create_table(
        "adjustment_appeal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adjustment_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("answer", sa.String()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String()),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adjustment_id"],
            ["adjustment.tenant_id", "adjustment.id"],
            name="fk_adjustment_appeal_tenant_id_adjustment",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_adjustment_appeal")),
        sa.UniqueConstraint("tenant_id", "adjustment_id", name=op.f("uq_adjustment_appeal_tenant_id_adjustment_id")),
    )
    for table, kind in (("adjustment", ShopReadable), ("adjustment_appeal", TenantOwned)):
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _make_statement_files() -> None:
    op.create_table(
        "statement_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("key", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.CheckConstraint("format IN ('csv', 'xlsx')", name=op.f("ck_statement_file_format")),
        sa.CheckConstraint("state IN ('asked', 'making', 'ready', 'expired')", name=op.f("ck_statement_file_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_statement_file")),
    )
    under_way = sa.text("state IN ('asked', 'making')")
    made = ["tenant_id", "first", "format"]
    op.create_index("uq_statement_file_making", "statement_file", made, unique=True, postgresql_where=under_way)
    op.create_index(
        "ix_statement_file_expires", "statement_file", ["expires_at"], postgresql_where=sa.text("state = 'ready'")
    )
    for statement in rls.protect("statement_file", TenantOwned):
        op.execute(statement)


def downgrade() -> None:
    """Let any word in, and forget what was put right; the books keep it."""
    drop_index_beside_readers("ix_ledger_transaction_at")
    for table, column, _words in _WORDS:
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
    op.drop_table("statement_file")
    op.drop_table("adjustment_appeal")
    op.drop_table("adjustment")
