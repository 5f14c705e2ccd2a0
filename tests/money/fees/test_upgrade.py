"""A market with tariffs and sales of before: rules get their numbers, labels their short form, and what was frozen stays."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import _alembic, migrate
from tests.money.earlier import enter

SCHEDULE = {"published_at": "2025-12-01 18:00Z", "effective_from": "2026-01-01 06:00Z"}


def test_rules_are_numbered_and_counted_and_lines_stay(before: str) -> None:
    command.upgrade(_alembic(before), "0034")
    engine = create_engine(before)
    order = uuid4()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(connection, "fee_schedule", version=1, **SCHEDULE, summary="Primera tarifa. Sin cuotas por publicar.")
        enter(connection, "fee_schedule", version=0, published_at="2025-01-01Z", effective_from="2025-03-01Z")
        for kind, category, label in (
            ("processing", None, "Cobro con tarjeta"),
            ("commission", "electronica", "Comisión por venta: electrónica deja menos margen"),
            ("commission", None, "Comisión por venta"),
            ("shipping_subsidy", None, "Apoyo"),
        ):
            for version in (0, 1):
                enter(
                    connection, "fee_rule", id=f"v{version}:{kind}:{category or 'all'}", version=version, kind=kind,
                    category=category, text=label, rate_bp=1000,
                )  # fmt: skip
        enter(
            connection, "fee_line", id=uuid4(), order_id=order, kind="commission", rule_id="v1:commission:all", version=1,
            base_minor=100_000, rate_bp=1000, fixed_minor=0, amount_minor=10_000,
        )  # fmt: skip
    migrate(before)
    with engine.begin() as connection:
        rules = connection.execute(
            text("SELECT number, kind, category, text FROM fee_rule WHERE version = 1 ORDER BY number")
        ).all()
        assert [tuple(rule)[:3] for rule in rules] == [
            (1, "commission", None),
            (2, "commission", "electronica"),
            (3, "processing", None),
            (4, "shipping_subsidy", None),
        ]
        assert rules[1].text == "Comisión por venta: electrónica"
        schedule = connection.execute(
            text("SELECT rule_count, takes_more, summary FROM fee_schedule WHERE version = 1")
        ).one()
        assert tuple(schedule) == (4, True, "Sin cuotas por publicar.")
        line = connection.execute(text("SELECT base_minor, amount_minor, floor_minor, cap_minor FROM fee_line")).one()
        assert tuple(line) == (100_000, 10_000, None, None)
        assert connection.scalar(text("SELECT count(*) FROM quiet_season")) > 10
        with pytest.raises(IntegrityError, match="only grows"), connection.begin_nested():
            connection.execute(text("UPDATE fee_rule SET rate_bp = 1"))
    migrate(before)  # a second time enters nothing twice
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM fee_rule")) == 8
    engine.dispose()
    command.downgrade(_alembic(before), "0034")
