"""Who sends an order knows the telephone of who receives it; a shop is told why staff declined, and says why not.

Revision: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Orders placed before have none: their shops ask in a message, as they did."""
    op.add_column("order", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("product", sa.Column("declined", JSONB(), nullable=True))
    op.add_column("moderation_case", sa.Column("decided_by_id", sa.Uuid(), nullable=True))
    op.add_column("moderation_case", sa.Column("plea", sa.String(), nullable=True))
    op.add_column(
        "moderation_case", sa.Column("taken_down", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Keep the telephone on the purchase alone, and know no reasons of these."""
    for column in ("taken_down", "plea", "decided_by_id"):
        op.drop_column("moderation_case", column)
    op.drop_column("product", "declined")
    op.drop_column("order", "phone")
