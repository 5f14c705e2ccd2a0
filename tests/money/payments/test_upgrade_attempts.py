"""A market that had one attempt a charge: each keeps it, what was told keeps its words, and the release before goes on."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import ROOT, migrate
from tests.money.earlier import enter

PENDING, PAID, OVER = (uuid4() for _ in range(3))


def to(revision: str, url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    (command.upgrade if revision == "0023" else command.downgrade)(config, revision)


@pytest.fixture
def engine(before: str) -> Engine:
    """A market at the revision before, with charges, a refund and what was told of them."""
    to("0023", before)
    made = create_engine(before)
    with made.begin() as connection:
        for charge, state in ((PENDING, "pending"), (PAID, "succeeded"), (OVER, "expired")):
            enter(
                connection, "charge", id=charge, purchase_id=charge, provider="sandbox", provider_ref=f"ref {state}",
                state=state, amount_minor=1_000, currency="MXN", last_failure="declined" if state == "expired" else None,
                succeeded_at="2026-11-02 12:00Z" if state == "succeeded" else None,
            )  # fmt: skip
        enter(connection, "refund", id=uuid4(), charge_id=PAID, cause="x", state="due", amount_minor=5)
        for number, (kind, ref) in enumerate(
            [("charge.succeeded", "ref succeeded"), ("charge.failed", "ref expired"), ("moon.full", "nobody's")]
        ):
            enter(
                connection, "provider_event", id=uuid4(), provider="sandbox", event_id=str(number), kind=kind,
                provider_ref=ref, verdict="taken" if number < 2 else "unknown_kind",
            )  # fmt: skip
    return made


def test_each_charge_keeps_its_attempt_and_what_was_told_its_words(before: str, engine: Engine) -> None:
    migrate(before)
    with engine.connect() as connection:
        attempts = connection.execute(
            text(
                "SELECT charge_id, number, state, provider_ref, page, received_minor, failure, id FROM payment_attempt"
            )
        ).all()
        assert {row[0]: tuple(row[1:7]) for row in attempts} == {
            PENDING: (1, "open", "ref pending", "/pago-de-prueba/ref pending", 0, None),
            PAID: (1, "succeeded", "ref succeeded", "/pago-de-prueba/ref succeeded", 1_000, None),
            OVER: (1, "ended", "ref expired", "/pago-de-prueba/ref expired", 0, "declined"),
        }
        paid_by = connection.execute(text("SELECT id, paid_by FROM charge WHERE paid_by IS NOT NULL")).all()
        assert [tuple(row) for row in paid_by] == [(PAID, next(row[7] for row in attempts if row[0] == PAID))]
        told = connection.execute(text("SELECT kind, said, charge_id, verdict FROM provider_event ORDER BY event_id"))
        assert [tuple(row) for row in told] == [
            ("charge.succeeded", "charge.succeeded", PAID, "taken"),
            ("charge.declined", "charge.failed", OVER, "taken"),
            ("other", "moon.full", None, "unknown_kind"),
        ]
    engine.dispose()


def test_the_release_before_goes_on_meanwhile(before: str, engine: Engine) -> None:
    migrate(before)
    with engine.begin() as connection:
        enter(
            connection, "charge", id=uuid4(), purchase_id=uuid4(), provider="sandbox", provider_ref="new", state="pending",
        )  # fmt: skip
        connection.execute(text("UPDATE charge SET state = 'succeeded' WHERE provider_ref = 'new'"))
        connection.execute(text("UPDATE refund SET state = 'succeeded'"))
        enter(
            connection, "provider_event", id=uuid4(), event_id="9", kind="charge.failed", provider_ref="x", verdict="over",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="does not go from succeeded to pending"), engine.begin() as connection:
        connection.execute(text("UPDATE charge SET state = 'pending' WHERE provider_ref = 'new'"))
    engine.dispose()


def test_it_can_be_taken_back(before: str, engine: Engine) -> None:
    migrate(before)
    with engine.begin() as connection:
        connection.execute(text("UPDATE refund SET state = 'asked'"))
    to("0021", before)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT state FROM refund")) == "due"
        kinds = connection.scalars(text("SELECT kind FROM provider_event ORDER BY event_id")).all()
        assert list(kinds) == ["charge.succeeded", "charge.failed", "moon.full"]
        refs = connection.scalars(text("SELECT provider_ref FROM charge ORDER BY provider_ref")).all()
        assert list(refs) == ["ref expired", "ref pending", "ref succeeded"]
    migrate(before)
    engine.dispose()
