"""How many purchases may wait for their payment; the way back for who lost a second factor.

Revision: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned
from tenants.wall import PLATFORM_ROLE

revision = "0011"
down_revision = "0010"

# Each statement of a volatile function sees what was committed before it began: the count, unlike one beside the lock, sees
# what the one before did. What is paid and only waits for its job does not count.
_UNPAID = """
CREATE FUNCTION unpaid_purchases(buyer uuid, mail text, network text, OUT of_buyer bigint, OUT of_network bigint)
LANGUAGE sql VOLATILE AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('unpaid ' || coalesce(buyer::text, mail), 0));
    SELECT count(*) FILTER (WHERE p.account_id = buyer OR lower(p.email) = mail),
           count(*) FILTER (WHERE p.source = network)
    FROM purchase p
    WHERE p.state = 'awaiting_payment' AND (p.account_id = buyer OR lower(p.email) = mail OR p.source = network)
      AND NOT EXISTS (SELECT FROM charge c WHERE c.purchase_id = p.id AND c.state = 'succeeded')
$$
"""


def upgrade() -> None:
    """Make the count of unpaid purchases, and the time to object."""
    _count_unpaid()
    _wait_for_objections()


def _count_unpaid() -> None:
    op.add_column("purchase", sa.Column("source", sa.String()))
    unpaid = sa.text("state = 'awaiting_payment'")
    op.create_index("ix_purchase_unpaid_email", "purchase", [sa.text("lower(email)")], postgresql_where=unpaid)
    op.create_index("ix_purchase_unpaid_source", "purchase", ["source"], postgresql_where=unpaid)
    op.execute(_UNPAID)
    op.execute("REVOKE EXECUTE ON FUNCTION unpaid_purchases FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION unpaid_purchases TO {PLATFORM_ROLE}")


def _wait_for_objections() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "lost_factor",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("reminded_at", moment),
        sa.Column("ended_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_factor")),
    )
    op.create_index(
        "uq_lost_factor_waiting", "lost_factor", ["account_id"], unique=True, postgresql_where=sa.text("state = 'waiting'")
    )
    for statement in rls.protect("lost_factor", PersonOwned):
        op.execute(statement)


def downgrade() -> None:
    """Take both away again."""
    op.drop_table("lost_factor")
    op.execute("DROP FUNCTION unpaid_purchases")
    op.drop_index("ix_purchase_unpaid_source", "purchase")
    op.drop_index("ix_purchase_unpaid_email", "purchase")
    op.drop_column("purchase", "source")
