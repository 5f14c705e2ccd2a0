"""Each change of a price is kept, with what follows from it; promotions, prices by quantity, and what is the same article.

Revision: 0050
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.ownership import PublicShelf, TenantOwned

revision = "0050"
down_revision = "0049"

_WHY = ("over", "by_hand", "not_lower", "cancelled")


def upgrade() -> None:
    """What is on the shelf now begins its history with the price that it has now: of before, nothing is claimed."""
    _make_history()
    _make_promotions()
    op.create_table(
        "article_mark",
        *_own(),
        sa.Column("article", sa.String()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_article_mark")),
    )
    op.create_index("ix_article_mark_article", "article_mark", ["article"])
    op.add_column("listing", sa.Column("price_told", postgresql.JSONB()))
    for table in ("price_change", "variant_price", "promotion", "promotion_price"):
        for statement in rls.protect(table, TenantOwned):
            op.execute(statement)
    for statement in rls.protect("article_mark", PublicShelf):
        op.execute(statement)
    op.execute(f"REVOKE UPDATE, DELETE ON price_change FROM {rls.PLATFORM_ROLE}, {rls.APP_ROLE}")
    op.execute(
        "CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON price_change "
        "FOR EACH ROW EXECUTE FUNCTION never_rewritten()"
    )
    op.execute(
        "INSERT INTO price_change (tenant_id, id, product_id, variant_id, after_minor, on_shelf, at, by) "
        "SELECT v.tenant_id, gen_random_uuid(), v.product_id, v.id, v.price_minor, true, now(), 'Tianguis' "
        "FROM variant v JOIN listing l ON l.tenant_id = v.tenant_id AND l.id = v.product_id "
        "WHERE v.removed_at IS NULL AND v.approved_name IS NOT NULL"
    )


def _own() -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("tenant_id", "id")]


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], [f"{other}.tenant_id", f"{other}.id"], name=op.f(f"fk_{table}_tenant_id_{column}_{other}")
    )


def _make_history() -> None:
    op.create_table(
        "price_change",
        *_own(),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("product_id", "variant_id")),
        sa.Column("before_minor", sa.BigInteger()),
        sa.Column("after_minor", sa.BigInteger(), nullable=False),
        sa.Column("on_shelf", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_price_change")),
        _of("price_change", "variant_id", "variant"),
    )
    op.create_index("ix_price_change_variant", "price_change", ["tenant_id", "variant_id", "at"])
    op.create_table(
        "variant_price",
        *_own(),
        sa.Column("told", postgresql.JSONB()),
        sa.Column("steps", postgresql.JSONB()),
        sa.Column("turns_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_variant_price")),
        _of("variant_price", "id", "variant"),
    )
    op.create_index("ix_variant_price_turns", "variant_price", ["turns_at"], postgresql_where=sa.text("turns_at IS NOT NULL"))


def _make_promotions() -> None:
    op.create_table(
        "promotion",
        *_own(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("percent", "price_minor")),
        sa.Column("by", sa.String(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=name == "ended_at") for name in ("made_at", "ended_at")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_promotion")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_promotion_lasts")),
        sa.CheckConstraint("num_nonnulls(percent, price_minor) = 1", name=op.f("ck_promotion_what")),
        sa.CheckConstraint(
            "state IN ('scheduled', 'running', 'ended', 'cancelled')", name=op.f("ck_promotion_state")
        ),
    )
    op.create_index(
        "ix_promotion_due", "promotion", ["starts_at", "ends_at"], postgresql_where=sa.text("state IN ('scheduled', 'running')")
    )
    op.create_table(
        "promotion_price",
        *_own(),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("promotion_id", "product_id", "variant_id")),
        *(sa.Column(name, sa.BigInteger()) for name in ("before_minor", "after_minor")),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("why", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_promotion_price")),
        _of("promotion_price", "promotion_id", "promotion"),
        _of("promotion_price", "variant_id", "variant"),
        sa.CheckConstraint(
            "why IN ({})".format(", ".join(f"'{one}'" for one in _WHY)), name=op.f("ck_promotion_price_why")
        ),
    )
    op.create_index("ix_promotion_price_variant", "promotion_price", ["tenant_id", "variant_id"])
    op.create_index("ix_promotion_price_promotion", "promotion_price", ["tenant_id", "promotion_id"])


def downgrade() -> None:
    """Prices stay as they are, without what is known of before."""
    op.drop_column("listing", "price_told")
    for table in ("article_mark", "promotion_price", "promotion", "variant_price", "price_change"):
        op.drop_table(table)
