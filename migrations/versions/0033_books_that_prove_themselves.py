"""Balances kept beside the entries, days of the books sealed by a root, and what comparing found.

Revision: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PlatformOwned, Reference, ShopReadable

revision = "0033"
down_revision = "0032"

_KEEP = """
CREATE FUNCTION keep_ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_balance (tenant_id, id, account, amount_minor)
    SELECT tenant_id, gen_random_uuid(), account, sum(amount_minor) FROM added
    WHERE tenant_id IS NOT NULL GROUP BY tenant_id, account ORDER BY tenant_id, account
    ON CONFLICT (tenant_id, account) DO UPDATE SET amount_minor = ledger_balance.amount_minor + excluded.amount_minor;
    RETURN NULL;
END $$
"""
_TRIGGER = """
CREATE TRIGGER keep_balance AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION keep_ledger_balance()
"""
_FILL = """
INSERT INTO ledger_balance (tenant_id, id, account, amount_minor)
SELECT tenant_id, gen_random_uuid(), account, sum(amount_minor) FROM ledger_entry
WHERE tenant_id IS NOT NULL GROUP BY tenant_id, account
"""


def upgrade() -> None:
    """Make the tables, sum up what there is, and keep it summed from the same transaction on."""
    op.create_table(
        "ledger_balance",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_balance")),
        sa.UniqueConstraint("tenant_id", "account", name=op.f("uq_ledger_balance_tenant_id_account")),
    )
    op.create_index(op.f("ix_ledger_balance_tenant_id"), "ledger_balance", ["tenant_id"])
    op.create_table(
        "sealed_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sealed_day")),
    )
    op.create_table(
        "books_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("differences", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_books_check")),
    )
    op.create_index("ix_books_check_at", "books_check", ["at"])
    for table, kind in (("ledger_balance", ShopReadable), ("sealed_day", Reference), ("books_check", PlatformOwned)):
        for statement in rls.protect(table, kind):
            op.execute(statement)
    # Nothing is entered between the sum and the trigger that goes on from it; readers do not wait.
    op.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")
    op.execute(_FILL)
    op.execute(_KEEP)
    op.execute(_TRIGGER)


def downgrade() -> None:
    """Sum up the entries when somebody asks."""
    op.execute("DROP TRIGGER keep_balance ON ledger_entry")
    op.execute("DROP FUNCTION keep_ledger_balance()")
    for table in ("books_check", "sealed_day", "ledger_balance"):
        op.drop_table(table)
