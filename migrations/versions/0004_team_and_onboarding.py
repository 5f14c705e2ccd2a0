"""The team of a shop, applications to open one, rest and closing.

Revision: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants import rls
from tenants.ownership import PersonOwned, ShopReadable, TenantOwned

revision = "0004"
down_revision = "0003"

_TIME = sa.DateTime(timezone=True)
TABLES = (
    ("invitation", TenantOwned),
    ("application", PersonOwned),
    ("application_document", PersonOwned),
    ("shop_closing", ShopReadable),
    ("closing_appeal", TenantOwned),
)


def upgrade() -> None:
    """Add to seats, shops, tax data and cases what they lacked; make the new tables and wall them in."""
    _team()
    _shops()
    _applications()
    _closings()
    op.create_index("ix_audit_line_shop", "audit_line", ["tenant_id", "at"])
    for table, kind in TABLES:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _team() -> None:
    op.add_column("membership", sa.Column("granted", JSONB(), nullable=False, server_default="[]"))
    op.add_column("membership", sa.Column("withheld", JSONB(), nullable=False, server_default="[]"))
    op.add_column("membership", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("membership", sa.Column("offered_at", _TIME))
    op.add_column("membership", sa.Column("offered_by", sa.Uuid()))
    for column in ("granted", "withheld", "version"):
        op.alter_column("membership", column, server_default=None)
    op.create_index(
        "uq_membership_offer", "membership", ["tenant_id"], unique=True,
        postgresql_where=sa.text("offered_at IS NOT NULL"),
    )
    op.create_table(
        "invitation",
        sa.Column("tenant_id", sa.Uuid(), sa.ForeignKey("tenant.id", name="fk_invitation_tenant_id_tenant")),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sending", sa.BigInteger(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("accepted_at", _TIME),
        sa.Column("accepted_by", sa.Uuid()),
        sa.Column("revoked_at", _TIME),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index(
        "uq_invitation_waiting", "invitation", ["tenant_id", sa.text("lower(email)")], unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )


def _shops() -> None:
    op.add_column("shop", sa.Column("status", sa.String(), nullable=False, server_default="open"))
    op.add_column("shop", sa.Column("rest_from", sa.Date()))
    op.add_column("shop", sa.Column("rest_until", sa.Date()))
    op.add_column("shop", sa.Column("rest_message", sa.String(), nullable=False, server_default=""))
    op.add_column("shop", sa.Column("closed_at", _TIME))
    op.add_column("shop", sa.Column("closed_by", sa.String()))
    for column in ("status", "rest_message"):
        op.alter_column("shop", column, server_default=None)
    op.add_column("shop_tax", sa.Column("curp", sa.String()))
    op.add_column("shop_tax", sa.Column("clabe", sa.String()))
    op.add_column("moderation_case", sa.Column("claimed_by_id", sa.Uuid()))


def _applications() -> None:
    words = (
        "state", "email", "applicant", "person", "legal_name", "rfc", "curp", "postal_code", "state_code", "region",
        "city", "street", "phone", "clabe", "shop_name", "slug", "tagline", "note",
    )
    op.create_table(
        "application",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in words),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("submitted_at", _TIME),
        sa.Column("decide_by", _TIME),
        sa.Column("decided_at", _TIME),
        sa.Column("decided_by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("claimed_by", sa.String()),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claimed_until", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
    )
    op.create_index("ix_application_tenant_id", "application", ["tenant_id"])
    op.create_index(
        "uq_application_open", "application", ["account_id"], unique=True,
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'in_review', 'needs_changes')"),
    )
    op.create_index(
        "ix_application_waiting", "application", ["decide_by"],
        postgresql_where=sa.text("state IN ('submitted', 'in_review')"),
    )
    op.create_table(
        "application_document",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "key", "name", "content_type")),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_application_document"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_application_document_application_id_application"
        ),
    )
    op.create_index(
        "uq_application_document_kind", "application_document", ["application_id", "kind"], unique=True
    )


def _closings() -> None:
    op.create_table(
        "shop_closing",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("shop_name", "shop_slug", "ground", "facts", "state")),
        sa.Column("decided_at", _TIME, nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("effective_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shop_closing"),
        sa.UniqueConstraint("tenant_id", "id", name="uq_shop_closing_tenant_id"),
    )
    op.create_index("ix_shop_closing_tenant_id", "shop_closing", ["tenant_id"])
    op.create_index(
        "uq_shop_closing_standing", "shop_closing", ["tenant_id"], unique=True,
        postgresql_where=sa.text("state IN ('announced', 'in_effect')"),
    )
    op.create_table(
        "closing_appeal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closing_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("answer", sa.String()),
        sa.Column("answered_at", _TIME),
        sa.Column("answered_by", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_closing_appeal"),
        sa.UniqueConstraint("tenant_id", "closing_id", name="uq_closing_appeal_tenant_id"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "closing_id"], ["shop_closing.tenant_id", "shop_closing.id"],
            name="fk_closing_appeal_tenant_id_shop_closing",
        ),
    )


def downgrade() -> None:
    """Drop what was added."""
    for table in ("closing_appeal", "shop_closing", "application_document", "application", "invitation"):
        op.drop_table(table)
    op.drop_index("ix_audit_line_shop", "audit_line")
    op.drop_index("uq_membership_offer", "membership")
    for table, columns in (
        ("membership", ("granted", "withheld", "version", "offered_at", "offered_by")),
        ("shop", ("status", "rest_from", "rest_until", "rest_message", "closed_at", "closed_by")),
        ("shop_tax", ("curp", "clabe")),
        ("moderation_case", ("claimed_by_id",)),
    ):
        for column in columns:
            op.drop_column(table, column)
