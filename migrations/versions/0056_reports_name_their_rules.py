"""What was decided of reports names its version of the market's rules too.

Revision: 0056
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    """What was decided until now was by version 1: what those rules said before there were versions."""
    op.add_column("report_case", sa.Column("rules_version", sa.BigInteger(), server_default=sa.text("1"), nullable=False))


def downgrade() -> None:
    """Reports name their rule alone."""
    op.drop_column("report_case", "rules_version")
