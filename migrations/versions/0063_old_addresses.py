"""Addresses that products had elsewhere, which lead to them at their shop's own host.

Revision: 0063
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import TenantOwned

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    """No shop has said any yet."""
    op.create_table(
        "old_address",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_old_address")),
        sa.UniqueConstraint("tenant_id", "path", name=op.f("uq_old_address_tenant_id_path")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"], ["product.tenant_id", "product.id"], ondelete="CASCADE",
            name=op.f("fk_old_address_tenant_id_product_id_product"),
        ),
    )  # fmt: skip
    op.create_index("ix_old_address_product", "old_address", ["tenant_id", "product_id"])
    for statement in rls.protect("old_address", TenantOwned):
        op.execute(statement)


def downgrade() -> None:
    """What was said is forgotten."""
    op.drop_table("old_address")
