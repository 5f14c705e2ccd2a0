"""Only reversals stand in the index that lets a line come back once: a sale's lines need not be entered.

Revision: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_COLUMNS = ["tenant_id", "reverses_id", "cause"]


def upgrade() -> None:
    """Leave out the lines that reverse nothing."""
    op.drop_index("uq_fee_line_reversal", "fee_line")
    op.create_index(
        "uq_fee_line_reversal", "fee_line", _COLUMNS, unique=True, postgresql_where=sa.text("reverses_id IS NOT NULL")
    )


def downgrade() -> None:
    """Enter every line again."""
    op.drop_index("uq_fee_line_reversal", "fee_line")
    op.create_index("uq_fee_line_reversal", "fee_line", _COLUMNS, unique=True)
