"""A product that was never sold can be deleted: what is only its own goes with it, and what speaks of it holds it.

Revision: 0065
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"

SMALL = {"report_case": "what people reported of things for sale, once for each thing"}

# Table, its column, whose key that is: these rows are of their product or variant alone.
_GO_WITH_IT = (
    ("variant", "product_id", "product"),
    ("media", "product_id", "product"),
    ("pictures_to_fetch", "product_id", "product"),
    ("variant_cost", "id", "variant"),
    ("variant_price", "id", "variant"),
    ("price_change", "variant_id", "variant"),
    ("promotion_price", "variant_id", "variant"),
    ("group_price", "variant_id", "variant"),
    ("stock", "variant_id", "variant"),
    ("movement", "variant_id", "variant"),
)
# Nothing said yet that these name a product that there is.
_NEW = (
    ("article_mark", "tenant_id", "id", "product", "CASCADE"),
    ("content_mark", "shop_id", "product_id", "product", "CASCADE"),
    ("listing", "tenant_id", "id", "product", None),
    ("order_line", "tenant_id", "variant_id", "variant", None),
    ("recall", "tenant_id", "product_id", "product", None),
    ("measure", "tenant_id", "product_id", "product", None),
    ("report_case", "shop_id", "product_id", "product", None),
)
# Rows of these only grow, but for what goes with a product: that is deleted by the key, from within.
_ONLY_GROW = ("price_change", "movement")

_LOOKED_AT = """
CREATE FUNCTION product_is_looked_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM moderation_case c WHERE c.product_id = OLD.id AND (c.state = 'open' OR EXISTS (
            SELECT FROM decision_appeal a WHERE a.against = 'case' AND a.against_id = c.id AND a.answered_at IS NULL
        ))
    ) THEN
        RAISE EXCEPTION 'staff are looking at it'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'product_is_looked_at';
    END IF;
    IF EXISTS (
        SELECT FROM moderation_case c WHERE c.product_id = OLD.id AND c.taken_down AND c.reversed_at IS NULL
    ) THEN  -- so that it is known again where it is put up once more
        RAISE EXCEPTION 'staff took it down'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'product_was_taken_down';
    END IF;
    RETURN OLD;
END $$
"""


def upgrade() -> None:
    """No product was ever deleted, so that each of these rows names one that is there."""
    op.add_column("report_case", sa.Column("product_id", sa.Uuid()))
    op.execute("UPDATE report_case SET product_id = about_id WHERE about = 'listing'")
    names = [_hold(table, "tenant_id", column, of, "CASCADE", again=True) for table, column, of in _GO_WITH_IT]
    names += [_hold(table, shop, column, of, ondelete) for table, shop, column, of, ondelete in _NEW]
    for table in _ONLY_GROW:
        op.execute(f"DROP TRIGGER never_rewritten ON {table}")
        op.execute(
            f"CREATE TRIGGER never_rewritten BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
        )
        op.execute(
            f"CREATE TRIGGER never_deleted BEFORE DELETE ON {table} FOR EACH ROW WHEN (pg_trigger_depth() = 0) "
            "EXECUTE FUNCTION never_rewritten()"
        )
    op.execute(_LOOKED_AT)
    op.execute("CREATE TRIGGER looked_at BEFORE DELETE ON product FOR EACH ROW EXECUTE FUNCTION product_is_looked_at()")
    with op.get_context().autocommit_block():
        for table, name in names:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _hold(
    table: str, shop: str, column: str, of: str, ondelete: str | None, *, again: bool = False
) -> tuple[str, str]:
    """Say that a column names a row that there is; `again` where that is said already, and it only goes with it now."""
    name = f"fk_{table}_{shop}_{column}_{of}"
    if again:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.create_foreign_key(
        op.f(name), table, of, [shop, column], ["tenant_id", "id"], ondelete=ondelete, postgresql_not_valid=True
    )
    return table, name


def downgrade() -> None:
    """Nothing is deleted any more."""
    op.execute("DROP TRIGGER looked_at ON product")
    op.execute("DROP FUNCTION product_is_looked_at")
    for table in _ONLY_GROW:
        op.execute(f"DROP TRIGGER never_deleted ON {table}")
        op.execute(f"DROP TRIGGER never_rewritten ON {table}")
        op.execute(
            f"CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
        )
    for table, shop, column, of, _ondelete in _NEW:
        op.drop_constraint(op.f(f"fk_{table}_{shop}_{column}_{of}"), table)
    names = [_hold(table, "tenant_id", column, of, None, again=True) for table, column, of in _GO_WITH_IT]
    op.drop_column("report_case", "product_id")
    with op.get_context().autocommit_block():
        for table, name in names:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
