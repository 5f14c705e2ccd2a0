"""A shop brings its products as files, and takes them out as one.

Revision: 0049
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.migrating import build_walls
from tenants.ownership import TenantOwned

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    """Nobody has brought a file yet."""
    op.create_table(
        "import_run",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("columns", JSONB(), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("categories", JSONB(), nullable=False),
        sa.Column("unknown", JSONB(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("trouble", JSONB()),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("same", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("far", sa.BigInteger(), nullable=False),
        sa.Column("problems", JSONB(), nullable=False),
        sa.Column("error_key", sa.String()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("format IN ('csv', 'xlsx', 'zip')", name=op.f("ck_import_run_format")),
        sa.CheckConstraint(
            "origin IN ('tianguis', 'shopify', 'woocommerce', 'tiendanube', 'mercadolibre', 'other')",
            name=op.f("ck_import_run_origin"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'checking', 'checked', 'applying', 'done', 'cancelled', 'unreadable')",
            name=op.f("ck_import_run_state"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_asked", "import_run", ["tenant_id", "asked_at"])
    op.create_index(
        "uq_import_run_applying",
        "import_run",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("state = 'applying'"),
    )
    op.create_table(
        "products_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("key", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.CheckConstraint("format IN ('csv', 'xlsx')", name=op.f("ck_products_file_format")),
        sa.CheckConstraint("state IN ('asked', 'making', 'ready', 'expired')", name=op.f("ck_products_file_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_products_file")),
    )
    op.create_index(
        "uq_products_file_making",
        "products_file",
        ["tenant_id", "format"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'making')"),
    )
    op.create_table(
        "pictures_to_fetch",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("urls", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"], ["product.tenant_id", "product.id"],
            name=op.f("fk_pictures_to_fetch_tenant_id_product_id_product"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"], ["import_run.tenant_id", "import_run.id"],
            name=op.f("fk_pictures_to_fetch_tenant_id_run_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pictures_to_fetch")),
    )  # fmt: skip
    op.create_index("ix_pictures_to_fetch_run", "pictures_to_fetch", ["tenant_id", "run_id"])
    build_walls("pictures_to_fetch", TenantOwned)
    op.add_column("media", sa.Column("digest", sa.String()))
    build_walls("import_run", TenantOwned)
    build_walls("products_file", TenantOwned)


def downgrade() -> None:
    """What was imported stays; how it came is forgotten."""
    op.drop_column("media", "digest")
    op.drop_table("pictures_to_fetch")
    op.drop_index("uq_products_file_making", table_name="products_file")
    op.drop_table("products_file")
    op.drop_index("uq_import_run_applying", table_name="import_run")
    op.drop_index("ix_import_run_asked", table_name="import_run")
    op.drop_table("import_run")
