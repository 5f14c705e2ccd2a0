"""What people keep: the comparison, with notes; and questions about a listing before anything is bought.

Revision: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0008"
down_revision = "0007"

_WALLS = (("compared", PersonOwned),)


def upgrade() -> None:
    """Make the tables with their walls."""
    op.create_table(
        "compared",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_compared")),
    )
    op.create_index("ix_listing_gtin", "listing", ["gtin"], postgresql_where=sa.text("gtin IS NOT NULL"))
    for column in ("order_id", "order_code"):
        op.alter_column("thread", column, nullable=True)
    op.add_column("thread", sa.Column("number", sa.BigInteger()))
    op.add_column("thread", sa.Column("title", sa.String()))
    op.create_unique_constraint("uq_thread_tenant_id_buyer_id_number", "thread", ["tenant_id", "buyer_id", "number"])
    op.create_check_constraint(op.f("ck_thread_about_one_thing"), "thread", "(order_id IS NULL) <> (number IS NULL)")
    for table, kind in _WALLS:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def downgrade() -> None:
    """Drop what was made; conversations about listings go with it."""
    op.execute("DELETE FROM message m USING thread t WHERE t.tenant_id = m.tenant_id AND t.id = m.thread_id AND t.number IS NOT NULL")
    op.execute("DELETE FROM thread WHERE number IS NOT NULL")
    op.drop_constraint(op.f("ck_thread_about_one_thing"), "thread")
    for column in ("title", "number"):
        op.drop_column("thread", column)
    for column in ("order_id", "order_code"):
        op.alter_column("thread", column, nullable=False)
    op.drop_index("ix_listing_gtin", "listing")
    for table, _kind in reversed(_WALLS):
        op.drop_table(table)
