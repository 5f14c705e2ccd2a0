"""A shop may say that what was written last needs no answer.

Revision: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """What was written before needs its answer."""
    op.add_column("message", sa.Column("needs_answer", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Know nothing of it."""
    op.drop_column("message", "needs_answer")
