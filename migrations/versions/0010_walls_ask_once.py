"""Walls that ask who is looking once for a statement, and not for each row.

Revision: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_EACH_ROW = "(NULLIF(current_setting('{0}'::text, true), ''::text))::uuid"
_ONCE = "( SELECT (NULLIF(current_setting('{0}'::text, true), ''::text))::uuid AS \"nullif\")"


def upgrade() -> None:
    """Write every policy anew that still asks for each row; those of a new database do not."""
    _rewrite(_EACH_ROW, _ONCE)


def downgrade() -> None:
    """Ask for each row again."""
    _rewrite(_ONCE, _EACH_ROW)


def _rewrite(before: str, after: str) -> None:
    found = op.get_bind().exec_driver_sql(
        "SELECT quote_ident(policyname) AS policy, quote_ident(tablename) AS table_, qual, with_check "
        "FROM pg_policies WHERE schemaname = current_schema()"
    )
    for policy in found.all():
        clauses = {"USING": policy.qual or "", "WITH CHECK": policy.with_check or ""}
        written = dict(clauses)
        for setting in ("app.tenant_id", "app.buyer_id"):
            old, new = before.format(setting), after.format(setting)
            written = {
                name: said if after is _ONCE and new in said else said.replace(old, new)
                for name, said in written.items()
            }
        if written != clauses:
            said = " ".join(f"{name} ({condition})" for name, condition in written.items() if condition)
            op.execute(f"ALTER POLICY {policy.policy} ON {policy.table_} {said}")
