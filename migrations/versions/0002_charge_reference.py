"""A charge carries the code of its purchase: what people call it at the payment provider.

Revision: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column and fill it from the purchases."""
    op.add_column("charge", sa.Column("reference", sa.Text()))
    op.execute("UPDATE charge c SET reference = p.code FROM purchase p WHERE p.id = c.purchase_id")
    op.alter_column("charge", "reference", nullable=False)


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("charge", "reference")
