"""Stock that was kept by its variant alone is at its shop's location now, also what the release before still writes."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import create_engine, text

from marketplace.database import migrate
from tests.money.earlier import enter


def test_what_was_kept_before_is_at_the_shops_location(before: str) -> None:
    engine = create_engine(before)
    shop, yarn, neighbour, drill = uuid4(), uuid4(), uuid4(), uuid4()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for tenant, variant in ((shop, yarn), (neighbour, drill)):
            key = {"tenant_id": tenant, "id": variant, "product_id": variant}
            enter(connection, "product", tenant_id=tenant, id=variant)
            enter(connection, "variant", **key, sku=str(variant))
            enter(connection, "stock", **key, on_hand=5, reserved=0)
            for table in ("movement", "reservation"):
                enter(connection, table, tenant_id=tenant, id=uuid4(), variant_id=variant)
    migrate(before)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("ALTER TABLE stock ENABLE ALWAYS TRIGGER put_at_location"))
        needle = uuid4()
        enter(connection, "variant", tenant_id=shop, id=needle, product_id=yarn, sku=str(needle))
        unsaid = {"variant_id": None, "location_id": None}
        enter(connection, "stock", tenant_id=shop, id=needle, product_id=yarn, on_hand=3, reserved=0, **unsaid)
    with engine.connect() as connection:
        places = {row[0]: row[1] for row in connection.execute(text("SELECT tenant_id, id FROM location"))}
        assert places.keys() == {shop, neighbour}
        kept = connection.execute(text("SELECT variant_id, tenant_id, location_id, on_hand FROM stock"))
        assert {row[0]: tuple(row[2:]) for row in kept} == {
            yarn: (places[shop], 5),
            drill: (places[neighbour], 5),
            needle: (places[shop], 3),
        }
        for table in ("movement", "reservation"):
            where = connection.execute(text(f"SELECT tenant_id, location_id FROM {table}"))
            assert {row[0]: row[1] for row in where} == places
    engine.dispose()
