"""One connection for everybody: whoever takes it next sees nothing of who had it before, however that ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from marketplace.goods.catalog.models import Product
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from tenants.db import ENGINE_OPTIONS, db
from tenants.scope import BuyerScope, PublicScope, Scope, SellerScope
from tenants.wall import WalledSession, open_session
from tests import make
from tests.cast import Cast


@pytest.fixture
def narrow(settings: Settings) -> Iterator[Engine]:
    """A pool of one connection, as the app's otherwise."""
    options: dict[str, Any] = {**ENGINE_OPTIONS, "pool_size": 1, "max_overflow": 0}
    engine = create_engine(settings.database_url, **options)
    yield engine
    engine.dispose()


def _titles(session: WalledSession) -> set[str]:
    return set(session.scalars(select(Product.title)))


def _commit(session: WalledSession) -> None:
    session.commit()


def _roll_back(session: WalledSession) -> None:
    session.rollback()


def _savepoint(session: WalledSession) -> None:
    nested = session.begin_nested()
    nested.rollback()
    assert _titles(session) == {"mine"}  # still within the walls after it
    session.commit()


def _fail(session: WalledSession) -> None:
    with pytest.raises(DBAPIError):
        session.execute(text("SELECT 1 / 0").execution_options(wall="plain"))
    session.rollback()


def _forget(session: WalledSession) -> None:
    """The code above never ends it; closing does."""


ENDS = {
    "commit": _commit,
    "rollback": _roll_back,
    "savepoint": _savepoint,
    "failed statement": _fail,
    "closed": _forget,
}


@pytest.mark.parametrize("end", ENDS)
def test_the_next_one_sees_nothing_of_the_last(market: Cast, narrow: Engine, end: str) -> None:
    make.draft(market, title="mine")
    make.draft(market, shop=market.abedul, title="theirs")
    looks: list[tuple[Scope, set[str]]] = [
        (SellerScope(market.abedul.id), {"theirs"}), (PublicScope(), set()), (BuyerScope(market.carla.id), set()),
        (SellerScope(market.alpaca.id), {"mine"}),
    ]  # fmt: skip
    for scope, seen in looks:
        first = open_session(narrow, SellerScope(market.alpaca.id))
        assert _titles(first) == {"mine"}
        ENDS[end](first)
        first.close()
        then = open_session(narrow, scope)
        assert _titles(then) == seen
        then.close()
        with narrow.connect() as bare:
            left = bare.execute(
                text(
                    "SELECT current_setting('app.tenant_id', true), current_setting('app.buyer_id', true), current_user"
                )
            ).one()
            assert left[0] in ("", None)
            assert left[1] in ("", None)
            assert left[2] == "tianguis_app"


def test_a_killed_connection_is_replaced_within_the_walls(market: Cast, narrow: Engine, settings: Settings) -> None:
    make.draft(market, title="mine")
    make.draft(market, shop=market.abedul, title="theirs")
    session = open_session(narrow, SellerScope(market.alpaca.id))
    assert _titles(session) == {"mine"}
    owner = create_engine(settings.owner_database_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as above:
        above.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tianguis_app' "
                "AND datname = current_database() AND state <> 'active'"
            )
        )
    owner.dispose()
    with suppress(OperationalError, psycopg.OperationalError), suppress(DBAPIError):
        _titles(session)
    session.close()
    for scope, seen in ((SellerScope(market.abedul.id), {"theirs"}), (SellerScope(market.alpaca.id), {"mine"})):
        again = open_session(narrow, scope)
        try:
            assert _titles(again) == seen
        except OperationalError:  # the pool learns that the connection died, and gives a new one from then on
            again.rollback()
            assert _titles(again) == seen
        again.close()


def test_a_setting_for_the_whole_connection_would_leak(market: Cast, narrow: Engine) -> None:
    """The negative control: set without LOCAL, the shop stays with the connection."""
    make.draft(market, title="mine")
    with narrow.connect() as careless:
        careless.execute(text(f"SET app.tenant_id = '{market.alpaca.id}'"))
        careless.commit()
    with narrow.connect() as next_one:
        assert next_one.execute(text("SELECT title FROM product")).scalars().all() == ["mine"]


def test_nothing_of_ours_sets_the_shop_for_a_whole_connection() -> None:
    import re
    from pathlib import Path

    root = Path(__file__).parent.parent.parent
    for path in [*root.glob("marketplace/**/*.py"), *root.glob("tenants/**/*.py")]:
        assert not re.search(r"SET (SESSION )?app\.|set_config\([^)]*false\)", path.read_text("utf-8")), path


def test_a_connection_keeps_the_statements_it_prepared_when_somebody_only_read(market: Cast) -> None:
    db.engine.dispose()
    for _look in range(8):  # the driver prepares what it was asked five times
        with unit_of_work(SellerScope(market.alpaca.id), read_only=True) as work:
            work.session.scalars(select(Product.title)).all()
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%product%'"))
