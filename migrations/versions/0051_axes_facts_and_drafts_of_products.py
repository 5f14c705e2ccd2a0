"""What sets the forms of a product apart, what the law asks of it, its brand's one name, terms to copy, and edits not yet saved.

Also a shop's cover, its links, and the names it had.

Revision: 0051
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import Reference, TenantOwned

revision = "0051"
down_revision = "0050"

_NONE = sa.text("'[]'")
# Table, what its CHECK is called, and what it holds.
_CHECKS = (
    ("product", "no_gtin", "no_gtin IN ('handmade', 'own_brand', 'bundle', 'other')"),
    ("variant", "weight", "weight_grams > 0"),
    ("media", "focus", "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100"),
)


def upgrade() -> None:
    """Nothing has axes, and nothing more is said of anything, until its shop says it."""
    for table in ("product", "listing"):
        op.add_column(table, sa.Column("axes", postgresql.JSONB(), server_default=_NONE, nullable=False))
        op.add_column(table, sa.Column("origin_country", sa.String()))
        for name in ("nom", "maker"):
            op.add_column(table, sa.Column(name, sa.String(), server_default="", nullable=False))
    for name in ("no_gtin", "hs_code"):
        op.add_column("product", sa.Column(name, sa.String()))
    op.add_column("variant", sa.Column("gtin", sa.String()))
    op.add_column("variant", sa.Column("weight_grams", sa.BigInteger()))
    for name in ("focus_x", "focus_y"):
        op.add_column("media", sa.Column(name, sa.BigInteger(), server_default="50", nullable=False))
    op.add_column("shop", sa.Column("cover_key", sa.String()))
    for name in ("links", "former_names"):
        op.add_column("shop", sa.Column(name, postgresql.JSONB(), server_default=_NONE, nullable=False))
    _open_tables()
    for table, name, held in _CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, held, postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        for table, name, _held in _CHECKS:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")


def _open_tables() -> None:
    op.create_table(
        "term_template",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("warranty_months", sa.BigInteger(), nullable=False),
        sa.Column("warranty_by", sa.String(), nullable=False),
        sa.Column("return_days", sa.BigInteger(), nullable=False),
        sa.Column("return_paid_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_term_template")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_term_template_tenant_id_name")),
        sa.CheckConstraint("return_paid_by IN ('seller', 'buyer')", name=op.f("ck_term_template_return_paid_by")),
    )
    op.create_table(
        "product_draft",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("typed", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_product_draft")),
        sa.UniqueConstraint("tenant_id", "product_id", "account_id", name="uq_product_draft"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["product.tenant_id", "product.id"],
            ondelete="CASCADE",
            name=op.f("fk_product_draft_tenant_id_product_id_product"),
        ),
    )
    op.create_index("ix_product_draft_saved", "product_draft", ["saved_at"])
    op.create_table(
        "brand",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("writing", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_brand")),
    )
    op.create_index("ix_brand_name", "brand", ["name"])
    kinds = (
        ("term_template", TenantOwned),
        ("product_draft", TenantOwned),
        ("brand", Reference),
    )
    for table, kind in kinds:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def downgrade() -> None:
    """Nothing more is said of goods than before."""
    for table in ("brand", "product_draft", "term_template"):
        op.drop_table(table)
    for table, name, _held in _CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    for name in ("former_names", "links", "cover_key"):
        op.drop_column("shop", name)
    for name in ("focus_y", "focus_x"):
        op.drop_column("media", name)
    for name in ("weight_grams", "gtin"):
        op.drop_column("variant", name)
    for name in ("hs_code", "no_gtin"):
        op.drop_column("product", name)
    for table in ("listing", "product"):
        for name in ("maker", "nom", "origin_country", "axes"):
            op.drop_column(table, name)
