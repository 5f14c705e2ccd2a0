"""Places beside the results that somebody paid for; and a tariff takes effect thirty days after it is published, or not at all.

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import Reference

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table, which everybody reads and the platform writes, and the rule."""
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
    op.create_check_constraint(
        op.f("ck_fee_schedule_notice"), "fee_schedule", "effective_from - published_at >= interval '30 days'"
    )


def downgrade() -> None:
    """Drop the table and the rule."""
    op.drop_constraint(op.f("ck_fee_schedule_notice"), "fee_schedule")
    op.drop_table("sponsorship")
