"""Pieces that a claim asks a remedy for are counted on their line; a return that was approved and never sent ends.

Revision: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_READ = ("order_line", "claim")
_STATES = ("requested", "approved", "declined", "refund_due", "refunded")


def _hold_states(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.drop_constraint(op.f("ck_return_case_state"), "return_case")
    op.create_check_constraint(op.f("ck_return_case_state"), "return_case", f"state IN ({listed})")


def upgrade() -> None:
    """Add the count, fill it from the claims that are open, and let a return lapse."""
    # The default stays: the release before writes lines without it while both run.
    op.add_column("order_line", sa.Column("claimed", sa.BigInteger(), server_default="0", nullable=False))
    for table in _READ:
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    op.execute(
        "UPDATE order_line SET claimed = c.pieces FROM ("
        "  SELECT tenant_id, order_line_id, sum(quantity) AS pieces FROM claim WHERE state IN ('open', 'accepted') "
        "  GROUP BY tenant_id, order_line_id"
        ") c WHERE c.tenant_id = order_line.tenant_id AND c.order_line_id = order_line.id"
    )
    # Checks that nothing was broken run now: a table with waiting checks takes no other change.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _READ:
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    _hold_states((*_STATES, "lapsed"))
    # Who was told of no last day has two weeks from now on.
    op.execute('ALTER TABLE "return_case" NO FORCE ROW LEVEL SECURITY')
    op.execute("UPDATE return_case SET answer_by = now() + interval '14 days' WHERE state = 'approved'")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute('ALTER TABLE "return_case" FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    """Take both away. What lapsed was not accepted in the end."""
    op.execute('ALTER TABLE "return_case" NO FORCE ROW LEVEL SECURITY')
    op.execute("UPDATE return_case SET state = 'declined' WHERE state = 'lapsed'")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute('ALTER TABLE "return_case" FORCE ROW LEVEL SECURITY')
    _hold_states(_STATES)
    op.drop_column("order_line", "claimed")
