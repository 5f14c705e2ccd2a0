"""A market that sold before the law had its own table: what it froze stays as it was, and what it owed back counts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from marketplace.database import migrate
from tests.money.earlier import SOMETHING, enter, enter_goods


def test_frozen_lines_stay_and_what_is_owed_back_counts(before: str) -> None:
    engine = create_engine(before)
    order = uuid4()
    fee = {"order_id": order, "kind": "isr_withheld", "rule_id": "v1:isr_withheld:registered", "version": 1}
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(
            connection, "fee_schedule", version=1, published_at="2025-12-01 18:00Z", effective_from="2026-01-01 06:00Z"
        )
        enter(
            connection,
            "fee_rule",
            id=fee["rule_id"],
            version=1,
            kind="isr_withheld",
            source="LIF 2026 art. 25",
            rate_bp=250,
        )
        enter(connection, "order", id=order, total_minor=116_000, refunded_minor=0, state="delivered")
        enter_goods(connection, SOMETHING)
        enter(connection, "order_line", id=uuid4(), order_id=order, category="novela", quantity=1, returned=0)
        enter(connection, "fee_line", id=uuid4(), base_minor=100_000, rate_bp=250, amount_minor=2_500, **fee)
        enter(connection, "refund", id=uuid4(), order_id=order, amount_minor=30_000, state="due", cause="return:1")
    migrate(before)
    with engine.begin() as connection:
        line = connection.execute(text("SELECT version, base_minor, rate_bp, amount_minor, source FROM fee_line")).one()
        assert tuple(line) == (1, 100_000, 250, 2_500, "LIF 2026 art. 25")
        assert tuple(connection.execute(text("SELECT iva_bp, iva_article FROM order_line")).one()) == (
            1600,
            "LIVA art. 1",
        )
        assert connection.scalar(text('SELECT refunded_minor FROM "order"')) == 30_000
        rates = connection.scalar(text("SELECT count(*) FROM legal_rate WHERE valid_until = '2027-01-01 06:00Z'"))
        assert rates == 6
        with pytest.raises(Exception, match="never"), connection.begin_nested():
            connection.execute(text("UPDATE fee_line SET source = 'otra'"))
    migrate(before)  # a second time enters nothing twice
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM legal_rate")) == 11
    engine.dispose()
