"""Gifts and a faster way of delivery: what a shop offers, what a buyer chooses, and what an order keeps of it.

Revision: 0047
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0047"
down_revision = "0046"

_KINDS = "kind IN ('goods', 'shipping', 'wrap', 'discount', 'tax')"
_KINDS_BEFORE = "kind IN ('goods', 'shipping', 'discount', 'tax')"
_WORDS = "ck_amount_line_kind"


def upgrade() -> None:
    """Nobody wraps, and nothing is faster, until a shop says so."""
    op.add_column("shop", sa.Column("wrap_minor", sa.BigInteger()))
    op.add_column("shop", sa.Column("gift_messages", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_check_constraint(
        op.f("ck_shop_wrap"), "shop", "wrap_minor BETWEEN 0 AND 50000", postgresql_not_valid=True
    )
    op.add_column("order", sa.Column("wrap_minor", sa.BigInteger()))
    op.add_column("order", sa.Column("wrap_back_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("order", sa.Column("gift_message", sa.String()))
    for name in ("prices_hidden", "express"):
        op.add_column("order", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("return_case", sa.Column("wrap_minor", sa.BigInteger(), server_default="0", nullable=False))
    _open_choices()
    op.drop_constraint(op.f(_WORDS), "amount_line")
    op.create_check_constraint(op.f(_WORDS), "amount_line", _KINDS, postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE shop VALIDATE CONSTRAINT ck_shop_wrap")
        op.execute(f"ALTER TABLE amount_line VALIDATE CONSTRAINT {_WORDS}")


def _open_choices() -> None:
    op.create_table(
        "cart_choice",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("speed", sa.String(), nullable=False),
        sa.Column("wrapped", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("prices_hidden", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "shop_id", name=op.f("pk_cart_choice")),
        sa.CheckConstraint("speed IN ('ordinary', 'express')", name=op.f("ck_cart_choice_speed")),
    )
    op.create_index("ix_cart_choice_changed", "cart_choice", ["changed_at"])
    for statement in rls.protect("cart_choice", PersonOwned):
        op.execute(statement)


def downgrade() -> None:
    """No gifts, and one way of delivery."""
    op.drop_constraint(op.f(_WORDS), "amount_line")
    op.create_check_constraint(op.f(_WORDS), "amount_line", _KINDS_BEFORE, postgresql_not_valid=True)
    op.drop_table("cart_choice")
    op.drop_column("return_case", "wrap_minor")
    for name in ("express", "prices_hidden", "gift_message", "wrap_back_minor", "wrap_minor"):
        op.drop_column("order", name)
    op.drop_constraint(op.f("ck_shop_wrap"), "shop")
    for name in ("gift_messages", "wrap_minor"):
        op.drop_column("shop", name)
