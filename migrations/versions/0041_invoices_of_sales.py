"""Invoices of sales: what buyers ask shops for, tax data kept for the next time, global invoices, keys of the SAT.

Revision: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PersonOwned, SharedWithBuyer, TenantOwned

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Make the tables, and two columns that are empty at first."""
    op.add_column("product", sa.Column("sat_key", sa.String()))
    op.add_column("product", sa.Column("sat_unit", sa.String()))
    _make_requests()
    _make_saved()
    _make_globals()
    kinds = {
        "invoice_request": SharedWithBuyer, "saved_tax_data": PersonOwned, "global_invoice": TenantOwned,
        "global_invoice_line": TenantOwned,
    }  # fmt: skip
    for table, kind in kinds.items():
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _tax_data() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in ("rfc", "name", "postal_code", "regime", "use")]


def _make_requests() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "invoice_request",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *_tax_data(),
        sa.Column("corrects_id", sa.Uuid()),
        sa.Column("amount_minor", sa.BigInteger()),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", moment),
        sa.Column("told_late_at", moment),
        sa.Column("answered_at", moment),
        sa.Column("answered_by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("uuid", sa.String()),
        sa.Column("xml", sa.String()),
        sa.Column("pdf_key", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoice_request")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["order.tenant_id", "order.id"],
            name=op.f("fk_invoice_request_tenant_id_order_id_order"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "corrects_id"],
            ["invoice_request.tenant_id", "invoice_request.id"],
            name=op.f("fk_invoice_request_tenant_id_corrects_id_invoice_request"),
        ),
        sa.UniqueConstraint("code", name=op.f("uq_invoice_request_code")),
        sa.CheckConstraint(
            "state IN ('waiting', 'asked', 'sent', 'declined', 'withdrawn')", name=op.f("ck_invoice_request_state")
        ),
        sa.CheckConstraint("kind IN ('sale', 'credit')", name=op.f("ck_invoice_request_kind")),
        sa.CheckConstraint(
            "reason IN ('name', 'rfc', 'postal_code', 'regime')", name=op.f("ck_invoice_request_reason")
        ),
        sa.CheckConstraint("(kind = 'credit') = (corrects_id IS NOT NULL)", name=op.f("ck_invoice_request_credit")),
        sa.CheckConstraint(
            "(state = 'sent') = (uuid IS NOT NULL AND xml IS NOT NULL AND pdf_key IS NOT NULL)",
            name=op.f("ck_invoice_request_sent"),
        ),
        sa.CheckConstraint(
            "(amount_minor IS NOT NULL) = (kind = 'credit' OR state = 'sent')", name=op.f("ck_invoice_request_amount")
        ),
    )
    op.create_index(op.f("ix_invoice_request_buyer_id"), "invoice_request", ["buyer_id"])
    op.create_index("ix_invoice_request_order", "invoice_request", ["tenant_id", "order_id"])
    op.create_index("ix_invoice_request_shop", "invoice_request", ["tenant_id", "state", "asked_at"])
    op.create_index(
        "ix_invoice_request_due", "invoice_request", ["answer_by"], postgresql_where=sa.text("state = 'asked'")
    )
    op.create_index(
        "uq_invoice_request_sale",
        "invoice_request",
        ["tenant_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'sale'"),
    )
    op.create_index(
        "uq_invoice_request_uuid",
        "invoice_request",
        ["tenant_id", "uuid"],
        unique=True,
        postgresql_where=sa.text("uuid IS NOT NULL"),
    )


def _make_saved() -> None:
    op.create_table(
        "saved_tax_data",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *_tax_data(),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_saved_tax_data")),
    )


def _make_globals() -> None:
    op.create_table(
        "global_invoice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_global_invoice")),
        sa.UniqueConstraint("tenant_id", "month", name=op.f("uq_global_invoice_tenant_id_month")),
    )
    op.create_table(
        "global_invoice_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("global_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("iva_bp", sa.BigInteger(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_global_invoice_line")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "global_id"],
            ["global_invoice.tenant_id", "global_invoice.id"],
            name=op.f("fk_global_invoice_line_tenant_id_global_id_global_invoice"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["order.tenant_id", "order.id"],
            name=op.f("fk_global_invoice_line_tenant_id_order_id_order"),
        ),
        sa.UniqueConstraint(
            "tenant_id", "order_id", "iva_bp", name=op.f("uq_global_invoice_line_tenant_id_order_id_iva_bp")
        ),
    )
    op.create_index("ix_global_invoice_line_global", "global_invoice_line", ["tenant_id", "global_id"])


def downgrade() -> None:
    """Nobody asks for invoices."""
    for table in ("global_invoice_line", "global_invoice", "saved_tax_data", "invoice_request"):
        op.drop_table(table)
    op.drop_column("product", "sat_unit")
    op.drop_column("product", "sat_key")
