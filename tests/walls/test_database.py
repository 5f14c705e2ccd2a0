"""The walls as PostgreSQL knows them: every table, every key, and the role that serves."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from marketplace.goods.catalog.models import Product
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from tenants.db import check_role, db
from tenants.errors import WrongRole
from tenants.ownership import Base, PublicShelf, Reference, SharedWithBuyer, TenantOwned, kind_of
from tenants.scope import SellerScope
from tests import make
from tests.cast import Cast

# A unique key that does not start with the shop tells that a value exists; these are public names or random secrets.
PUBLIC_KEYS = {
    ("listing", "number"), ("shop", "slug"), ("order", "code"), ("api_key", "hash"),
    ("invitation", "token_hash"), ("group_invitation", "token_hash"), ("shop_name", "name"), ("dispute", "code"),
    ("invoice_request", "code"),
    ("payout", "code"), ("payout_account", "code"), ("payout_account", "recipient"),
    ("recall", "code"), ("tax_paper", "folio"), ("tax_paper", "uuid"),
}  # fmt: skip


def _owned(*kinds: type[Base]) -> set[str]:
    return {m.class_.__tablename__ for m in Base.registry.mappers if kind_of(m.class_) in kinds}


def test_every_owned_table_is_forced(market: Cast) -> None:
    with db.engine.connect() as connection:
        forced = set(
            connection.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"))
        )
    walled = {m.class_.__tablename__ for m in Base.registry.mappers} - _owned(Reference)
    assert walled <= forced


def test_every_key_of_a_shops_table_starts_with_the_shop(market: Cast) -> None:
    tables = _owned(TenantOwned, PublicShelf, SharedWithBuyer)
    for mapper in Base.registry.mappers:
        if mapper.class_.__tablename__ in tables:
            assert next(column.name for column in mapper.primary_key) == "tenant_id", mapper.class_.__tablename__


def test_every_reference_between_shops_tables_carries_the_shop(market: Cast) -> None:
    tables = _owned(TenantOwned, PublicShelf, SharedWithBuyer)
    for table in Base.metadata.tables.values():
        if table.name not in tables:
            continue
        for key in table.foreign_key_constraints:
            if key.referred_table.name in tables:
                assert "tenant_id" in key.column_keys, f"{table.name} -> {key.referred_table.name}"


def test_unique_keys_start_with_the_shop_or_are_public(market: Cast) -> None:
    tables = _owned(TenantOwned, PublicShelf, SharedWithBuyer)
    with db.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
                "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indisunique AND n.nspname = 'public'"
            )
        )
        odd = {(row.relname, row.attname) for row in rows if row.relname in tables and row.attname != "tenant_id"}
    assert odd == PUBLIC_KEYS


def test_no_policy_says_published_or_mine(market: Cast) -> None:
    with db.engine.connect() as connection:
        for table, rule in connection.execute(text("SELECT tablename, qual FROM pg_policies WHERE qual ~* ' OR '")):
            assert table in _owned(SharedWithBuyer), f"{table}: {rule}"


def test_the_serving_role_owns_nothing(market: Cast) -> None:
    check_role(db.engine)


def test_an_owner_is_refused(settings: Settings, market: Cast) -> None:
    owner = create_engine(settings.owner_database_url)
    with pytest.raises(WrongRole):
        check_role(owner)
    owner.dispose()


def test_books_cannot_be_rewritten_even_by_their_owner(market: Cast, settings: Settings) -> None:
    with market.as_alicia() as work:
        work.audit("test", "product:1")
    owner = create_engine(settings.owner_database_url)
    with pytest.raises(DBAPIError, match="only grows"), owner.begin() as connection:
        connection.execute(text("UPDATE audit_line SET actor = 'somebody else'"))
    owner.dispose()


def test_a_pooled_connection_forgets_who_looked(market: Cast) -> None:
    make.draft(market)
    for fail in (False, True):
        with market.as_alicia() as work:
            assert work.session.scalars(select(Product)).all()
        if fail:
            with pytest.raises(ZeroDivisionError), market.as_alicia() as work:
                work.session.scalars(select(Product)).all()
                raise ZeroDivisionError
        with market.as_bruno() as work:
            assert work.session.scalars(select(Product)).all() == []
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT current_setting('app.tenant_id', true)")) in ("", None)
            assert connection.execute(text("SELECT * FROM product")).all() == []


def test_a_get_cannot_write(market: Cast) -> None:
    with (
        pytest.raises(DBAPIError, match="read-only"),
        unit_of_work(SellerScope(market.alpaca.id), read_only=True) as work,
    ):
        work.audit("test", "product:1")
        work.session.flush()


def test_two_shops_at_once_each_see_their_own(app: Flask, market: Cast) -> None:
    make.draft(market, title="mine")
    make.draft(market, shop=market.abedul, title="theirs")
    wrong: list[str] = []

    def look(shop: str, tenant: SellerScope) -> None:
        with app.app_context():
            for _turn in range(40):
                with unit_of_work(tenant) as work:
                    wrong.extend(t for t in work.session.scalars(select(Product.title)) if t != shop)

    threads = [
        threading.Thread(target=look, args=one)
        for one in [("mine", SellerScope(market.alpaca.id)), ("theirs", SellerScope(market.abedul.id))] * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_every_shelf_statement_reads_public_tables_only(market: Cast) -> None:
    from tenants.wall import SHELF_STATEMENTS

    # besides: whether who looks is in a group of a listing's shop, of which wall two shows each their own rows only
    public = _owned(PublicShelf, Reference) | {"group_member"}
    everything = {m.class_.__tablename__ for m in Base.registry.mappers}
    import re

    for statement in SHELF_STATEMENTS:
        named = set(re.findall(r"(?:FROM|JOIN)\s+\"?([a-z_]+)\"?", statement.sql)) & everything
        assert named <= public, statement.sql
        assert "group_member" not in named or "m.buyer_id = cast(%(me)s AS uuid)" in statement.sql
    assert len(SHELF_STATEMENTS) >= 8
