"""Files by which staff make or change many categories at once.

Revision: 0057
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PlatformOwned

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    """Nobody has brought any yet."""
    op.create_table(
        "category_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("found", postgresql.JSONB(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_file")),
        sa.CheckConstraint(
            "state IN ('brought', 'looked_at', 'applying', 'done', 'dropped')", name=op.f("ck_category_file_state")
        ),
    )
    op.create_index("ix_category_file_at", "category_file", ["at"])
    for statement in rls.protect("category_file", PlatformOwned):
        op.execute(statement)


def downgrade() -> None:
    """Each category keeps its own history."""
    op.drop_table("category_file")
