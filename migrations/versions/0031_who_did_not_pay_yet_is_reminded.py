"""Who placed a purchase and has not paid it yet is reminded once, with its link.

Revision: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Nobody was reminded before."""
    op.add_column("purchase", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Know nothing of it."""
    op.drop_column("purchase", "reminded_at")
