"""What people agreed to, their copies, erasings and requests; who was erased.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PersonOwned, PlatformOwned

revision = "0006"
down_revision = "0005"

_WALLS = (
    ("consent", PersonOwned, False), ("data_export", PersonOwned, True), ("erasure", PersonOwned, False),
    ("tombstone", PlatformOwned, False), ("arco_request", PlatformOwned, False),
)  # fmt: skip
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the five tables with their walls; let a name leave the audit lines, and nothing else."""
    op.add_column("account", sa.Column("notice_version", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("account", "notice_version", server_default=None)
    _of_people()
    _of_the_platform()
    for table, kind, append in _WALLS:
        for statement in rls.protect(table, kind, append=append):
            op.execute(statement)
    _let_names_leave_audit_lines()


def _of_people() -> None:
    op.create_table(
        "consent",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", _MOMENT, nullable=False),
        sa.Column("withdrawn_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(
        "uq_consent_standing", "consent", ["account_id", "purpose", "version"], unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )  # fmt: skip
    op.create_table(
        "data_export",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("ready_at", _MOMENT),
        sa.Column("expires_at", _MOMENT),
        sa.Column("key", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(
        "uq_data_export_making", "data_export", ["account_id", sa.text("coalesce(tenant_id, account_id)")], unique=True,
        postgresql_where=sa.text("state IN ('asked', 'making')"),
    )  # fmt: skip
    op.create_table(
        "erasure",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("block_at", _MOMENT, nullable=False),
        sa.Column("erase_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("worked_in", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(
        "uq_erasure_open", "erasure", ["account_id"], unique=True,
        postgresql_where=sa.text("state IN ('requested', 'blocked')"),
    )  # fmt: skip


def _of_the_platform() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("account_id", name=op.f("uq_tombstone_account_id")),
    )
    texts = ("code", "kind", "state", "name", "email", "body", "locale")
    later = ("received_at", "answer_by", "carry_out_by", "answered_at", "done_at")
    op.create_table(
        "arco_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("asked_at", _MOMENT, nullable=False),
        *(sa.Column(name, _MOMENT) for name in later),
        *(
            sa.Column(name, sa.String())
            for name in ("link_hash", "answer_extension", "carry_out_extension", "answer", "answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arco_request")),
        sa.UniqueConstraint("code", name=op.f("uq_arco_request_code")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_arco_request_link_hash")),
    )
    op.create_index(op.f("ix_arco_request_account_id"), "arco_request", ["account_id"])
    op.create_index("ix_arco_request_state", "arco_request", ["state", "answer_by"])


def _let_names_leave_audit_lines() -> None:
    """The name of who acted may give way to fixed words, once its person is erased; nothing else of a line changes."""
    op.execute(f"GRANT UPDATE (actor) ON audit_line TO {rls.PLATFORM_ROLE}")
    op.execute("DROP TRIGGER never_rewritten ON audit_line")
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE ON audit_line FOR EACH ROW "
        "WHEN (to_jsonb(OLD) - 'actor' IS DISTINCT FROM to_jsonb(NEW) - 'actor' OR NEW.actor <> 'Cuenta borrada') "
        "EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(
        "CREATE TRIGGER never_deleted BEFORE DELETE ON audit_line FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )


def downgrade() -> None:
    """Take the tables away, and close the audit lines again."""
    op.execute("DROP TRIGGER never_deleted ON audit_line")
    op.execute("DROP TRIGGER never_rewritten ON audit_line")
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON audit_line "
        "FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(f"REVOKE UPDATE (actor) ON audit_line FROM {rls.PLATFORM_ROLE}")
    for table, _, _ in _WALLS:
        op.drop_table(table)
    op.drop_column("account", "notice_version")
