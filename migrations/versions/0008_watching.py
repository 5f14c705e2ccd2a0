"""What people keep and follow: the comparison with notes, prices, searches, what they saw; and questions before buying.

Revision: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0008"
down_revision = "0007"

_WALLS = tuple((name, PersonOwned) for name in ("compared", "price_watch", "saved_search", "viewed", "watcher"))


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
    _make_watches()
    op.add_column("mail", sa.Column("stop_url", sa.String()))
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


def _make_watches() -> None:
    moment = sa.DateTime(timezone=True)

    def watch(name: str, *columns: sa.Column[object], once: str) -> None:
        op.create_table(
            name,
            sa.Column("account_id", sa.Uuid(), nullable=False),
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("made_at", moment, nullable=False),
            sa.Column("paused", sa.Boolean(), nullable=False),
            sa.Column("removed_at", moment),
            sa.Column("told_at", moment),
            *columns,
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint("account_id", once, name=op.f(f"uq_{name}_account_id_{once}")),
        )

    watch(
        "price_watch",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("below_minor", sa.BigInteger(), nullable=False),
        sa.Column("told_minor", sa.BigInteger()),
        once="number",
    )
    watch(
        "saved_search",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("place", postgresql.JSONB()),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("fresh", sa.BigInteger(), nullable=False),
        once="address",
    )
    op.create_table(
        "viewed",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_viewed")),
    )
    op.create_table(
        "watcher",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("letters", sa.Boolean(), nullable=False),
        sa.Column("keeps_viewed", sa.Boolean(), nullable=False),
        sa.Column("lettered_on", sa.Date()),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_watcher")),
    )


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
    op.drop_column("mail", "stop_url")
    for table, _kind in reversed(_WALLS):
        op.drop_table(table)
