"""People prove who they are: verified addresses, one-time links, second factors, sessions that say where they are.

Revision: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PersonOwned, PlatformOwned

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables and columns. Accounts that are there count as verified; sessions, as proved when they began."""
    op.add_column("account", sa.Column("verified_at", MOMENT))
    op.execute("UPDATE account SET verified_at = created_at WHERE kind = 'member'")
    op.create_index(
        "ix_account_guest_email", "account", [sa.text("lower(email)")], postgresql_where=sa.text("kind = 'guest'")
    )
    op.add_column("user_session", sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")))
    op.alter_column("user_session", "id", server_default=None)
    op.create_unique_constraint("uq_user_session_id", "user_session", ["id"])
    op.add_column("user_session", sa.Column("proved_at", MOMENT))
    op.execute("UPDATE user_session SET proved_at = created_at")
    op.alter_column("user_session", "proved_at", nullable=False)
    for name in ("source", "seen_from"):
        op.add_column("user_session", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("user_session", name, server_default=None)
    op.add_column("sign_in_attempt", sa.Column("kind", sa.String(), nullable=False, server_default="password"))
    op.alter_column("sign_in_attempt", "kind", server_default=None)
    op.add_column("sign_in_attempt", sa.Column("device", sa.String()))
    op.create_table(
        "account_token",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_account_token"),
        sa.UniqueConstraint("hash", name="uq_account_token_hash"),
    )
    op.create_index("ix_account_token_account", "account_token", ["account_id", "purpose"])
    op.create_table(
        "code_app",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_code_app"),
    )
    op.create_table(
        "passkey",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passkey_challenge"),
        sa.UniqueConstraint("hash", name="uq_passkey_challenge_hash"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("hash", name="uq_recovery_code_hash"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    for table in ("account_token", "code_app", "passkey", "recovery_code"):
        for statement in rls.protect(table, PersonOwned):
            op.execute(statement)
    for statement in rls.protect("passkey_challenge", PlatformOwned):
        op.execute(statement)
    _let_fee_lines_follow_their_order()


def _let_fee_lines_follow_their_order() -> None:
    """A guest's purchase may move to an account, and its frozen fee lines with it: that column and no other."""
    op.execute(f"GRANT UPDATE (buyer_id) ON fee_line TO {rls.PLATFORM_ROLE}")
    op.execute("DROP TRIGGER never_rewritten ON fee_line")
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE ON fee_line FOR EACH ROW "
        "WHEN (to_jsonb(OLD) - 'buyer_id' IS DISTINCT FROM to_jsonb(NEW) - 'buyer_id') "
        "EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(
        "CREATE TRIGGER never_deleted BEFORE DELETE ON fee_line FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )


def downgrade() -> None:
    """Take tables and columns away again."""
    op.execute("DROP TRIGGER never_deleted ON fee_line")
    op.execute("DROP TRIGGER never_rewritten ON fee_line")
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON fee_line "
        "FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(f"REVOKE UPDATE (buyer_id) ON fee_line FROM {rls.PLATFORM_ROLE}")
    for table in ("recovery_code", "passkey_challenge", "passkey", "code_app", "account_token"):
        op.drop_table(table)
    op.drop_column("sign_in_attempt", "device")
    op.drop_column("sign_in_attempt", "kind")
    for name in ("seen_from", "source", "proved_at", "id"):
        op.drop_column("user_session", name)
    op.drop_index("ix_account_guest_email", "account")
    op.drop_column("account", "verified_at")
