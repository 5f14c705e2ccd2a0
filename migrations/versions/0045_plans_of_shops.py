"""Shops are in plans, decided with a reason and with notice; a tariff may have rules for the shops of one.

Revision: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import ShopReadable, TenantOwned

revision = "0045"
down_revision = "0044"

SMALL = {"fee_rule": "about ten rows for each version of the tariff"}

_PLANS = "('base', 'support', 'volume')"
_KEY = (
    "hashtextextended(version::text || ':' || kind || ':' || coalesce(category, '') || ':' || coalesce(seller, '') || "
    "coalesce(':' || months::text, '')%s, 0)"
)
_PLAIN = (
    "kind = 'commission' OR (category IS NULL%s AND until_minor IS NULL AND (months IS NOT NULL OR from_minor = 0))"
)
# As 0036 wrote it; a rule for the shops of one plan leaves those of the others without.
_IS_WHOLE = """
CREATE OR REPLACE FUNCTION tariff_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rule_count FROM fee_schedule WHERE version = NEW.version)
       IS DISTINCT FROM (SELECT count(*) FROM fee_rule WHERE version = NEW.version) THEN
        RAISE EXCEPTION 'tariff %% has other rules than it was published with', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(ARRAY['commission', 'processing', 'shipping_subsidy']) AS asked(kind) WHERE NOT coalesce((
            SELECT range_agg(int8range(from_minor, until_minor)) @> int8range(0, NULL) FROM fee_rule
            WHERE version = NEW.version AND fee_rule.kind = asked.kind AND category IS NULL AND seller IS NULL%s
        ), false)
    ) THEN
        RAISE EXCEPTION 'tariff %% leaves some sale without a rule', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_BEGINS_IN_QUIET = """
CREATE FUNCTION plan_begins_in_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    begins date := (NEW.valid_from AT TIME ZONE 'America/Mexico_City')::date;
BEGIN
    IF NOT NEW.takes_more THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM quiet_season WHERE begins BETWEEN first AND last) THEN
        RAISE EXCEPTION 'a plan that takes more begins in a season in which none does' USING ERRCODE = 'check_violation';
    END IF;
    IF begins > coalesce((SELECT max(last) FROM quiet_season), '-infinity') THEN
        RAISE EXCEPTION 'the seasons of the year of a plan are not known' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER begins_in_quiet BEFORE INSERT ON shop_plan FOR EACH ROW EXECUTE FUNCTION plan_begins_in_quiet();
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON shop_plan FOR EACH ROW EXECUTE FUNCTION never_rewritten();
"""


def upgrade() -> None:
    """Every shop is in the base plan, and no published version knows another: nothing that there is changes."""
    op.create_table(
        "shop_plan",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("takes_more", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.CheckConstraint(f"plan IN {_PLANS}", name=op.f("ck_shop_plan_plan")),
        sa.CheckConstraint(
            "valid_from - decided_at >= CASE WHEN takes_more THEN interval '30 days' ELSE interval '0' END",
            name=op.f("ck_shop_plan_notice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_plan")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_shop_plan_tenant_id_number")),
    )
    op.create_index(op.f("ix_shop_plan_tenant_id"), "shop_plan", ["tenant_id"])
    op.create_table(
        "plan_request",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("against_id", sa.Uuid()),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("answer", sa.String()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.CheckConstraint("answered_by_id <> against_id", name=op.f("ck_plan_request_two_people")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_plan_request_answered")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plan_request")),
    )
    op.create_index(
        "uq_plan_request_waiting",
        "plan_request",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("answer IS NULL"),
    )
    for table, kind in (("shop_plan", ShopReadable), ("plan_request", TenantOwned)):
        for statement in rls.protect(table, kind):
            op.execute(statement)
    op.execute(_BEGINS_IN_QUIET)

    for table in ("fee_rule", "fee_line"):
        op.add_column(table, sa.Column("shop_plan", sa.String()))
        op.create_check_constraint(
            op.f(f"ck_{table}_shop_plan"), table, f"shop_plan IN {_PLANS}", postgresql_not_valid=True
        )
    _hold_rules(_PLAIN % " AND shop_plan IS NULL", _KEY % " || coalesce(':' || shop_plan, '')")
    op.execute(_IS_WHOLE % " AND shop_plan IS NULL")
    with op.get_context().autocommit_block():
        for table in ("fee_rule", "fee_line"):
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_shop_plan")


def _hold_rules(plain: str, key: str) -> None:
    """Rules of a plan stand beside those for all."""
    op.execute("ALTER TABLE fee_rule DROP CONSTRAINT ck_fee_rule_plain")
    op.create_check_constraint(op.f("ck_fee_rule_plain"), "fee_rule", plain)
    op.execute("ALTER TABLE fee_rule DROP CONSTRAINT ex_fee_rule_one_wins")
    op.execute(
        "ALTER TABLE fee_rule ADD CONSTRAINT ex_fee_rule_one_wins EXCLUDE USING gist "
        f"(int8range({key}, {key}, '[]') WITH &&, int8range(from_minor, until_minor) WITH &&)"
    )


def downgrade() -> None:
    """Forget the plans; the rules that were for one go, the versions stay."""
    op.execute(_IS_WHOLE % "")
    op.execute("ALTER TABLE fee_rule DISABLE TRIGGER USER")
    op.execute("ALTER TABLE fee_rule NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM fee_rule WHERE shop_plan IS NOT NULL")
    op.execute("ALTER TABLE fee_rule ENABLE TRIGGER USER")
    op.execute("ALTER TABLE fee_rule FORCE ROW LEVEL SECURITY")
    _hold_rules(_PLAIN % "", _KEY % "")
    for table in ("fee_line", "fee_rule"):
        op.drop_constraint(op.f(f"ck_{table}_shop_plan"), table)
        op.drop_column(table, "shop_plan")
    op.drop_table("plan_request")
    op.drop_table("shop_plan")
    op.execute("DROP FUNCTION plan_begins_in_quiet")
