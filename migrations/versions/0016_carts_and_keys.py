"""Carts are rows; a guest's purchase knows the browser that made it; an API key knows the account that made it.

Revision: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned

revision = "0016"
down_revision = "0015"

# Keys were made by owners, and kept their names only. Where no owner has that name any more, the key opens nothing from here
# on: whoever made it is not there.
_MADE_BY = """
UPDATE api_key k SET made_by = (
  SELECT m.account_id FROM membership m WHERE m.tenant_id = k.tenant_id AND m.role = 'owner' AND m.name = k.created_by
  ORDER BY m.since LIMIT 1
)
"""


def upgrade() -> None:
    """Make the table and the columns; keys get the account of who made them."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "cart_row",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("seen_minor", sa.BigInteger(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_cart_row_quantity")),
        sa.PrimaryKeyConstraint("account_id", "variant_id", name=op.f("pk_cart_row")),
    )
    op.create_index("ix_cart_row_changed", "cart_row", ["changed_at"])
    for statement in rls.protect("cart_row", PersonOwned):
        op.execute(statement)
    op.add_column("purchase", sa.Column("cart_id", sa.Uuid()))
    op.create_index("ix_purchase_cart_id", "purchase", ["cart_id"])
    op.add_column("api_key", sa.Column("made_by", sa.Uuid()))
    op.execute(_MADE_BY)
    # What a key saw before it still sees; the permission has a name of its own now.
    op.execute("UPDATE api_key SET may = may || '[\"money.view\"]' WHERE may ? 'orders.view' AND NOT may ? 'money.view'")


def downgrade() -> None:
    """Drop what was made."""
    op.execute("UPDATE api_key SET may = may - 'money.view'")
    op.drop_column("api_key", "made_by")
    op.drop_index("ix_purchase_cart_id", "purchase")
    op.drop_column("purchase", "cart_id")
    op.drop_table("cart_row")
