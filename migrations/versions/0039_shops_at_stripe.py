"""Shops may be paid to an account of their own at a provider, in the place of one at a bank.

Revision: 0039
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.migrating import drop_index_beside_readers, index_beside_writers

revision = "0039"
down_revision = "0038"


# As they stand at this revision.
_KINDS = (
    "charge.waiting", "charge.partial", "charge.succeeded", "charge.declined", "charge.ended", "refund.pending",
    "refund.succeeded", "refund.failed", "dispute.opened", "dispute.won", "dispute.lost", "other", "charge.failed",
)  # fmt: skip


def _hold_kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute("ALTER TABLE provider_event DROP CONSTRAINT ck_provider_event_kind")
    op.execute(
        f"ALTER TABLE provider_event ADD CONSTRAINT ck_provider_event_kind CHECK (kind IN ({listed})) NOT VALID"
    )


def upgrade() -> None:
    """Every account of before is one at a bank. The tables are new, and small."""
    op.add_column("payout_account", sa.Column("road", sa.String(), server_default="bank_file", nullable=False))
    op.add_column("payout_account", sa.Column("recipient", sa.String()))
    op.add_column("payout_account", sa.Column("asked", JSONB(), server_default="[]", nullable=False))
    op.alter_column("payout_account", "check_minor", nullable=True)
    op.create_check_constraint(
        op.f("ck_payout_account_road"),
        "payout_account",
        "(road = 'bank_file') = (clabe <> '' AND check_minor IS NOT NULL)",
        postgresql_not_valid=True,
    )
    op.add_column("payout", sa.Column("recipient", sa.String()))
    _hold_kinds((*_KINDS, "account.changed"))
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE payout_account VALIDATE CONSTRAINT ck_payout_account_road")
        op.execute("ALTER TABLE provider_event VALIDATE CONSTRAINT ck_provider_event_kind")
    index_beside_writers("uq_payout_account_recipient", "payout_account", ["recipient"], unique=True)


def downgrade() -> None:
    """Only accounts at banks are known."""
    drop_index_beside_readers("uq_payout_account_recipient")
    op.drop_column("payout", "recipient")
    op.execute("ALTER TABLE provider_event NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE provider_event SET kind = 'other' WHERE kind = 'account.changed'")
    op.execute("ALTER TABLE provider_event FORCE ROW LEVEL SECURITY")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _hold_kinds(_KINDS)
    op.execute("ALTER TABLE payout_account NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM payout_account WHERE road <> 'bank_file'")
    op.execute("ALTER TABLE payout_account FORCE ROW LEVEL SECURITY")
    op.drop_constraint(op.f("ck_payout_account_road"), "payout_account")
    op.alter_column("payout_account", "check_minor", nullable=False)
    for name in ("asked", "recipient", "road"):
        op.drop_column("payout_account", name)
