"""Words that mean the same to whoever searches, with the first of them.

Revision: 0007
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import Reference

revision = "0007"
down_revision = "0006"

_SPACE = UUID("0f6f6a1e-7d0b-4d52-9a3c-6a2d5a4f1b07")
_GROUPS = (
    "celular móvil teléfono smartphone", "televisor televisión tv pantalla", "laptop portátil notebook",
    "audífonos auriculares", "bocina altavoz parlante", "refrigerador nevera", "playera camiseta",
    "tenis zapatillas", "pluma bolígrafo lapicero", "cobija frazada", "foco bombilla", "lentes anteojos gafas",
    "cuaderno libreta", "carriola cochecito", "destornillador desarmador", "balón pelota",
    "estambre hilaza", "mochila backpack",
)  # fmt: skip


def upgrade() -> None:
    """Make the table and write the first groups."""
    table = op.create_table(
        "search_synonym",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_synonym")),
    )
    op.create_index(op.f("ix_search_synonym_group_id"), "search_synonym", ["group_id"])
    now = datetime.now(UTC)
    op.bulk_insert(
        table,
        [
            {"word": word, "group_id": uuid5(_SPACE, group), "added_at": now, "added_by": "Tianguis"}
            for group in _GROUPS
            for word in group.split()
        ],
    )
    for statement in rls.protect("search_synonym", Reference):
        op.execute(statement)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("search_synonym")
