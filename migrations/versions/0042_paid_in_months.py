"""Shops may bear that their buyers pay in months without interest; a tariff may say what that costs.

Revision: 0042
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

SMALL = {"fee_rule": "about ten rows for each version of the tariff"}

_KEY = "hashtextextended(version::text || ':' || kind || ':' || coalesce(category, '') || ':' || coalesce(seller, '')%s, 0)"
_MONTHS = " || coalesce(':' || months::text, '')"
_PLAIN = "kind = 'commission' OR (category IS NULL AND from_minor = 0 AND until_minor IS NULL)"
_PLAIN_BUT_PLANS = (
    "kind = 'commission' OR (category IS NULL AND until_minor IS NULL AND (months IS NOT NULL OR from_minor = 0))"
)
# As they stand at this revision.
_ENTRIES = (
    "sale", "refund", "commission", "commission_iva", "processing", "processing_iva", "shipping_subsidy", "isr_withheld",
    "iva_withheld", "credit", "adjustment", "dispute", "dispute_fee", "claim", "processing_cost", "release",
    "payout", "payout_failed", "payout_paid", "payout_returned", "account_check", "account_check_failed",
)  # fmt: skip
_ADDED: tuple[tuple[str, str, Any, str | None], ...] = (
    ("shop", "instalments_from_minor", sa.BigInteger(), None),
    ("product", "instalments", sa.Boolean(), "true"),
    ("listing", "instalments", sa.Boolean(), "true"),
    ("charge", "instalments", sa.Boolean(), None),
    ("payment_attempt", "months", sa.BigInteger(), None),
    ("purchase", "months", sa.BigInteger(), None),
    ("fee_rule", "months", sa.BigInteger(), None),
)
_CHECKS = (
    ("shop", "instalments", "instalments_from_minor >= 0"),
    ("payment_attempt", "months", "months > 1"),
)


def upgrade() -> None:
    """No shop offers months, and no published version has them: nothing that there is changes."""
    for table, name, kind, default in _ADDED:
        server_default = sa.text(default) if default else None
        op.add_column(table, sa.Column(name, kind, server_default=server_default, nullable=default is None))
    for table, name, what in _CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, what, postgresql_not_valid=True)
    op.create_check_constraint(
        op.f("ck_fee_rule_months"), "fee_rule", "(kind = 'instalments') = (months IS NOT NULL AND months > 1)"
    )
    _hold_rules(_PLAIN_BUT_PLANS, _KEY % _MONTHS)
    _hold_entries((*_ENTRIES, "instalments", "instalments_iva"))
    with op.get_context().autocommit_block():
        for table, name, _what in (*_CHECKS, ("ledger_entry", "kind", "")):
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")


def _hold_rules(plain: str, key: str) -> None:
    """Plans of months stand beside each other, each from an amount on."""
    op.execute("ALTER TABLE fee_rule DROP CONSTRAINT ck_fee_rule_plain")
    op.create_check_constraint(op.f("ck_fee_rule_plain"), "fee_rule", plain)
    op.execute("ALTER TABLE fee_rule DROP CONSTRAINT ex_fee_rule_one_wins")
    op.execute(
        "ALTER TABLE fee_rule ADD CONSTRAINT ex_fee_rule_one_wins EXCLUDE USING gist "
        f"(int8range({key}, {key}, '[]') WITH &&, int8range(from_minor, until_minor) WITH &&)"
    )


def _hold_entries(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ck_ledger_entry_kind")
    op.execute(f"ALTER TABLE ledger_entry ADD CONSTRAINT ck_ledger_entry_kind CHECK (kind IN ({listed})) NOT VALID")


def downgrade() -> None:
    """Forget who offers months; a version that has plans goes with its rules, as far as nothing was sold under it."""
    _hold_entries(_ENTRIES)
    op.execute("ALTER TABLE fee_rule DISABLE TRIGGER USER")
    op.execute("ALTER TABLE fee_rule NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM fee_rule WHERE months IS NOT NULL")
    op.execute("ALTER TABLE fee_rule ENABLE TRIGGER USER")
    op.execute("ALTER TABLE fee_rule FORCE ROW LEVEL SECURITY")
    op.drop_constraint(op.f("ck_fee_rule_months"), "fee_rule")
    _hold_rules(_PLAIN, _KEY % "")
    for table, name, _what in _CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    for table, name, _kind, _default in reversed(_ADDED):
        op.drop_column(table, name)
