"""Why an order was cancelled, as the code knows it, stands apart from what a buyer typed.

Revision: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column, and move what shops and the market chose into it."""
    op.add_column("order", sa.Column("cancel_code", sa.String()))
    op.execute(
        """
        UPDATE "order" SET cancel_code = cancel_reason, cancel_reason = NULL WHERE cancel_reason IN
            ('broken', 'missing', 'no_carrier', 'buyer_asked', 'never_came', 'sold_out')
        """
    )


def downgrade() -> None:
    """Put them back into one."""
    op.execute('UPDATE "order" SET cancel_reason = cancel_code WHERE cancel_code IS NOT NULL')
    op.drop_column("order", "cancel_code")
