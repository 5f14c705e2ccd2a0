"""What people keep: the comparison, with notes.

Revision: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0008"
down_revision = "0005"

_WALLS = (("compared", PersonOwned),)


def upgrade() -> None:
    """Make the tables with their walls."""
    op.create_table(
        "compared",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_compared")),
    )
    op.create_index("ix_listing_gtin", "listing", ["gtin"], postgresql_where=sa.text("gtin IS NOT NULL"))
    for table, kind in _WALLS:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def downgrade() -> None:
    """Drop what was made."""
    op.drop_index("ix_listing_gtin", "listing")
    for table, _kind in reversed(_WALLS):
        op.drop_table(table)
