"""What the database refuses for now: a lock that is held, a deadlock, a full disk, a connection that ends, no connection left.

The page says so and asks to come back; nothing is half done; the next try goes through.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import OperationalError

from marketplace.goods.inventory.models import Stock
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import Work, unit_of_work
from marketplace.web import error_pages
from tenants.db import db
from tenants.scope import PlatformScope
from tenants.wall import plain_sql
from tests import make
from tests.cast import Cast
from tests.racing import at_once
from tests.web.asking import add, enter, form_of, purchases

pytestmark = pytest.mark.faults
MY_PID = plain_sql("SELECT pg_backend_pid()", why="test")


@pytest.fixture
def owner(settings: Settings) -> Iterator[Connection]:
    """Somebody with the owner's rights, in a transaction of their own."""
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.fixture
def goods(browser_client: FlaskClient, market: Cast) -> make.Goods:
    """Some yarn, which a visitor has in the cart."""
    yarn = make.goods(market)
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, yarn)
    return yarn


def is_told(client: FlaskClient, form: dict[str, str]) -> bool:
    """Whether who buys is told that the database is busy, and when to come back."""
    answer = client.post("/pagar", data=form)
    return (
        answer.status_code == 503 and "Retry-After" in answer.headers and "Lo que ya guardaste sigue ahí" in answer.text
    )


def test_a_lock_that_is_held_is_not_waited_for_long(
    browser_client: FlaskClient, app: Flask, market: Cast, goods: make.Goods, owner: Connection
) -> None:
    form = form_of(browser_client)
    owner.execute(text("SELECT 1 FROM stock FOR UPDATE"))
    assert is_told(browser_client, form)
    assert app.test_client().get("/buscar?q=estambre").status_code == 200  # who reads does not wait
    owner.rollback()
    assert purchases(market) == 0
    assert browser_client.post("/pagar", data=form).status_code == 303
    assert make.stock(market, goods) == (10, 1)


def lock_stock(work: Work, of: make.Goods) -> Stock:
    return work.session.lock(select(Stock).where(Stock.variant_id == of.variant_id))[0]


def test_of_two_in_a_deadlock_one_goes_through_and_the_other_did_nothing(app: Flask, market: Cast) -> None:
    both = [make.goods(market), make.goods(market)]

    def take(me: int, together: threading.Barrier) -> str:
        with unit_of_work(PlatformScope("test")) as work:
            first, second = both if me == 0 else both[::-1]
            lock_stock(work, first).on_hand -= 1
            work.session.flush()
            together.wait()
            lock_stock(work, second).on_hand -= 1
        return "done"

    did = at_once(app, 2, take)
    assert did.count("done") == 1
    [refused] = [
        one for one in did if isinstance(one, OperationalError)
    ]  # a page answers 503 to it, a job is tried again
    assert getattr(refused.orig, "sqlstate", "") in ("40P01", "55P03")
    assert [make.stock(market, one)[0] for one in both] == [9, 9]


@contextmanager
def deadlocks(owner: Connection, table: str, times: int) -> Iterator[None]:
    """As PostgreSQL answers whom it takes out of a deadlock: error 40P01, the first so many times something is written."""
    owner.execute(text("CREATE SEQUENCE tried"))
    owner.execute(text("GRANT USAGE ON SEQUENCE tried TO PUBLIC"))
    owner.execute(
        text(
            "CREATE FUNCTION deadlocked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF nextval('tried') <= {times} THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF; "
            "RETURN NEW; END $$"
        )
    )
    owner.execute(
        text(f"CREATE TRIGGER deadlocked BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION deadlocked()")
    )
    owner.commit()
    try:
        yield
    finally:
        owner.execute(text(f"DROP TRIGGER deadlocked ON {table}"))
        owner.execute(text("DROP FUNCTION deadlocked(); DROP SEQUENCE tried"))
        owner.commit()


@pytest.mark.parametrize(("times", "status", "pieces"), [(2, 302, 7), (3, 503, 10)])
def test_a_page_taken_out_of_a_deadlock_is_tried_three_times_by_itself(
    app: Flask, market: Cast, owner: Connection, times: int, status: int, pieces: int
) -> None:
    goods = make.goods(market)
    client = app.test_client()
    enter(client, market.pia)
    box = f"pieces_{goods.variant_id}"
    with deadlocks(owner, "movement", times):
        answer = client.post(
            f"/vender/hilos-alpaca/productos/{goods.product_id}/piezas", data={box: "7", f"seen_{box}": "10"}
        )
    assert answer.status_code == status
    assert make.stock(market, goods) == (pieces, 0)


@contextmanager
def full_disk(owner: Connection, table: str) -> Iterator[None]:
    """As PostgreSQL answers when its disk is full: error 53100 at whatever is written to a table."""
    owner.execute(
        text(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
    )
    owner.execute(text(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"))
    owner.commit()
    try:
        yield
    finally:
        owner.execute(text(f"DROP TRIGGER no_room ON {table}"))
        owner.execute(text("DROP FUNCTION no_room()"))
        owner.commit()


@pytest.mark.parametrize("table", ["purchase", "reservation", "charge"])
def test_a_full_disk_of_the_database_undoes_the_whole_and_pages_are_read(
    browser_client: FlaskClient, app: Flask, market: Cast, goods: make.Goods, owner: Connection, table: str
) -> None:
    form = form_of(browser_client)
    with full_disk(owner, table):
        assert is_told(browser_client, form)
        assert app.test_client().get("/").status_code == 200
    assert purchases(market) == 0
    assert make.stock(market, goods) == (10, 0)
    assert browser_client.post("/pagar", data=form).status_code == 303
    assert make.stock(market, goods) == (10, 1)


def test_a_server_that_ends_in_the_middle_leaves_nothing_half_done(market: Cast, app: Flask, owner: Connection) -> None:
    yarn = make.goods(market)
    with pytest.raises(OperationalError) as caught, unit_of_work(PlatformScope("test")) as work:
        lock_stock(work, yarn).on_hand = 3
        work.session.flush()
        owner.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": work.session.execute(MY_PID).scalar_one()})
        work.session.execute(MY_PID)
    with app.test_request_context("/pagar", method="POST"):
        assert error_pages._database_away(caught.value).status_code == 503
    assert make.stock(market, yarn) == (10, 0)  # on a new connection


def test_without_a_connection_left_pages_say_so_and_liveness_goes_on(app: Flask, market: Cast) -> None:
    client = app.test_client()
    with app.app_context(), ExitStack() as held:
        shelf = db.engines["shelf"]
        for _ in range(16):
            held.enter_context(shelf.connect())
        answer = client.get("/")
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        assert client.get("/salud/viva").status_code == 200
    assert client.get("/").status_code == 200
