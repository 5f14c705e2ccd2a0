"""A market of before plans of shops: every shop is in the base plan, tariffs and frozen lines stay, rules of plans fit in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import _alembic, migrate
from tests.money.earlier import enter

BEFORE = "0044"
SCHEDULE = {"published_at": "2025-12-01 18:00Z", "effective_from": "2026-01-01 06:00Z"}
RULE = (
    "INSERT INTO fee_rule (id, version, number, kind, category, shop_plan, from_minor, rate_bp, fixed_minor, source, text, "
    "text_en) VALUES (:id, 1, :number, 'commission', 'hogar', :plan, 0, 100, 0, '', '', '')"
)


def test_nothing_that_there_is_changes(before: str) -> None:
    command.upgrade(_alembic(before), BEFORE)
    engine = create_engine(before)
    shop = uuid4()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(connection, "fee_schedule", version=1, **SCHEDULE, rule_count=5)
        for number, (kind, standing) in enumerate(
            [
                ("commission", None), ("processing", None), ("shipping_subsidy", None),
                ("isr_withheld", "registered"), ("isr_withheld", "unregistered"),  # from before the law had its table
            ],
            1,
        ):  # fmt: skip
            rule = {"id": f"v1:{number}", "version": 1, "number": number, "kind": kind, "seller": standing}
            enter(connection, "fee_rule", **rule, rate_bp=360)
        enter(connection, "shop", tenant_id=shop, id=shop, slug="una", status="open")
        enter(
            connection, "fee_line", id=uuid4(), order_id=uuid4(), kind="commission", rule_id="v1:1", version=1,
            base_minor=100_000, rate_bp=360, fixed_minor=0, amount_minor=3_600,
        )  # fmt: skip
    migrate(before)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM shop_plan")) == 0
        line = connection.execute(text("SELECT rule_id, amount_minor, shop_plan FROM fee_line")).one()
        assert tuple(line) == ("v1:1", 3_600, None)
        rules = connection.execute(text("SELECT kind, seller, shop_plan FROM fee_rule ORDER BY number")).all()
        assert [tuple(rule) for rule in rules[3:]] == [
            ("isr_withheld", "registered", None),
            ("isr_withheld", "unregistered", None),
        ]
    with engine.begin() as connection:
        for number, plan in enumerate((None, "base", "support"), 90):
            connection.execute(text(RULE), {"id": f"v1:{number}", "number": number, "plan": plan})
        twice = {"id": "v1:99", "number": 99, "plan": "support"}
        with pytest.raises(IntegrityError, match="one_wins"), connection.begin_nested():
            connection.execute(text(RULE), twice)
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM fee_rule WHERE category = 'hogar' AND shop_plan IS NULL"))
        connection.execute(text("UPDATE fee_schedule SET rule_count = 7"))
    engine.dispose()
    command.downgrade(_alembic(before), BEFORE)
    engine = create_engine(before)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM fee_rule")) == 5
    engine.dispose()
    migrate(before)
