"""Where shops are found, and who of staff looked into them.

A shop's slug moves from the directory to its names, so that old ones lead to the new one and nobody takes them.

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PublicShelf, ShopReadable, TenantOwned

revision = "0005"
down_revision = "0004"

_WALLS = (("shop_name", PublicShelf), ("hostname", TenantOwned), ("staff_look", ShopReadable))


def upgrade() -> None:
    """Make the three tables with their walls; give each shop the name it has."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "shop_name",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("retired_at", moment),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_shop_name_tenant_id_tenant")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_shop_name")),
        sa.UniqueConstraint("name", name=op.f("uq_shop_name_name")),
    )
    op.create_index(
        "uq_shop_name_slug", "shop_name", ["tenant_id"], unique=True,
        postgresql_where=sa.text("kind = 'slug' AND retired_at IS NULL"),
    )  # fmt: skip
    op.create_table(
        "hostname",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("check_at", moment),
        sa.Column("checked_at", moment),
        sa.Column("verified_at", moment),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.String()),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_hostname_tenant_id_tenant")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_hostname")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_hostname_tenant_id_name")),
    )
    op.create_index("ix_hostname_due", "hostname", ["check_at"])
    op.create_table(
        "staff_look",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("areas", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("about", sa.String()),
        sa.Column("at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_look")),
    )
    op.create_index(op.f("ix_staff_look_tenant_id"), "staff_look", ["tenant_id"])
    op.create_index("ix_staff_look_open", "staff_look", ["account_id", "ends_at"])
    op.execute(
        "INSERT INTO shop_name (tenant_id, id, name, kind, since) "
        "SELECT id, gen_random_uuid(), slug, 'slug', created_at FROM tenant"
    )
    op.drop_column("tenant", "slug")
    for table, kind in _WALLS:
        for statement in rls.protect(table, kind):
            op.execute(statement)
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON staff_look FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(f"REVOKE UPDATE, DELETE ON staff_look FROM {rls.PLATFORM_ROLE}, {rls.APP_ROLE}")


def downgrade() -> None:
    """Give the directory its slugs back and drop the tables."""
    op.add_column("tenant", sa.Column("slug", sa.String()))
    op.execute(
        "UPDATE tenant t SET slug = n.name FROM shop_name n "
        "WHERE n.tenant_id = t.id AND n.kind = 'slug' AND n.retired_at IS NULL"
    )
    op.alter_column("tenant", "slug", nullable=False)
    op.create_unique_constraint("uq_tenant_slug", "tenant", ["slug"])
    for table in ("staff_look", "hostname", "shop_name"):
        op.drop_table(table)
