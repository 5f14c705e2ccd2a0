"""Places beside the results that somebody paid for.

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import Reference

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    """Make the table: everybody reads it, the platform writes it."""
    op.create_table(
        "sponsorship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("paid_by", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsorship")),
    )
    op.create_index(op.f("ix_sponsorship_number"), "sponsorship", ["number"])
    for statement in rls.protect("sponsorship", Reference):
        op.execute(statement)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("sponsorship")
