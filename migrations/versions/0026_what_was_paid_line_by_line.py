"""What a buyer paid, line by line: goods, the way, who bears a discount, and the tax that is in them.

Revision: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import SharedWithBuyer

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the table. Orders of before keep their sums; their lines are known by `order_line` and their fees alone."""
    op.create_table(
        "amount_line",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("tenant_id", "id", "buyer_id", "order_id")),
        sa.Column("order_line_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount_minor", "base_minor", "rate_bp")),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("borne_by", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_amount_line")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"], ["order.tenant_id", "order.id"], name=op.f("fk_amount_line_tenant_id_order_id_order")
        ),
        sa.CheckConstraint("kind IN ('goods', 'shipping', 'discount', 'tax')", name=op.f("ck_amount_line_kind")),
        sa.CheckConstraint("borne_by IN ('shop', 'market')", name=op.f("ck_amount_line_borne_by")),
        sa.CheckConstraint("(kind = 'discount') = (borne_by IS NOT NULL)", name=op.f("ck_amount_line_who_bears_it")),
        sa.CheckConstraint("(kind = 'discount') = (amount_minor < 0)", name=op.f("ck_amount_line_sign")),
    )
    op.create_index("ix_amount_line_order", "amount_line", ["tenant_id", "order_id"])
    op.create_index(op.f("ix_amount_line_buyer_id"), "amount_line", ["buyer_id"])
    for statement in rls.protect("amount_line", SharedWithBuyer):
        op.execute(statement)
    # Frozen: a purchase that a guest made may come into an account, and nothing else of it changes.
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE ON amount_line FOR EACH ROW "
        "WHEN (to_jsonb(OLD) - 'buyer_id' IS DISTINCT FROM to_jsonb(NEW) - 'buyer_id') "
        "EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(
        "CREATE TRIGGER never_deleted BEFORE DELETE ON amount_line FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )


def downgrade() -> None:
    """Take it away: the sums stand on the order."""
    op.drop_table("amount_line")
