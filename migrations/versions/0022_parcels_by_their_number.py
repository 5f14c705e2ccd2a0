"""A parcel is found by its carrier's number.

Revision: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_parcel_number", "parcel", ["carrier", "tracking"], postgresql_where=sa.text("tracking IS NOT NULL")
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_parcel_number", "parcel")
