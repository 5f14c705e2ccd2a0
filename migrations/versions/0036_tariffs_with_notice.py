"""Tariffs by goods and prices, announced with notice; what they would have cost each shop; what goods cost a shop.

Revision: 0036
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PlatformOwned, Reference, ShopReadable, TenantOwned

revision = "0036"
down_revision = "0035"

SMALL = {
    "fee_schedule": "a row for each version of the tariff, a few in a year",
    "fee_rule": "about ten rows for each version of the tariff",
}

_KEY = "hashtextextended(version::text || ':' || kind || ':' || coalesce(category, '') || ':' || coalesce(seller, ''), 0)"

# What was said of the first one where there was one before it, and labels that were whole sentences.
_SUMMARY = """
UPDATE fee_schedule SET summary = replace(summary, 'Primera tarifa. Sin cuotas', 'Sin cuotas'),
    summary_en = replace(summary_en, 'First tariff. No listing', 'No listing'),
    rule_count = (SELECT count(*) FROM fee_rule WHERE fee_rule.version = fee_schedule.version)
"""
_NUMBER = """
UPDATE fee_rule SET number = counted.number,
    text = replace(replace(text, 'electrónica deja menos margen', 'electrónica'), 'alimentos y café', 'alimentos'),
    text_en = replace(replace(text_en, 'thin margins', 'electronics'), 'food and coffee', 'food')
FROM (
    SELECT id, row_number() OVER (PARTITION BY version ORDER BY kind COLLATE "C", category COLLATE "C" NULLS FIRST, id) AS number
    FROM fee_rule
) AS counted WHERE counted.id = fee_rule.id
"""

_FUNCTIONS = """
CREATE FUNCTION tariff_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND OLD.effective_from > now() + interval '5 minutes'
       AND to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_reason' = to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published tariff stands: it is only taken back, before its day' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION tariff_begins_in_quiet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    begins date := (NEW.effective_from AT TIME ZONE 'America/Mexico_City')::date;
BEGIN
    IF EXISTS (SELECT 1 FROM quiet_season WHERE begins BETWEEN first AND last) THEN
        RAISE EXCEPTION 'tariff % begins in a season in which none does', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version > 1 AND begins > coalesce((SELECT max(last) FROM quiet_season), '-infinity') THEN
        RAISE EXCEPTION 'the seasons of the year of tariff % are not known', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tariff_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rule_count FROM fee_schedule WHERE version = NEW.version)
       IS DISTINCT FROM (SELECT count(*) FROM fee_rule WHERE version = NEW.version) THEN
        RAISE EXCEPTION 'tariff % has other rules than it was published with', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(ARRAY['commission', 'processing', 'shipping_subsidy']) AS asked(kind) WHERE NOT coalesce((
            SELECT range_agg(int8range(from_minor, until_minor)) @> int8range(0, NULL) FROM fee_rule
            WHERE version = NEW.version AND fee_rule.kind = asked.kind AND category IS NULL AND seller IS NULL
        ), false)
    ) THEN
        RAISE EXCEPTION 'tariff % leaves some sale without a rule', NEW.version USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_TRIGGERS = """
CREATE TRIGGER tariff_stands BEFORE UPDATE OR DELETE ON fee_schedule FOR EACH ROW EXECUTE FUNCTION tariff_stands();
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON fee_rule FOR EACH ROW EXECUTE FUNCTION never_rewritten();
CREATE TRIGGER begins_in_quiet BEFORE INSERT ON fee_schedule FOR EACH ROW EXECUTE FUNCTION tariff_begins_in_quiet();
CREATE CONSTRAINT TRIGGER is_whole AFTER INSERT ON fee_schedule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tariff_is_whole();
CREATE CONSTRAINT TRIGGER is_whole AFTER INSERT ON fee_rule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tariff_is_whole();
"""


