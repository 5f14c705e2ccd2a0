"""States that tables allow; money that waits for proof; disputes; what comes back and is not sold again.

Revision: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import SharedWithBuyer

revision = "0017"
down_revision = "0016"

_MOMENT = sa.DateTime(timezone=True)
# As they stand at this revision; what comes later is a later migration's.
_STATES = {
    "purchase": ("awaiting_payment", "paid", "expired"),
    "order": ("awaiting_payment", "paid", "packed", "shipped", "delivered", "cancelled", "expired"),
    "charge": ("pending", "succeeded", "expired"),
    "refund": ("due", "succeeded"),
    "return_case": ("requested", "approved", "declined", "refund_due", "refunded"),
    "claim": ("open", "accepted", "declined", "refund_due", "closed"),
}
_READ = ("order", "order_line", "return_case", "return_line", "claim", "ledger_transaction", "job")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def upgrade() -> None:
    """Add the columns, fill them from what happened, then the rules that hold them."""
    _tell_providers()
    _wait_for_proof()
    _count_pieces()
    _open_tables()
    _fill()
    for table, states in _STATES.items():
        op.create_check_constraint(op.f(f"ck_{table}_state"), table, f"state IN ({_listed(states)})")
    op.create_index("uq_fee_line_reversal", "fee_line", ["tenant_id", "reverses_id", "cause"], unique=True)


def _tell_providers() -> None:
    op.add_column("provider_event", sa.Column("provider_ref", sa.String(), server_default="", nullable=False))
    op.alter_column("provider_event", "provider_ref", server_default=None)
    op.add_column("provider_event", sa.Column("amount_minor", sa.BigInteger()))
    op.add_column("provider_event", sa.Column("currency", sa.String()))
    op.add_column("provider_event", sa.Column("verdict", sa.String(), server_default="taken", nullable=False))
    op.alter_column("provider_event", "verdict", server_default=None)
    verdicts = ("taken", "repeated", "over", "unknown_kind", "no_charge", "no_amount", "differs")
    op.create_check_constraint(
        op.f("ck_provider_event_verdict"), "provider_event", f"verdict IN ({_listed(verdicts)})"
    )
    op.create_index("ix_provider_event_verdict", "provider_event", ["verdict", "received_at"])


def _wait_for_proof() -> None:
    for column in (
        sa.Column("resent_until", sa.Date()),
        sa.Column("arrival_told_at", _MOMENT),
        sa.Column("arrival_told_by", sa.String()),
        sa.Column("delivered_by", sa.String()),
        sa.Column("held_until", sa.Date()),
        sa.Column("released_at", _MOMENT),
    ):
        op.add_column("order", column)
    op.add_column("order", sa.Column("shipping_back_minor", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("order", "shipping_back_minor", server_default=None)
    op.create_index(
        "ix_order_under_way",
        "order",
        [sa.text("coalesce(resent_until, promise_to)")],
        postgresql_where=sa.text("state = 'shipped'"),
    )
    op.create_index(
        "ix_order_held",
        "order",
        ["held_until"],
        postgresql_where=sa.text("held_until IS NOT NULL AND released_at IS NULL"),
    )


def _count_pieces() -> None:
    for table, column in (
        ("order_line", "going_back"),
        ("return_case", "shipping_minor"),
        ("claim", "quantity"),
    ):
        before = "1" if table == "claim" else "0"
        op.add_column(table, sa.Column(column, sa.BigInteger(), server_default=before, nullable=False))
        op.alter_column(table, column, server_default=None)
    op.add_column("return_line", sa.Column("restocked", sa.BigInteger()))
    op.create_check_constraint(
        op.f("ck_return_line_restocked"), "return_line", "restocked >= 0 AND restocked <= quantity"
    )
    op.create_check_constraint(op.f("ck_claim_quantity"), "claim", "quantity > 0")


def _open_tables() -> None:
    op.create_table(
        "money_hold",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_money_hold")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"], ["order.tenant_id", "order.id"], name=op.f("fk_money_hold_tenant_id_order")
        ),
        sa.UniqueConstraint("tenant_id", "order_id", "cause", name="uq_money_hold_cause"),
    )
    op.create_table(
        "dispute",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("tenant_id", "id", "buyer_id", "order_id")),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("answer_by", _MOMENT, nullable=False),
        sa.Column("answer", sa.String()),
        sa.Column("answer_note", sa.String()),
        sa.Column("answered_at", _MOMENT),
        sa.Column("answered_by", sa.String()),
        sa.Column("escalated_at", _MOMENT),
        sa.Column("escalation", sa.String()),
        sa.Column("refunds", sa.Boolean()),
        sa.Column("reason", sa.String()),
        sa.Column("decided_at", _MOMENT),
        sa.Column("decided_by", sa.String()),
        sa.Column("ended_at", _MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dispute")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"], ["order.tenant_id", "order.id"], name=op.f("fk_dispute_tenant_id_order")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_dispute_code")),
        sa.CheckConstraint("(about = 'never_came') = (about_id IS NULL)", name=op.f("ck_dispute_about_what")),
        sa.CheckConstraint("about IN ('never_came', 'return', 'claim')", name=op.f("ck_dispute_about")),
        sa.CheckConstraint(
            "state IN ('open', 'proven', 'escalated', 'refund_due', 'refunded', 'resent', 'declined', 'arrived', 'lapsed')",
            name=op.f("ck_dispute_state"),
        ),
    )
    op.create_index("ix_dispute_shop", "dispute", ["tenant_id", "state", "opened_at"])
    op.create_index("ix_dispute_state", "dispute", ["state", "answer_by"])
    still = sa.text("state IN ('open', 'proven', 'escalated', 'refund_due')")
    op.create_index("uq_dispute_open", "dispute", ["tenant_id", "order_id"], unique=True, postgresql_where=still)
    about = sa.text("about_id IS NOT NULL")
    op.create_index("uq_dispute_about", "dispute", ["tenant_id", "about_id"], unique=True, postgresql_where=about)
    for table in ("money_hold", "dispute"):
        op.create_index(op.f(f"ix_{table}_buyer_id"), table, ["buyer_id"])
        for statement in rls.protect(table, SharedWithBuyer):
            op.execute(statement)


def _fill() -> None:
    """What was delivered before was released then, by the rule of then; what is open holds nothing that was released."""
    for table in _READ:
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    # Released is what the books say so; what waited for its job then is released by the clock now.
    op.execute(
        'UPDATE "order" SET delivered_by = CASE WHEN delivered_at IS NOT NULL THEN \'buyer\' END, '
        "held_until = (delivered_at AT TIME ZONE 'America/Mexico_City')::date, "
        "released_at = (SELECT t.at FROM ledger_transaction t "
        "               WHERE t.kind = 'release' AND t.cause = 'order:' || \"order\".id), "
        "shipping_back_minor = CASE WHEN state = 'cancelled' AND refunded_minor > 0 THEN shipping_minor ELSE 0 END "
        "WHERE delivered_at IS NOT NULL OR state = 'cancelled'"
    )
    op.execute("DELETE FROM job WHERE name = 'release_money' AND state <> 'done'")
    op.execute(
        "UPDATE order_line SET going_back = asked.pieces FROM ("
        "  SELECT l.tenant_id, l.order_line_id, sum(l.quantity) AS pieces FROM return_line l "
        "  JOIN return_case c ON c.tenant_id = l.tenant_id AND c.id = l.return_id "
        "  WHERE c.state <> 'declined' GROUP BY l.tenant_id, l.order_line_id"
        ") asked WHERE asked.tenant_id = order_line.tenant_id AND asked.order_line_id = order_line.id"
    )
    op.execute("UPDATE order_line SET going_back = returned WHERE going_back < returned")
    op.execute(
        "UPDATE return_line SET restocked = quantity FROM return_case c "
        "WHERE c.tenant_id = return_line.tenant_id AND c.id = return_line.return_id "
        "AND c.state IN ('refund_due', 'refunded')"
    )
    # Checks that nothing was broken run now: a table with waiting checks takes no other change.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _READ:
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.drop_constraint(op.f("ck_order_line_returned"), "order_line")
    op.create_check_constraint(
        op.f("ck_order_line_returned"),
        "order_line",
        "returned >= 0 AND returned <= going_back AND going_back <= quantity",
    )


def downgrade() -> None:
    """Take all of it away. What was cancelled because it never came stays cancelled."""
    op.drop_index("uq_fee_line_reversal", "fee_line")
    for table in _STATES:
        op.drop_constraint(op.f(f"ck_{table}_state"), table)
    op.drop_table("dispute")
    op.drop_table("money_hold")
    op.drop_constraint(op.f("ck_order_line_returned"), "order_line")
    op.drop_column("order_line", "going_back")
    op.create_check_constraint(
        op.f("ck_order_line_returned"), "order_line", "returned >= 0 AND returned <= quantity"
    )
    op.drop_column("return_line", "restocked")
    op.drop_column("return_case", "shipping_minor")
    op.drop_column("claim", "quantity")
    op.drop_index("ix_order_under_way", "order")
    op.drop_index("ix_order_held", "order")
    for column in (
        "shipping_back_minor", "released_at", "held_until", "delivered_by", "arrival_told_by", "arrival_told_at",
        "resent_until",
    ):  # fmt: skip
        op.drop_column("order", column)
    op.drop_index("ix_provider_event_verdict", "provider_event")
    for column in ("verdict", "currency", "amount_minor", "provider_ref"):
        op.drop_column("provider_event", column)
