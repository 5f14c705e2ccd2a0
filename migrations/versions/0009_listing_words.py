"""The terms of each listing, so that PostgreSQL can answer a search when no index does.

Revision: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from marketplace.goods.catalog.shelf import words_of
from tenants import rls
from tenants.ownership import PublicShelf

revision = "0009"
down_revision = "0008"

_BATCH = 2000


def upgrade() -> None:
    """Make the table with its walls, and write the terms of what is on the shelf."""
    op.create_table(
        "listing_words",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("terms", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["listing.tenant_id", "listing.id"], ondelete="CASCADE",
            name=op.f("fk_listing_words_tenant_id_listing"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_listing_words")),
    )  # fmt: skip
    _write_terms(op.get_bind())
    op.create_index("ix_listing_words_terms", "listing_words", ["terms"], postgresql_using="gin")
    for statement in rls.protect("listing_words", PublicShelf):
        op.execute(statement)


def _write_terms(connection: sa.Connection) -> None:
    some = sa.text(
        "SELECT tenant_id, id, number, title, search_text, category, attributes FROM listing "
        "WHERE number > :after ORDER BY number LIMIT :most"
    )
    write = sa.text("INSERT INTO listing_words (tenant_id, id, terms) VALUES (:tenant_id, :id, cast(:terms AS tsvector))")
    after = 0
    while rows := connection.execute(some, {"after": after, "most": _BATCH}).all():
        connection.execute(
            write,
            [
                {
                    "tenant_id": row.tenant_id,
                    "id": row.id,
                    "terms": words_of(row.title, row.search_text, row.category, row.attributes),
                }
                for row in rows
            ],
        )
        after = rows[-1].number


def downgrade() -> None:
    """Drop it."""
    op.drop_table("listing_words")
