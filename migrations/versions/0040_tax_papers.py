"""The market gives shops their tax papers; a shop says its régimen and the postal code of its fiscal domicile.

Revision: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import TenantOwned

revision = "0040"
down_revision = "0039"

_TIME = sa.DateTime(timezone=True)
_CHECKS = (
    ("kind", "kind IN ('commission', 'commission_back', 'retention')"),
    ("state", "state IN ('drafted', 'signed', 'stamping', 'stamped', 'refused', 'cancelled')"),
    ("lack", "lack IN ('extra', 'seal', 'rfc', 'regime', 'earlier', 'more_back')"),
    ("month", "EXTRACT(day FROM month) = 1"),
    ("uuid", "(uuid IS NOT NULL) = (state IN ('stamped', 'cancelled'))"),
    ("sha256", "(xml IS NULL) = (sha256 IS NULL)"),
)


def upgrade() -> None:
    """Shops of before said neither: they are asked, and meanwhile have what most of their kind have."""
    op.add_column("shop_tax", sa.Column("regime", sa.String()))
    op.add_column("shop_tax", sa.Column("postal_code", sa.String()))
    op.create_table(
        "tax_paper",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("correction", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lack", sa.String()),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("iva_minor", sa.BigInteger(), nullable=False),
        sa.Column("isr_withheld_minor", sa.BigInteger(), nullable=False),
        sa.Column("iva_withheld_minor", sa.BigInteger(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("receiver_rfc", sa.String(), nullable=False),
        sa.Column("receiver_name", sa.String(), nullable=False),
        sa.Column("drawn_at", _TIME, nullable=False),
        sa.Column("tried_at", _TIME, nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", _TIME),
        sa.Column("asked_at", _TIME),
        sa.Column("stamped_at", _TIME),
        sa.Column("uuid", sa.String()),
        sa.Column("xml", sa.String()),
        sa.Column("sha256", sa.String()),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.String()),
        sa.Column("replaces_id", sa.Uuid()),
        sa.Column("cancelled_at", _TIME),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tax_paper")),
        sa.UniqueConstraint("folio", name=op.f("uq_tax_paper_folio")),
        sa.UniqueConstraint("tenant_id", "kind", "month", "correction", name=op.f("uq_tax_paper_month")),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_tax_paper_{name}")) for name, condition in _CHECKS),
    )
    op.create_index("uq_tax_paper_uuid", "tax_paper", ["uuid"], unique=True)
    op.create_index("ix_tax_paper_month", "tax_paper", ["month", "tenant_id"])
    op.create_index(
        "ix_tax_paper_open", "tax_paper", ["tried_at"],
        postgresql_where=sa.text("state IN ('drafted', 'signed', 'stamping')"),
    )
    for statement in rls.protect("tax_paper", TenantOwned):
        op.execute(statement)


def downgrade() -> None:
    """Papers go; whoever stamps them still has them."""
    op.drop_table("tax_paper")
    op.drop_column("shop_tax", "postal_code")
    op.drop_column("shop_tax", "regime")
