"""A market that delivered before money waited for proof: what was released stays so, and what comes back is counted."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import create_engine, text

from marketplace.database import migrate
from tests.money.earlier import enter, enter_goods


def test_what_was_delivered_before_keeps_its_money(before: str) -> None:
    engine = create_engine(before)
    shop, released, waiting, under_way = uuid4(), uuid4(), uuid4(), uuid4()
    line, back, declined = uuid4(), uuid4(), uuid4()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        arrived = "2026-11-03 03:00Z"  # the evening before, in Mexico City
        for order, state, at in (
            (released, "delivered", arrived),
            (waiting, "delivered", arrived),
            (under_way, "shipped", None),
        ):
            enter(
                connection,
                "order",
                tenant_id=shop,
                id=order,
                code=str(order),
                state=state,
                delivered_at=at,
                refunded_minor=0,
            )
        enter(
            connection,
            "ledger_transaction",
            kind="release",
            cause=f"order:{released}",
            at="2026-11-03 03:01Z",
            id=uuid4(),
        )
        enter_goods(connection, shop)
        enter(connection, "order_line", tenant_id=shop, id=line, order_id=released, quantity=5, returned=1)
        for case, state in ((back, "refunded"), (declined, "declined")):
            enter(connection, "return_case", tenant_id=shop, id=case, order_id=released, state=state)
            enter(
                connection,
                "return_line",
                tenant_id=shop,
                id=uuid4(),
                return_id=case,
                order_line_id=line,
                quantity=2,
            )
        enter(connection, "claim", tenant_id=shop, id=uuid4(), order_id=released, order_line_id=line, state="accepted")
        enter(connection, "provider_event", id=uuid4(), provider="sandbox", event_id="1", kind="charge.succeeded")
    migrate(before)
    with engine.connect() as connection:
        rows = connection.execute(
            text('SELECT id, delivered_by, released_at IS NOT NULL, cast(held_until AS text) FROM "order"')
        )
        found = {row[0]: tuple(row[1:]) for row in rows}
        assert found[released] == ("buyer", True, "2026-11-02")
        assert found[waiting] == ("buyer", False, "2026-11-02")  # the clock releases it now
        assert found[under_way] == (None, False, None)
        assert tuple(connection.execute(text("SELECT going_back, returned FROM order_line")).one()) == (2, 1)
        restocked = connection.execute(text("SELECT return_id, restocked FROM return_line"))
        assert {row[0]: row[1] for row in restocked} == {back: 2, declined: None}
        assert connection.scalar(text("SELECT quantity FROM claim")) == 1
        assert connection.scalar(text("SELECT verdict FROM provider_event")) == "taken"
    engine.dispose()
