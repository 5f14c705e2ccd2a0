"""Categories and attributes as rows that staff edit. The files of this release fill them once; from then on rows are the truth.

Revision: 0055
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from marketplace.goods.catalog.taxonomy import FIRST
from tenants import rls
from tenants.ownership import PlatformOwned, Reference

revision = "0055"
down_revision = "0054"

_KINDS = (
    ("category", Reference),
    ("attribute", Reference),
    ("category_former_slug", Reference),
    ("taxonomy_edition", Reference),
    ("taxonomy_change", PlatformOwned),
)


def upgrade() -> None:
    """Nothing is another category, or called otherwise, than before."""
    _open_tables()
    _fill(
        "category",
        "code text, number bigint, parent text, position bigint, slug text, es text, en text, attributes jsonb, goods text, "
        "article text, sat_key text, retired boolean, version bigint",
        [
            {
                "code": one.code, "number": one.number, "parent": one.parent, "position": one.number, "slug": one.slug,
                "es": one.es, "en": one.en, "attributes": [[code, False] for code in one.attributes], "goods": one.goods,
                "article": one.article, "sat_key": one.sat_key, "retired": False, "version": 1,
            }
            for one in FIRST.categories.values()
        ],
    )  # fmt: skip
    _fill(
        "attribute",
        "code text, position bigint, es text, en text, help_es text, help_en text, kind text, unit text, decimals bigint, "
        'better text, "values" jsonb, filterable boolean, comparable boolean, axis boolean, retired boolean, version bigint',
        [
            {
                "code": one.code, "position": place, "es": one.es, "en": one.en, "help_es": "", "help_en": "",
                "kind": one.kind, "unit": one.unit, "decimals": one.decimals, "better": one.better,
                "values": [[code, *names, True] for code, names in one.values.items()], "filterable": True,
                "comparable": True, "axis": one.axis, "retired": False, "version": 1,
            }
            for place, one in enumerate(FIRST.attributes.values(), 1)
        ],
    )  # fmt: skip
    op.execute("INSERT INTO taxonomy_edition (id, edition) VALUES (1, gen_random_uuid())")
    for table, kind in _KINDS:
        for statement in rls.protect(table, kind):
            op.execute(statement)


def _fill(table: str, columns: str, rows: list[dict[str, Any]]) -> None:
    names = ", ".join(column.rpartition(" ")[0] for column in columns.split(", "))
    written = json.dumps(rows, ensure_ascii=False)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_to_recordset($rows${written}$rows$) AS row ({columns})")


def _open_tables() -> None:
    op.create_table(
        "category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("parent", sa.String()),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("es", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("attributes", postgresql.JSONB(), nullable=False),
        sa.Column("goods", sa.String()),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("sat_key", sa.String()),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
        sa.UniqueConstraint("number", name=op.f("uq_category_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
        sa.ForeignKeyConstraint(["parent"], ["category.code"], name=op.f("fk_category_parent_category")),
        sa.ForeignKeyConstraint(["merged_into"], ["category.code"], name=op.f("fk_category_merged_into_category")),
        sa.CheckConstraint("goods IN ('general', 'food', 'plant', 'medicine', 'book')", name=op.f("ck_category_goods")),
        sa.CheckConstraint("parent <> code", name=op.f("ck_category_parent")),
    )
    op.create_table(
        "attribute",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("es", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("help_es", sa.String(), nullable=False),
        sa.Column("help_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("decimals", sa.BigInteger(), nullable=False),
        sa.Column("better", sa.String()),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column("filterable", sa.Boolean(), nullable=False),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.Column("axis", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_attribute")),
        sa.CheckConstraint("kind IN ('number', 'choice', 'boolean')", name=op.f("ck_attribute_kind")),
        sa.CheckConstraint("better IN ('more', 'less')", name=op.f("ck_attribute_better")),
    )
    op.create_table(
        "category_former_slug",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_category_former_slug")),
        sa.ForeignKeyConstraint(
            ["category"], ["category.code"], name=op.f("fk_category_former_slug_category_category")
        ),
    )
    op.create_table(
        "taxonomy_edition",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_edition")),
        sa.CheckConstraint("id = 1", name=op.f("ck_taxonomy_edition_one")),
    )
    op.create_table(
        "taxonomy_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("before", postgresql.JSONB()),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("after_tenant", sa.Uuid()),
        sa.Column("after_product", sa.Uuid()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_change")),
        sa.CheckConstraint("about IN ('category', 'attribute')", name=op.f("ck_taxonomy_change_about")),
    )
    op.create_index("ix_taxonomy_change_about", "taxonomy_change", ["about", "code", "at"])
    running = sa.text("finished_at IS NULL")
    op.create_index("ix_taxonomy_change_running", "taxonomy_change", ["at"], postgresql_where=running)


def downgrade() -> None:
    """The files of the release are the truth again."""
    for table, _kind in reversed(_KINDS):
        op.drop_table(table)
