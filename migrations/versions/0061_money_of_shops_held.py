"""What a shop is due is held by a measure that two people decide; payouts leave it behind.

Revision: 0061
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.migrating import drop_index_beside_readers
from tenants.ownership import PlatformOwned, ShopReadable

revision = "0061"
down_revision = "0060"

SMALL = {"measure": "what people decided one by one: some hundreds of rows"}

# As they stand at this revision.
_KINDS = ("limit", "pause", "warning", "hold")
_STATES = ("asked", "approved", "declined", "withdrawn")
_STANDING = "state IN ('announced', 'in_effect')"
_TWO_PEOPLE = (
    "CASE WHEN kind = 'hold' THEN asked_by_id IS NOT NULL AND decided_by_id IS NOT NULL AND asked_by_id <> decided_by_id "
    "AND ends_at IS NOT NULL ELSE asked_by_id IS NULL AND amount_minor IS NULL END"
)


def upgrade() -> None:
    """No money of a shop is held by a decision."""
    op.add_column("measure", sa.Column("amount_minor", sa.BigInteger()))
    op.add_column("measure", sa.Column("asked_by", sa.String()))
    op.add_column("measure", sa.Column("asked_by_id", sa.Uuid()))
    op.add_column("payout", sa.Column("kept_minor", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    _make_tables()
    _stands("uq_measure_stands", "kind <> 'warning' AND kind <> 'hold'")
    held = sa.text(f"{_STANDING} AND kind = 'hold'")
    op.create_index("uq_measure_hold", "measure", ["tenant_id", "state"], unique=True, postgresql_where=held)
    _hold_kinds(_KINDS)
    _check("measure", "two_people_hold", _TWO_PEOPLE)
    _check("measure", "amount", "amount_minor > 0")
    _check("payout", "kept", "kept_minor >= 0")
    with op.get_context().autocommit_block():
        for table, name in (
            ("measure", "kind"), ("measure", "two_people_hold"), ("measure", "amount"), ("payout", "kept"),
        ):  # fmt: skip
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")
    drop_index_beside_readers("uq_measure_standing")


def _check(table: str, name: str, condition: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition, postgresql_not_valid=True)


def _hold_kinds(kinds: tuple[str, ...]) -> None:
    op.execute("ALTER TABLE measure DROP CONSTRAINT ck_measure_kind")
    _check("measure", "kind", f"kind IN ({_listed(kinds)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _stands(name: str, kinds: str) -> None:
    columns = ["tenant_id", "kind", sa.text("coalesce(product_id, tenant_id)")]
    op.create_index(name, "measure", columns, unique=True, postgresql_where=sa.text(f"{_STANDING} AND {kinds}"))


def _make_tables() -> None:
    op.create_table(
        "shop_hold",
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_shop_hold_amount")),
        sa.CheckConstraint("last_day - first_day BETWEEN 0 AND 89", name=op.f("ck_shop_hold_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_hold")),
        sa.UniqueConstraint("cause", name=op.f("uq_shop_hold_cause")),
    )
    op.create_index(op.f("ix_shop_hold_tenant_id"), "shop_hold", ["tenant_id"])
    op.create_table(
        "hold_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("shop_name", sa.String(), nullable=False),
        sa.Column("shop_slug", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("how_to_fix", sa.String(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"state IN ({_listed(_STATES)})", name=op.f("ck_hold_request_state")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_hold_request_amount")),
        sa.CheckConstraint("days BETWEEN 1 AND 90", name=op.f("ck_hold_request_days")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_hold_request_two_people")
        ),
        sa.CheckConstraint("(state = 'approved') = (measure_id IS NOT NULL)", name=op.f("ck_hold_request_approved")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_request")),
    )
    asked = sa.text("state = 'asked'")
    op.create_index("uq_hold_request_asked", "hold_request", ["shop_id"], unique=True, postgresql_where=asked)
    op.create_index("ix_hold_request_asked_at", "hold_request", ["asked_at", "id"])
    for table, kind in (("shop_hold", ShopReadable), ("hold_request", PlatformOwned)):
        for statement in rls.protect(table, kind):
            op.execute(statement)


def downgrade() -> None:
    """Measures that hold money cannot be said any more: they must be gone."""
    op.drop_table("hold_request")
    op.drop_table("shop_hold")
    op.drop_constraint(op.f("ck_payout_kept"), "payout")
    op.drop_column("payout", "kept_minor")
    op.drop_constraint(op.f("ck_measure_two_people_hold"), "measure")
    op.drop_constraint(op.f("ck_measure_amount"), "measure")
    for column in ("amount_minor", "asked_by", "asked_by_id"):
        op.drop_column("measure", column)
    _hold_kinds(_KINDS[:-1])
    _stands("uq_measure_standing", "kind <> 'warning'")
    for name in ("uq_measure_stands", "uq_measure_hold"):
        drop_index_beside_readers(name)