def upgrade() -> None:
    """Number and count the rules that there are, then let the database hold what a tariff must be."""
    _make_tables()
    for column in (
        sa.Column("takes_more", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("rule_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_reason", sa.String()),
    ):
        op.add_column("fee_schedule", column)
    for column in (
        sa.Column("number", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("from_minor", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("until_minor", sa.BigInteger()),
        sa.Column("floor_minor", sa.BigInteger()),
    ):
        op.add_column("fee_rule", column)
    for name in ("floor_minor", "cap_minor"):
        op.add_column("fee_line", sa.Column(name, sa.BigInteger()))
    op.execute(_NUMBER)
    op.execute(_SUMMARY)
    _hold()


def _make_tables() -> None:
    op.create_table(
        "quiet_season",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_quiet_season_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_season")),
    )
    op.create_table(
        "fee_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("summary_en", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("writers", postgresql.JSONB(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", postgresql.JSONB()),
        sa.Column("weighed_revision", sa.BigInteger()),
        sa.Column("published_by", sa.Uuid()),
        sa.Column("version", sa.BigInteger()),
        sa.CheckConstraint("state IN ('open', 'published', 'dropped')", name=op.f("ck_fee_draft_state")),
        sa.CheckConstraint("published_by IS NULL OR NOT writers ? published_by::text", name=op.f("ck_fee_draft_two_people")),
        sa.CheckConstraint("(state = 'published') = (version IS NOT NULL)", name=op.f("ck_fee_draft_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_draft")),
    )
    op.create_table(
        "fee_estimate",
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("was_minor", sa.BigInteger(), nullable=False),
        sa.Column("would_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_estimate")),
        sa.UniqueConstraint("tenant_id", "version", name=op.f("uq_fee_estimate_tenant_id_version")),
    )
    op.create_index(op.f("ix_fee_estimate_tenant_id"), "fee_estimate", ["tenant_id"])
    op.create_table(
        "fee_acceptance",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_fee_acceptance")),
        sa.UniqueConstraint("tenant_id", "version", name=op.f("uq_fee_acceptance_tenant_id_version")),
    )
    op.create_table(
        "variant_cost",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_variant_cost_cost")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["variant.tenant_id", "variant.id"], name=op.f("fk_variant_cost_tenant_id_id_variant")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_variant_cost")),
    )
    for table, kind in (
        ("quiet_season", Reference),
        ("fee_draft", PlatformOwned),
        ("fee_estimate", ShopReadable),
        ("fee_acceptance", TenantOwned),
        ("variant_cost", TenantOwned),
    ):
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _hold() -> None:
    op.drop_constraint(op.f("ck_fee_schedule_notice"), "fee_schedule")
    checks = (
        (
            "fee_schedule_notice",
            "effective_from - published_at >= CASE WHEN takes_more THEN interval '30 days' ELSE interval '15 days' END",
        ),
        (
            "fee_schedule_withdrawn",
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL) AND withdrawn_at < effective_from",
        ),
        ("fee_rule_band", "from_minor >= 0 AND until_minor > from_minor"),
        ("fee_rule_limits", "floor_minor <= cap_minor"),
        ("fee_rule_plain", "kind = 'commission' OR (category IS NULL AND from_minor = 0 AND until_minor IS NULL)"),
    )
    for name, condition in checks:
        table = "fee_schedule" if name.startswith("fee_schedule") else "fee_rule"
        op.create_check_constraint(op.f(f"ck_{name}"), table, condition)
    op.create_unique_constraint(op.f("uq_fee_rule_version_number"), "fee_rule", ["version", "number"])
    op.execute(
        "ALTER TABLE fee_schedule ADD CONSTRAINT ex_fee_schedule_notice EXCLUDE USING gist "
        "(tstzrange(published_at, effective_from) WITH &&) WHERE (withdrawn_at IS NULL AND version > 1)"
    )
    op.execute(
        "ALTER TABLE fee_rule ADD CONSTRAINT ex_fee_rule_one_wins EXCLUDE USING gist "
        f"(int8range({_KEY}, {_KEY}, '[]') WITH &&, int8range(from_minor, until_minor) WITH &&)"
    )
    op.execute(_FUNCTIONS)
    op.execute(_TRIGGERS)


def downgrade() -> None:
    """Forget drafts, figures and costs; the tariffs stay, without bands and limits."""
    for trigger, table in (
        ("tariff_stands", "fee_schedule"),
        ("begins_in_quiet", "fee_schedule"),
        ("is_whole", "fee_schedule"),
        ("is_whole", "fee_rule"),
        ("never_rewritten", "fee_rule"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION tariff_stands, tariff_begins_in_quiet, tariff_is_whole")
    for table in ("variant_cost", "fee_acceptance", "fee_estimate", "fee_draft", "quiet_season"):
        op.drop_table(table)
    for name in ("floor_minor", "cap_minor"):
        op.drop_column("fee_line", name)
    op.execute("ALTER TABLE fee_rule DROP CONSTRAINT ex_fee_rule_one_wins")
    for name in ("number", "from_minor", "until_minor", "floor_minor"):
        op.drop_column("fee_rule", name)  # what is held of them goes along
    op.execute("ALTER TABLE fee_schedule DROP CONSTRAINT ex_fee_schedule_notice")
    for name in ("notice", "withdrawn"):
        op.drop_constraint(op.f(f"ck_fee_schedule_{name}"), "fee_schedule")
    for name in ("takes_more", "rule_count", "withdrawn_at", "withdrawn_reason"):
        op.drop_column("fee_schedule", name)
    op.create_check_constraint(
        op.f("ck_fee_schedule_notice"), "fee_schedule", "effective_from - published_at >= interval '30 days'"
    )
