"""A market of before months without interest: nobody offers them, its tariff has none, and its books take them from now on."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import _alembic, migrate
from tests.money.earlier import SOMETHING, enter, enter_goods

BEFORE = "0041"
SCHEDULE = {"published_at": "2025-12-01 18:00Z", "effective_from": "2026-01-01 06:00Z"}
ENTRY = (
    "INSERT INTO ledger_entry (id, transaction_id, at, account, kind, amount_minor, currency) "
    "VALUES (:id, :of, now(), 'provider', :kind, 0, 'MXN')"
)


def test_nothing_that_there_is_changes(before: str) -> None:
    command.upgrade(_alembic(before), BEFORE)
    engine = create_engine(before)
    shop, charge = uuid4(), uuid4()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(connection, "fee_schedule", version=1, **SCHEDULE, rule_count=3)
        for number, kind in enumerate(("commission", "processing", "shipping_subsidy"), 1):
            enter(connection, "fee_rule", id=f"v1:{kind}:all", version=1, number=number, kind=kind, rate_bp=360)
        enter(connection, "shop", tenant_id=shop, id=shop, slug="una", status="open")
        enter_goods(connection, shop)
        enter(connection, "listing", tenant_id=shop, id=SOMETHING)
        enter(connection, "charge", id=charge, purchase_id=uuid4(), state="pending")
        enter(connection, "payment_attempt", id=uuid4(), charge_id=charge, state="new", amount_minor=100)
        enter(connection, "ledger_entry", id=uuid4(), transaction_id=uuid4(), account="provider", kind="processing")
    migrate(before)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT instalments_from_minor FROM shop")) is None
        assert connection.scalar(text("SELECT instalments FROM listing")) is True
        assert connection.scalar(text("SELECT instalments FROM charge")) is None
        assert connection.scalar(text("SELECT months FROM payment_attempt")) is None
        kinds = connection.scalars(text("SELECT kind FROM fee_rule WHERE version = 1")).all()
        assert sorted(kinds) == ["commission", "processing", "shipping_subsidy"]  # a published version stays
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(ENTRY), {"id": uuid4(), "of": uuid4(), "kind": "instalments_iva"})
        with pytest.raises(IntegrityError, match="ck_ledger_entry_kind"), connection.begin_nested():
            connection.execute(text(ENTRY), {"id": uuid4(), "of": uuid4(), "kind": "instalment"})
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM ledger_entry WHERE kind LIKE 'instalments%'"))
    engine.dispose()
    command.downgrade(_alembic(before), BEFORE)


def test_plans_stand_besides_each_other_and_each_once(before: str) -> None:
    migrate(before)
    engine = create_engine(before)
    with engine.begin() as connection:
        plans = connection.execute(
            text("SELECT months, rate_bp, from_minor FROM fee_rule WHERE kind = 'instalments' ORDER BY months")
        ).all()
        assert [tuple(plan) for plan in plans] == [
            (3, 500, 30_000), (6, 750, 60_000), (9, 1000, 90_000), (12, 1250, 120_000), (18, 1750, 180_000),
            (24, 2250, 240_000),
        ]  # fmt: skip
        for months, kind, name in (
            (6, "instalments", "one_wins"),
            (None, "instalments", "months"),
            (6, "processing", "months"),
        ):
            values = {"months": months, "kind": kind}
            with pytest.raises(IntegrityError, match=name), connection.begin_nested():
                connection.execute(
                    text(
                        "INSERT INTO fee_rule (id, version, number, kind, from_minor, rate_bp, fixed_minor, source, text, "
                        "text_en, months) VALUES ('v1:x', 1, 99, :kind, 0, 1, 0, '', '', '', :months)"
                    ),
                    values,
                )
    engine.dispose()
    command.downgrade(_alembic(before), BEFORE)
    migrate(before)
