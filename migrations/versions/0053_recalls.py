"""Recalls of what was sold, and each order that one meets.

Revision: 0053
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PublicShelf, SharedWithBuyer

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    """Nothing is recalled until somebody says so."""
    op.add_column("product", sa.Column("recalled", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "recall",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variants", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("shop_name", sa.String(), nullable=False),
        sa.Column("shop_slug", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("bought_from", sa.Date(), nullable=True),
        sa.Column("bought_until", sa.Date(), nullable=True),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("what_to_do", sa.String(), nullable=False),
        sa.Column("offers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("how_to_fix", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing", sa.String(), nullable=False),
        sa.CheckConstraint("(ground IS NULL) = (how_to_fix IS NULL)", name=op.f("ck_recall_by_staff")),
        sa.CheckConstraint("ground IN ('danger', 'defect', 'authority')", name=op.f("ck_recall_ground")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_recall_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recall")),
        sa.UniqueConstraint("code", name=op.f("uq_recall_code")),
    )
    op.create_index("ix_recall_started", "recall", ["started_at"], unique=False)
    op.create_index(
        "uq_recall_open", "recall", ["tenant_id", "product_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "recall_notice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("recall_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_code", sa.String(), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_recall_notice_answered")),
        sa.CheckConstraint(
            "answer IN ('return', 'repair', 'replace', 'part', 'gone', 'other_lot')",
            name=op.f("ck_recall_notice_answer"),
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_recall_notice_pieces")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["order.tenant_id", "order.id"],
            name=op.f("fk_recall_notice_tenant_id_order_id_order"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recall_id"],
            ["recall.tenant_id", "recall.id"],
            name=op.f("fk_recall_notice_tenant_id_recall_id_recall"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_recall_notice")),
        sa.UniqueConstraint(
            "tenant_id", "recall_id", "order_id", name=op.f("uq_recall_notice_tenant_id_recall_id_order_id")
        ),
    )
    op.create_index(op.f("ix_recall_notice_buyer_id"), "recall_notice", ["buyer_id"], unique=False)
    op.create_index("ix_recall_notice_order", "recall_notice", ["tenant_id", "order_id"], unique=False)
    op.create_index(
        "ix_recall_notice_unanswered",
        "recall_notice",
        ["written_at"],
        unique=False,
        postgresql_where=sa.text("answer IS NULL AND reminded_at IS NULL"),
    )
    for table, owner in (("recall", PublicShelf), ("recall_notice", SharedWithBuyer)):
        for statement in rls.protect(table, owner):
            op.execute(statement)


def downgrade() -> None:
    """Nothing is recalled, and nobody remembers that anything was."""
    op.drop_table("recall_notice")
    op.drop_table("recall")
    op.drop_column("product", "recalled")
