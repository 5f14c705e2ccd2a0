"""Jobs wait in lanes and workers say that they live; letters that came back, and the addresses they came back from.

Revision: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PlatformOwned

revision = "0014"
down_revision = "0013"

_MONEY = (
    "'settle_purchase', 'release_money', 'refund_cancelled', 'refund_received', 'send_refund', 'note_refund', "
    "'close_refunded_return', 'expire_unpaid'"
)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add lanes with what their statements search by, the workers' list, and what mail servers answered."""
    _add_lanes()
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("beat_at", _MOMENT, nullable=False),
        sa.Column("looked_at", _MOMENT),
        sa.Column("took_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_beat_name")),
    )
    for statement in rls.protect("worker_beat", PlatformOwned):
        op.execute(statement)
    op.add_column("mail", sa.Column("said", sa.String()))
    op.create_index("ix_mail_bounced", "mail", ["created_at"], postgresql_where=sa.text("state = 'bounced'"))
    op.add_column("account", sa.Column("mail_bounced_at", _MOMENT))


def _add_lanes() -> None:
    # The default serves processes of the release before, which enter jobs without a lane while this one is rolled out.
    op.add_column("job", sa.Column("lane", sa.SmallInteger(), server_default=sa.text("4"), nullable=False))
    op.add_column("job", sa.Column("started_at", _MOMENT))
    op.execute("ALTER TABLE job NO FORCE ROW LEVEL SECURITY")  # the owner, who migrates, is walled in too
    op.execute(
        f"UPDATE job SET lane = CASE WHEN name IN ({_MONEY}) THEN 1 "
        "WHEN name LIKE 'mail\\_%' OR name = 'carry_mail' THEN 2 ELSE 4 END, started_at = "
        "CASE WHEN state = 'running' THEN clock_timestamp() END WHERE state <> 'done'"
    )
    op.execute("ALTER TABLE job FORCE ROW LEVEL SECURITY")
    op.drop_index("ix_job_waiting", "job")
    for name, columns, state in (
        ("ix_job_waiting", ["lane", "run_at", "id"], "waiting"),
        ("ix_job_running", ["lease_until"], "running"),
        ("ix_job_done", ["done_at"], "done"),
    ):
        op.create_index(name, "job", columns, postgresql_where=sa.text(f"state = '{state}'"))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("account", "mail_bounced_at")
    op.drop_index("ix_mail_bounced", "mail")
    op.drop_column("mail", "said")
    op.drop_table("worker_beat")
    for name in ("ix_job_done", "ix_job_running", "ix_job_waiting"):
        op.drop_index(name, "job")
    op.create_index("ix_job_waiting", "job", ["run_at"], postgresql_where=sa.text("state IN ('waiting', 'running')"))
    op.drop_column("job", "started_at")
    op.drop_column("job", "lane")
