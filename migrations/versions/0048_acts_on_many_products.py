"""Products may be archived; what a shop does to many of them at once, and the views of its table that a member keeps.

Revision: 0048
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import TenantOwned

revision = "0048"
down_revision = "0047"

_STATES = ("draft", "in_review", "declined", "published", "paused")
_KINDS = ("price", "pause", "resume", "archive", "unarchive", "submit", "terms", "category")


def upgrade() -> None:
    """Nothing is archived yet, and nobody has done anything to many."""
    _hold_states((*_STATES, "archived"))
    _make_acts()
    _make_rows()
    op.create_table(
        "product_view",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_product_view")),
        sa.UniqueConstraint(
            "tenant_id", "account_id", "name", name=op.f("uq_product_view_tenant_id_account_id_name")
        ),
    )
    for table in ("bulk_act", "bulk_row", "product_view"):
        for statement in rls.protect(table, TenantOwned):
            op.execute(statement)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE product VALIDATE CONSTRAINT ck_product_state")


def _hold_states(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.execute("ALTER TABLE product DROP CONSTRAINT ck_product_state")
    op.create_check_constraint(
        op.f("ck_product_state"), "product", f"state IN ({listed})", postgresql_not_valid=True
    )


def _make_acts() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    op.create_table(
        "bulk_act",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("actor", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("total", "done", "failed", "undone", "kept")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_bulk_act")),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'cancelled', 'undoing', 'undone')", name=op.f("ck_bulk_act_state")
        ),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_bulk_act_kind")),
    )
    op.create_index("ix_bulk_act_made", "bulk_act", ["tenant_id", "made_at"])


def _make_rows() -> None:
    op.create_table(
        "bulk_row",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("tenant_id", "id", "act_id", "product_id")),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *(sa.Column(name, postgresql.JSONB()) for name in ("before", "after")),
        sa.Column("why", sa.String()),
        sa.Column("details", postgresql.JSONB()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_bulk_row")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "act_id"], ["bulk_act.tenant_id", "bulk_act.id"], ondelete="CASCADE",
            name=op.f("fk_bulk_row_tenant_id_bulk_act"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"], ["product.tenant_id", "product.id"], ondelete="CASCADE",
            name=op.f("fk_bulk_row_tenant_id_product"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'failed', 'undone', 'kept')", name=op.f("ck_bulk_row_state")
        ),
    )  # fmt: skip
    op.create_index("ix_bulk_row_act", "bulk_row", ["tenant_id", "act_id", "state", "place"])
    op.create_index("ix_bulk_row_product", "bulk_row", ["tenant_id", "product_id"])


def downgrade() -> None:
    """Nobody keeps views, and what was archived is a draft again."""
    for table in ("product_view", "bulk_row", "bulk_act"):
        op.drop_table(table)
    op.execute("UPDATE product SET state = 'draft' WHERE state = 'archived'")
    _hold_states(_STATES)
