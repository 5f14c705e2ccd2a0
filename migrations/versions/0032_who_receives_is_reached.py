"""Who sends an order knows the telephone of who receives it.

Revision: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"


def upgrade() -> None:
    """Orders placed before have none: their shops ask in a message, as they did."""
    op.add_column("order", sa.Column("phone", sa.String(), nullable=True))


def downgrade() -> None:
    """Keep it on the purchase alone."""
    op.drop_column("order", "phone")
