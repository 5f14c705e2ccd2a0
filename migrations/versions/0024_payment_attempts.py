"""Attempts to take a charge, refunds under way, what providers tell in one vocabulary; states that only go on.

Revision: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tenants import rls
from tenants.ownership import PlatformOwned

STOPS = "what was charged and told before gets its attempts, and is judged anew"

revision = "0024"
down_revision = "0023"

_MOMENT = sa.DateTime(timezone=True)
# As they stand at this revision; what comes later is a later migration's.
_NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "charge": {"pending": ("succeeded", "expired"), "expired": ("succeeded",), "succeeded": ()},
    "payment_attempt": {
        "new": ("asked",),
        "asked": ("open", "waiting", "succeeded", "ended"),
        "open": ("waiting", "succeeded", "ended"),
        "waiting": ("succeeded", "ended"),
        "ended": ("succeeded",),
        "succeeded": (),
    },
    "refund": {
        "due": ("asked",),
        "asked": ("pending", "succeeded", "failed"),
        "pending": ("succeeded", "failed"),
        "failed": ("succeeded",),
        "succeeded": (),
    },
}
# What the release before does while both run: a refund was asked for and had in one step.
_OF_BEFORE = {"refund": ("due succeeded",)}
_KINDS = (
    "charge.waiting", "charge.partial", "charge.succeeded", "charge.declined", "charge.ended", "refund.pending",
    "refund.succeeded", "refund.failed", "dispute.opened", "dispute.won", "dispute.lost", "other",
)  # fmt: skip
_VERDICTS_BEFORE = ("taken", "repeated", "over", "unknown_kind", "no_charge", "no_amount", "differs")
_VERDICTS = (*_VERDICTS_BEFORE, "twice", "left", "refund_failed", "disputed")
_LIVE = sa.text("state IN ('new', 'asked', 'open', 'waiting')")
_READ = ("charge", "provider_event", "refund", "payment_attempt")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _one_of(table: str, column: str, words: tuple[str, ...]) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN ({_listed(words)})")


def upgrade() -> None:
    """Make the table, carry over what was asked before, then the rules that hold all of it."""
    _open_attempts()
    _widen()
    for table in _READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    _fill()
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _READ:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    _hold()


def _open_attempts() -> None:
    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_ref", sa.String()),
        sa.Column("page", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("received_minor", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT),
        sa.Column("looked_at", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_payment_attempt_charge_id_charge")),
        sa.UniqueConstraint("charge_id", "number", name=op.f("uq_payment_attempt_charge_id_number")),
        sa.UniqueConstraint("provider", "provider_ref", name=op.f("uq_payment_attempt_provider_provider_ref")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_attempt_amount")),
        sa.CheckConstraint("received_minor >= 0", name=op.f("ck_payment_attempt_received")),
    )
    op.create_index("uq_payment_attempt_live", "payment_attempt", ["charge_id"], unique=True, postgresql_where=_LIVE)
    op.create_index("ix_payment_attempt_live", "payment_attempt", ["asked_at"], postgresql_where=_LIVE)
    for statement in rls.protect("payment_attempt", PlatformOwned):
        op.execute(statement)


def _widen() -> None:
    op.add_column("charge", sa.Column("paid_by", sa.Uuid()))
    for column in (
        sa.Column("said", sa.String(), server_default="", nullable=False),
        sa.Column("key", sa.String()),
        sa.Column("failure", sa.String()),
        sa.Column("charge_id", sa.Uuid()),
        sa.Column("judged_at", _MOMENT),
    ):
        op.add_column("provider_event", column)
    op.alter_column("provider_event", "verdict", nullable=True)
    for column in (sa.Column("failure", sa.String()), sa.Column("asked_at", _MOMENT), sa.Column("looked_at", _MOMENT)):
        op.add_column("refund", column)
    op.drop_constraint(op.f("ck_provider_event_verdict"), "provider_event")
    op.drop_constraint(op.f("ck_refund_state"), "refund")


def _fill() -> None:
    """Each charge had one attempt: its own. What was given up may still be paid late, so its end is no last word."""
    op.execute(
        "INSERT INTO payment_attempt (id, charge_id, number, provider, provider_ref, page, state, amount_minor, currency, "
        " received_minor, failure, created_at, asked_at, ended_at) "
        "SELECT gen_random_uuid(), id, 1, provider, provider_ref, '/pago-de-prueba/' || provider_ref, "
        " CASE state WHEN 'pending' THEN 'open' WHEN 'succeeded' THEN 'succeeded' ELSE 'ended' END, amount_minor, currency, "
        " CASE state WHEN 'succeeded' THEN amount_minor ELSE 0 END, last_failure, created_at, created_at, succeeded_at "
        "FROM charge"
    )
    op.execute(
        "UPDATE charge SET paid_by = a.id FROM payment_attempt a "
        "WHERE a.charge_id = charge.id AND charge.state = 'succeeded'"
    )
    op.execute(
        "UPDATE provider_event SET said = kind, judged_at = received_at, "
        "charge_id = (SELECT c.id FROM charge c WHERE c.provider = provider_event.provider "
        "             AND c.provider_ref = provider_event.provider_ref), "
        "kind = CASE kind WHEN 'charge.succeeded' THEN kind WHEN 'charge.failed' THEN 'charge.declined' ELSE 'other' END"
    )


def _hold() -> None:
    op.create_check_constraint(op.f("ck_charge_paid_by"), "charge", "paid_by IS NULL OR state = 'succeeded'")
    _one_of("payment_attempt", "state", tuple(_NEXT["payment_attempt"]))
    _one_of("refund", "state", tuple(_NEXT["refund"]))
    _one_of("provider_event", "kind", (*_KINDS, "charge.failed"))  # the last is the release before's
    _one_of("provider_event", "verdict", _VERDICTS)
    op.create_check_constraint(
        op.f("ck_provider_event_judged"), "provider_event", "judged_at IS NULL OR verdict IS NOT NULL"
    )
    waiting = sa.text("verdict IS NULL")
    op.create_index("ix_provider_event_waiting", "provider_event", ["received_at"], postgresql_where=waiting)
    op.create_index(
        "ix_refund_under_way", "refund", ["asked_at"], postgresql_where=sa.text("state IN ('asked', 'pending')")
    )
    for table, following in _NEXT.items():
        steps = _listed(
            tuple(f"{before} {after}" for before, then in following.items() for after in then) + _OF_BEFORE.get(table, ())
        )
        op.execute(
            f"CREATE FUNCTION {table}_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ({steps}) THEN "
            f"RAISE EXCEPTION '{table} does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER goes_on BEFORE UPDATE OF state ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_goes_on()"
        )


def downgrade() -> None:
    """Back to one attempt a charge: the latest. What has no name at a provider gets its own id as one."""
    for table in _NEXT:
        op.execute(f"DROP TRIGGER goes_on ON {table}")
        op.execute(f"DROP FUNCTION {table}_goes_on()")
    op.drop_index("ix_refund_under_way", "refund")
    op.drop_index("ix_provider_event_waiting", "provider_event")
    for table, column in (
        ("provider_event", "judged"), ("provider_event", "verdict"), ("provider_event", "kind"), ("refund", "state"),
        ("charge", "paid_by"),
    ):  # fmt: skip
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
    for table in _READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE charge SET provider_ref = coalesce(a.provider_ref, charge.provider_ref), last_failure = a.failure FROM (SELECT DISTINCT ON (charge_id) * FROM payment_attempt "
        "ORDER BY charge_id, state <> 'succeeded', number DESC) a WHERE a.charge_id = charge.id"
    )
    op.execute("UPDATE refund SET state = 'due' WHERE state <> 'succeeded'")
    op.execute(
        "UPDATE provider_event SET kind = said, verdict = CASE WHEN verdict IS NULL OR verdict NOT IN "
        f"({_listed(_VERDICTS_BEFORE)}) THEN 'unknown_kind' ELSE verdict END"
    )
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _READ:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.alter_column("provider_event", "verdict", nullable=False)
    _one_of("provider_event", "verdict", _VERDICTS_BEFORE)
    _one_of("refund", "state", ("due", "succeeded"))
    for table, columns in (
        ("provider_event", ("said", "key", "failure", "charge_id", "judged_at")),
        ("refund", ("failure", "asked_at", "looked_at")),
        ("charge", ("paid_by",)),
    ):
        for column in columns:
            op.drop_column(table, column)
    op.drop_table("payment_attempt")
