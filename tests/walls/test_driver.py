"""Below the session: what the driver can do with the serving role, whatever the code above forgets. And what an owner can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url

from marketplace.kernel.ids import new_id
from marketplace.kernel.settings import Settings
from tenants.ownership import Base, PlatformOwned, Reference, kind_of
from tenants.rls import MINE as CONDITIONS
from tests import make
from tests.cast import Cast

MINE, THEIRS = "Estambre de Alicia", "ZZ-VECINO"
Driver = psycopg.Connection[Any]


def _address(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def look_from(driver: Driver, shop: UUID) -> None:
    """Stand in a shop as a session does, for this transaction only."""
    driver.execute("SELECT set_config('app.tenant_id', %s, true)", (str(shop),))


@pytest.fixture
def two_shops(market: Cast) -> tuple[Cast, UUID]:
    """Both shops have a product; gives the neighbour's."""
    make.draft(market, title=MINE)
    return market, make.draft(market, shop=market.abedul, title=THEIRS)


@pytest.fixture
def serving(settings: Settings) -> Iterator[Driver]:
    """A connection of the serving role, with no code of ours between."""
    with psycopg.connect(_address(settings.database_url)) as driver:
        yield driver


@pytest.fixture
def owner(settings: Settings) -> Iterator[Driver]:
    """A connection of the tables' owner: the wall is off for it. It is the control of each test here."""
    with psycopg.connect(_address(settings.owner_database_url)) as driver:
        yield driver


READS = {
    "select": "SELECT title FROM product",
    "subquery": "SELECT title FROM (SELECT * FROM product) p",
    "cte": "WITH p AS (SELECT * FROM product) SELECT title FROM p",
    "join": "SELECT p.title FROM product p JOIN variant v ON v.product_id = p.id",
    "union": "SELECT title FROM product UNION SELECT title FROM product",
    "lateral": "SELECT x.title FROM tenant t, LATERAL (SELECT title FROM product WHERE tenant_id = t.id) x",
    "named shop": "SELECT title FROM product WHERE tenant_id <> current_setting('app.tenant_id')::uuid",
    "returning": "UPDATE product SET brand = brand RETURNING title",
}


@pytest.mark.parametrize("way", READS)
def test_the_driver_reads_own_rows_only(two_shops: tuple[Cast, UUID], serving: Driver, way: str) -> None:
    look_from(serving, two_shops[0].alpaca.id)
    assert {row[0] for row in serving.execute(READS[way])} <= {MINE}


@pytest.mark.parametrize("way", READS)
def test_without_the_wall_the_driver_would_read_the_neighbours(
    two_shops: tuple[Cast, UUID], owner: Driver, way: str
) -> None:
    look_from(owner, two_shops[0].alpaca.id)
    assert THEIRS in {row[0] for row in owner.execute(READS[way])}


@pytest.mark.parametrize("way", READS)
def test_looking_from_nowhere_shows_nothing(two_shops: tuple[Cast, UUID], serving: Driver, way: str) -> None:
    if "current_setting('app.tenant_id')::uuid" in READS[way]:
        with pytest.raises(psycopg.Error):
            serving.execute(READS[way])
    else:
        assert serving.execute(READS[way]).fetchall() == []


def _many(driver: Driver, shop: UUID, its: UUID) -> int:
    with driver.cursor() as cursor:
        cursor.executemany("UPDATE product SET brand = 'taken' WHERE tenant_id = %s AND id = %s", [(shop, its)] * 2)
        return cursor.rowcount


WRITES: dict[str, Callable[[Driver, UUID, UUID], int]] = {
    "update all": lambda driver, _shop, _id: driver.execute("UPDATE product SET brand = 'taken'").rowcount,
    "update by key": lambda driver, shop, its: (
        driver.execute("UPDATE product SET brand = 'taken' WHERE tenant_id = %s AND id = %s", (shop, its)).rowcount
    ),
    "delete": lambda driver, shop, _id: driver.execute("DELETE FROM media WHERE tenant_id = %s", (shop,)).rowcount,
    "many at once": _many,
}


def _brand_of_the_neighbour(market: Cast, product_id: UUID) -> tuple[str, int]:
    from sqlalchemy import func, select

    from marketplace.goods.catalog.models import Media, Product

    with market.above() as work:
        brand = work.session.get_one(Product, (market.abedul.id, product_id)).brand
        count = work.session.scalar(select(func.count()).select_from(Media).where(Media.tenant_id == market.abedul.id))
        return brand, count or 0


@pytest.mark.parametrize("way", WRITES)
def test_the_driver_changes_no_row_of_the_neighbour(two_shops: tuple[Cast, UUID], serving: Driver, way: str) -> None:
    market, theirs = two_shops
    before = _brand_of_the_neighbour(market, theirs)
    look_from(serving, market.alpaca.id)
    touched = WRITES[way](serving, market.abedul.id, theirs)
    serving.commit()
    assert touched == (1 if way == "update all" else 0)
    assert _brand_of_the_neighbour(market, theirs) == before


