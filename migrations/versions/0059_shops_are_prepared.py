"""Shops are prepared before they open, under a slug that is held for them, and put their first steps away.

Revision: 0059
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import TenantOwned

revision = "0059"
down_revision = "0058"

# As they stand at this revision.
_STATES = ("preparing", "open", "resting", "closed")
_KINDS = ("slug", "held", "domain")


def upgrade() -> None:
    """No shop is being prepared, and none put anything away."""
    op.add_column("application", sa.Column("prepared_tenant_id", sa.Uuid()))
    op.create_table(
        "first_steps",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_first_steps")),
    )
    for statement in rls.protect("first_steps", TenantOwned):
        op.execute(statement)
    _hold("shop", "status", _STATES)
    _hold("shop_name", "kind", _KINDS)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE shop VALIDATE CONSTRAINT ck_shop_status")
        op.execute("ALTER TABLE shop_name VALIDATE CONSTRAINT ck_shop_name_kind")


def _hold(table: str, column: str, values: tuple[str, ...]) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
    allowed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(
        op.f(f"ck_{table}_{column}"), table, f"{column} IN ({allowed})", postgresql_not_valid=True
    )


def downgrade() -> None:
    """What is being prepared cannot be said any more: such shops and their applications must be gone."""
    _hold("shop", "status", _STATES[1:])
    _hold("shop_name", "kind", ("slug", "domain"))
    op.drop_table("first_steps")
    op.drop_column("application", "prepared_tenant_id")
