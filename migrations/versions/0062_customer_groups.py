"""Shops sell to groups of customers at prices of their own; order lines say for which group a price was.

Revision: 0062
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import SharedWithBuyer, TenantOwned

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    """No shop has groups, and nothing was bought at a price of one."""
    op.create_table(
        "customer_group",
        *_uuids("tenant_id", "id"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "note")),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customer_group")),
    )
    op.create_index("uq_customer_group_name", "customer_group", ["tenant_id", sa.text("lower(name)")], unique=True)
    _make_people()
    op.create_table(
        "group_price",
        *_uuids("tenant_id", "id", "group_id", "product_id", "variant_id"),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_group_price")),
        _of("group_price", "group_id", "customer_group"),
        _of("group_price", "variant_id", "variant"),
        sa.UniqueConstraint(
            "tenant_id", "group_id", "variant_id", name=op.f("uq_group_price_tenant_id_group_id_variant_id")
        ),
        sa.CheckConstraint("price_minor BETWEEN 1 AND 500000000", name=op.f("ck_group_price_price")),
    )
    op.create_index("ix_group_price_product", "group_price", ["tenant_id", "product_id"])
    for table in ("customer_group", "group_invitation", "group_price"):
        for statement in rls.protect(table, TenantOwned):
            op.execute(statement)
    for statement in rls.protect("group_member", SharedWithBuyer):
        op.execute(statement)
    op.add_column("order_line", sa.Column("price_group", sa.String()))


def _make_people() -> None:
    op.create_table(
        "group_member",
        *_uuids("tenant_id", "id", "buyer_id", "group_id"),
        sa.Column("email", sa.String(), nullable=False),
        _moment("accepted_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_group_member")),
        _of("group_member", "group_id", "customer_group"),
        sa.UniqueConstraint("tenant_id", "buyer_id", name=op.f("uq_group_member_tenant_id_buyer_id")),
    )
    op.create_index(op.f("ix_group_member_buyer_id"), "group_member", ["buyer_id"])
    op.create_index("ix_group_member_group", "group_member", ["tenant_id", "group_id"])
    op.create_table(
        "group_invitation",
        *_uuids("tenant_id", "id", "group_id"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("email", "token_hash")),
        *(_moment(name) for name in ("invited_at", "expires_at")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_group_invitation")),
        _of("group_invitation", "group_id", "customer_group"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_group_invitation_token_hash")),
        sa.UniqueConstraint(
            "tenant_id", "group_id", "email", name=op.f("uq_group_invitation_tenant_id_group_id_email")
        ),
        sa.CheckConstraint("expires_at > invited_at", name=op.f("ck_group_invitation_lasts")),
    )


def _uuids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], [f"{other}.tenant_id", f"{other}.id"], name=op.f(f"fk_{table}_tenant_id_{column}_{other}")
    )


def downgrade() -> None:
    """Members pay what everybody pays; orders keep what they cost."""
    op.drop_column("order_line", "price_group")
    for table in ("group_price", "group_invitation", "group_member", "customer_group"):
        op.drop_table(table)