@pytest.mark.parametrize("way", WRITES)
def test_without_the_wall_the_driver_would_change_it(two_shops: tuple[Cast, UUID], owner: Driver, way: str) -> None:
    market, theirs = two_shops
    before = _brand_of_the_neighbour(market, theirs)
    look_from(owner, market.alpaca.id)
    assert WRITES[way](owner, market.abedul.id, theirs) >= 1
    owner.commit()
    assert _brand_of_the_neighbour(market, theirs) != before


def test_the_driver_adds_no_row_to_the_neighbour(two_shops: tuple[Cast, UUID], serving: Driver, owner: Driver) -> None:
    market, theirs = two_shops
    add = (
        "INSERT INTO variant (tenant_id, id, product_id, sku, name, options, price_minor, position) "
        "VALUES (%s, %s, %s, 'intruder', '', '{}', 1, 9)"
    )
    look_from(serving, market.alpaca.id)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        serving.execute(add, (market.abedul.id, new_id(), theirs))
    assert owner.execute(add, (market.abedul.id, new_id(), theirs)).rowcount == 1
    owner.rollback()


def test_the_shop_cannot_be_changed_by_a_row_of_a_later_transaction(
    two_shops: tuple[Cast, UUID], serving: Driver
) -> None:
    look_from(serving, two_shops[0].alpaca.id)
    serving.commit()
    assert serving.execute("SELECT title FROM product").fetchall() == []


def _catalogue(owner: Driver, sql: str) -> list[tuple[Any, ...]]:
    return owner.execute(sql).fetchall()


def test_policies_in_the_database_are_those_of_the_bases(market: Cast, owner: Driver) -> None:
    """By table: forced, and each policy of the serving role says the condition of the table's base and nothing else."""
    forced = {
        name
        for (name,) in _catalogue(owner, "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    }
    policies: dict[str, list[tuple[Any, ...]]] = {}
    for row in _catalogue(owner, "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies"):
        policies.setdefault(row[0], []).append(row)
    for mapper in Base.registry.mappers:
        model = mapper.class_
        name, kind = model.__tablename__, kind_of(model)
        if kind is Reference:
            assert name not in policies, name
            continue
        assert name in forced, name
        told = "( SELECT (NULLIF(current_setting('{}'::text, true), ''::text))::uuid AS \"nullif\")"
        column = {
            "tenant_id": f"tenant_id = {told.format('app.tenant_id')}",
            "account_id": f"account_id = {told.format('app.buyer_id')}",
            "buyer_id": f"buyer_id = {told.format('app.buyer_id')}",
        }
        for _table, policy, roles, _cmd, qual, check in policies[name]:
            if policy == "platform":
                assert roles == ["tianguis_platform"], name
            elif policy == "anybody":
                assert kind.__name__ == "PublicShelf", name
            elif policy == "append":
                assert model.__append__, name
            else:
                assert roles == ["tianguis_app"], name
                said = {text for text in (qual, check) if text}
                allowed = [f"({text})" for key, text in column.items() if f"{key} =" in CONDITIONS[kind]]
                expected = allowed[0] if len(allowed) == 1 else f"({' OR '.join(allowed)})"
                assert said == {expected}, f"{name}.{policy}: {said}"


def test_the_serving_role_has_no_grant_on_the_platforms_tables(market: Cast, owner: Driver) -> None:
    granted = {
        (table, privilege)
        for table, privilege in _catalogue(
            owner,
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'tianguis_app'",
        )
    }
    for mapper in Base.registry.mappers:
        model = mapper.class_
        mine = {privilege for table, privilege in granted if table == model.__tablename__}
        if kind_of(model) is PlatformOwned:
            assert mine <= ({"INSERT"} if model.__append__ else set()), model.__tablename__
        if kind_of(model) is Reference:
            assert mine == {"SELECT"}, model.__tablename__


def test_every_reference_between_shops_tables_carries_the_shop_in_the_database(market: Cast, owner: Driver) -> None:
    keyed = {
        m.class_.__tablename__
        for m in Base.registry.mappers
        if kind_of(m.class_).__name__ in ("TenantOwned", "PublicShelf", "SharedWithBuyer")
    }
    rows = _catalogue(
        owner,
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, "
        "(SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY(c.conkey)) "
        "FROM pg_constraint c WHERE contype = 'f'",
    )
    between = [(here.strip('"'), there.strip('"'), columns) for here, there, columns in rows]
    checked = [row for row in between if row[0] in keyed and row[1] in keyed]
    assert checked
    for here, there, columns in checked:
        assert "tenant_id" in columns, f"{here} -> {there}"
