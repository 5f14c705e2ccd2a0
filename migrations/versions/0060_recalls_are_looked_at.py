"""A recall names who of the staff began it, and of a shop's own whether staff looked at it.

Revision: 0060
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
SMALL = {"recall": "a shop recalls something a few times in its life"}


def upgrade() -> None:
    """Those that staff began before are the market's; those that shops began wait to be looked at."""
    for column in (
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("recall", column)
    op.execute("UPDATE recall SET decided_by = 'Tianguis' WHERE ground IS NOT NULL")
    op.drop_constraint(op.f("ck_recall_by_staff"), "recall")
    op.create_check_constraint(
        op.f("ck_recall_by_staff"),
        "recall",
        "(ground IS NULL) = (how_to_fix IS NULL) AND (ground IS NULL) = (decided_by IS NULL)",
        postgresql_not_valid=True,
    )
    op.drop_constraint(op.f("ck_decision_appeal_against"), "decision_appeal")
    op.create_check_constraint(
        op.f("ck_decision_appeal_against"),
        "decision_appeal",
        "against IN ('case', 'measure', 'recall', 'report')",
        postgresql_not_valid=True,
    )
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE recall VALIDATE CONSTRAINT ck_recall_by_staff")
        op.execute("ALTER TABLE decision_appeal VALIDATE CONSTRAINT ck_decision_appeal_against")


def downgrade() -> None:
    """Nobody knows any more who began a recall, and who looked at one; appeals against recalls must be gone."""
    op.drop_constraint(op.f("ck_decision_appeal_against"), "decision_appeal")
    op.create_check_constraint(
        op.f("ck_decision_appeal_against"), "decision_appeal", "against IN ('case', 'measure', 'report')"
    )
    op.drop_constraint(op.f("ck_recall_by_staff"), "recall")
    op.create_check_constraint(op.f("ck_recall_by_staff"), "recall", "(ground IS NULL) = (how_to_fix IS NULL)")
    for column in ("looked_at", "decided_by_id", "decided_by"):
        op.drop_column("recall", column)
