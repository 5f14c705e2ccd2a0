"""Legal rates in a table of their own, with an end; each sold line keeps its IVA; what goes back counts from when it is owed.

Revision: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import Reference

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table. What was sold before was sold at 16 %, whatever it was: its lines stay as they were frozen."""
    op.create_table(
        "legal_rate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("levy", sa.String(), nullable=False),
        sa.Column("goods", sa.String()),
        sa.Column("place", sa.String()),
        sa.Column("standing", sa.String()),
        sa.Column("rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name=op.f("ck_legal_rate_rate")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_legal_rate_validity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_rate")),
        sa.UniqueConstraint(
            "levy", "goods", "place", "standing", "valid_from", name="uq_legal_rate_case", postgresql_nulls_not_distinct=True
        ),
    )
    for statement in rls.protect("legal_rate", Reference):
        op.execute(statement)

    op.add_column("shop_tax", sa.Column("border_scheme", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("shop_tax", "border_scheme", server_default=None)
    for column, before in (("iva_bp", "1600"), ("iva_article", "LIVA art. 1")):
        kind = sa.BigInteger() if column == "iva_bp" else sa.String()
        op.add_column("order_line", sa.Column(column, kind, server_default=before, nullable=False))
        op.alter_column("order_line", column, server_default=None)

    op.alter_column("fee_line", "version", nullable=True)
    op.add_column("fee_line", sa.Column("source", sa.String(), server_default="", nullable=False))
    op.alter_column("fee_line", "source", server_default=None)
    # A new column of frozen lines is filled once, from the very rules that made them; nothing else of them is touched.
    op.execute("ALTER TABLE fee_line DISABLE TRIGGER never_rewritten")
    op.execute("ALTER TABLE fee_line NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE fee_line SET source = fee_rule.source FROM fee_rule WHERE fee_rule.id = fee_line.rule_id")
    op.execute("ALTER TABLE fee_line FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE fee_line ENABLE TRIGGER never_rewritten")

    # What is owed back and has not arrived yet counts from now on.
    op.execute('ALTER TABLE "order" NO FORCE ROW LEVEL SECURITY')
    op.execute("ALTER TABLE refund NO FORCE ROW LEVEL SECURITY")
    op.execute(
        'UPDATE "order" SET refunded_minor = owed.minor '
        "FROM (SELECT order_id, sum(amount_minor) AS minor FROM refund GROUP BY order_id) owed "
        'WHERE owed.order_id = "order".id'
    )
    op.execute("ALTER TABLE refund FORCE ROW LEVEL SECURITY")
    op.execute('ALTER TABLE "order" FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    """Drop what was added. Lines made by a legal rate name the first schedule again."""
    op.drop_column("fee_line", "source")
    op.execute("ALTER TABLE fee_line DISABLE TRIGGER never_rewritten")
    op.execute("ALTER TABLE fee_line NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE fee_line SET version = 1 WHERE version IS NULL")
    op.execute("ALTER TABLE fee_line FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE fee_line ENABLE TRIGGER never_rewritten")
    op.alter_column("fee_line", "version", nullable=False)
    op.drop_column("order_line", "iva_article")
    op.drop_column("order_line", "iva_bp")
    op.drop_column("shop_tax", "border_scheme")
    op.drop_table("legal_rate")
