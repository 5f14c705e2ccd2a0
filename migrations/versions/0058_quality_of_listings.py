"""How often listings are seen and opened, by day, and what was measured over all of them of what they say.

Revision: 0058
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import Reference, TenantOwned

revision = "0058"
down_revision = "0057"

_PARTS = ("listings", "shops", "seen", "opened", "bought")


def upgrade() -> None:
    """Counting begins with this release: of before, nothing is claimed."""
    op.create_table(
        "listing_traffic",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", "day", name=op.f("pk_listing_traffic")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["product.tenant_id", "product.id"], ondelete="CASCADE",
            name=op.f("fk_listing_traffic_tenant_id_id_product"),
        ),
        sa.CheckConstraint("seen >= 0 AND opened >= 0", name=op.f("ck_listing_traffic_counts")),
    )  # fmt: skip
    op.create_index("ix_listing_traffic_day", "listing_traffic", ["day"])
    op.create_table(
        "fact_effect",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        *(
            sa.Column(f"{side}_{part}", sa.BigInteger(), nullable=False)
            for side in ("having", "lacking")
            for part in _PARTS
        ),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("branch", "fact", name=op.f("pk_fact_effect")),
    )
    for statement in rls.protect("listing_traffic", TenantOwned):
        op.execute(statement)
    for statement in rls.protect("fact_effect", Reference):
        op.execute(statement)


def downgrade() -> None:
    """What was counted is forgotten."""
    op.drop_table("fact_effect")
    op.drop_table("listing_traffic")
