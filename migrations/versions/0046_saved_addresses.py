"""The addresses that a person keeps for their next purchases.

Revision: 0046
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0046"
down_revision = "0045"

_NEEDED = "label name phone postal_code state municipality settlement street exterior"


def upgrade() -> None:
    """Nobody keeps any at first."""
    op.create_table(
        "saved_address",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _NEEDED.split()),
        *(sa.Column(name, sa.String()) for name in ("interior", "between", "references")),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_address")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_saved_address_account_id_number")),
        sa.UniqueConstraint("account_id", "label", name=op.f("uq_saved_address_account_id_label")),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name=op.f("ck_saved_address_number")),
    )
    for statement in rls.protect("saved_address", PersonOwned):
        op.execute(statement)


def downgrade() -> None:
    """Nobody keeps addresses."""
    op.drop_table("saved_address")
