"""Wall one: narrows every read and checks every write of a session to the scope it was born with.

Row-level security (`rls.py`) is wall two and holds when this one has a hole; composite keys are wall three.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Never, TypeVar

import psycopg
from psycopg.pq import ExecStatus
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Select, TextClause, event, false, inspect, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.interfaces import ORMOption

from tenants import clock
from tenants.errors import ForeignRow, NoScope, SideDoor
from tenants.ownership import (
    Base,
    PersonOwned,
    PlatformOwned,
    PublicShelf,
    Reference,
    SharedWithBuyer,
    ShopReadable,
    TenantOwned,
    kind_of,
)
from tenants.scope import BuyerScope, PlatformScope, PublicScope, Scope, SellerScope

PLATFORM_ROLE = "tianguis_platform"
APP_ROLE = "tianguis_app"

# Plain statements with the reason each was let through. A test holds the list of files that may make them.
PLAIN_STATEMENTS: list[tuple[TextClause, str]] = []

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # of SQLAlchemy's own

Row = TypeVar("Row", bound=Base)

# A row that a shelf statement gave: a named tuple with the statement's own columns.
ShelfRow = Any


class ShelfStatement:
    """A prebuilt statement that reads `PublicShelf` and `Reference` tables only; see `WalledSession.read_shelf`."""

    def __init__(self, sql: str) -> None:
        self.text = text(sql).execution_options(wall="shelf")
        self.sql = str(self.text.compile(dialect=_DIALECT))


# A test asks PostgreSQL which tables each of them touches.
SHELF_STATEMENTS: list[ShelfStatement] = []


def shelf_sql(sql: str) -> ShelfStatement:
    """Make a prebuilt statement that reads `PublicShelf` and `Reference` tables only: the fast way for hot pages.

    What else it asks of who looks themselves, wall two alone narrows; a test holds the list of such tables.
    """
    statement = ShelfStatement(sql)
    SHELF_STATEMENTS.append(statement)
    return statement


def plain_sql(sql: str, *, why: str) -> TextClause:
    """Make a plain statement that the session lets through; wall one does not narrow it, row-level security does."""
    statement = text(sql).execution_options(wall="plain")
    PLAIN_STATEMENTS.append((statement, why))
    return statement


class WalledSession(Session):
    """A session that knows from where it looks, and has no side doors."""

    def read_shelf(self, statement: ShelfStatement, **asked: Any) -> list[ShelfRow]:
        """Read public rows, straight from the driver.

        On the pages that everybody looks at, making results of these rows took longer than asking the database.
        """
        connection = super().connection()
        driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]  # PEP 249 only
        try:
            with driver.cursor(row_factory=namedtuple_row) as cursor:
                for told in connection.dispatch.before_cursor_execute:  # who counts or traces, as SQLAlchemy would
                    told(connection, cursor, statement.sql, asked, None, False)
                rows: list[ShelfRow] = cursor.execute(statement.sql, asked).fetchall()
                return rows
        except psycopg.OperationalError:
            return list(
                self.execute(statement.text, asked)
            )  # fails again in SQLAlchemy's hands: it retires a dead connection

    def lock(self, query: Select[Row], *, skip_taken: bool = False) -> list[Row]:
        """Lock the rows a query finds until this transaction ends, and read them again: the only way to lock.

        A lock alone gives back the objects as this session read them before; what another one committed meanwhile would be
        decided upon, and written over. Rows are locked in the order of the query, then of their keys; which table comes
        first stands in docs/rules/locking.md. `skip_taken` passes over rows that somebody else holds.
        """
        entity = query.column_descriptions[0]["entity"]
        query = query.order_by(*(getattr(entity, column.key) for column in inspect(entity).primary_key))
        locked = query.with_for_update(skip_locked=skip_taken).execution_options(populate_existing=True)
        return list(self.scalars(locked))

    def find(self, query: Select[Row], *, lock: bool = False) -> Row | None:
        """Find the one row of a query, locked and read again where it is to be changed; None when there is none."""
        found = self.lock(query) if lock else list(self.scalars(query))
        if len(found) > 1:
            raise LookupError(f"{len(found)} rows where one was to be found")
        return found[0] if found else None

    def lock_row(self, model: type[Row], key: Any) -> Row:
        """Lock a row by its primary key and read it again; raises NoResultFound when there is none within the scope."""
        return self.get_one(model, key, with_for_update=True, populate_existing=True)

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Refused; raises SideDoor."""
        raise SideDoor("the bare connection sees past the wall; use a statement")

    def bulk_save_objects(self, *args: Any, **kwargs: Any) -> Never:
        """Refused; raises SideDoor."""
        raise SideDoor("bulk writes pass the wall by")

    bulk_insert_mappings = bulk_save_objects
    bulk_update_mappings = bulk_save_objects


def scope_of(session: Session) -> Scope:
    """Say from where a session looks; raises NoScope when nobody said."""
    scope = session.info.get("scope")
    if scope is None:
        raise NoScope("open sessions with unit_of_work(scope, …)")
    return scope  # type: ignore[no-any-return]  # Session.info is an untyped dictionary


def _nothing(*kinds: type[Base]) -> list[ORMOption]:
    return [with_loader_criteria(kind, false(), include_aliases=True) for kind in kinds]


_PUBLIC = _nothing(PlatformOwned, PersonOwned, ShopReadable, TenantOwned, SharedWithBuyer)
_BUYER = _nothing(PlatformOwned, ShopReadable, TenantOwned)
_SELLER = _nothing(PlatformOwned, PersonOwned)
_NOBODY_WRITES_SHELVES = _nothing(PublicShelf, Reference)
_NOBODY_WRITES_REFERENCE = _nothing(Reference)


def _reading(scope: Scope) -> list[ORMOption]:
    """The conditions that every read from this standpoint carries."""
    match scope:
        case PublicScope():
            return _PUBLIC
        case BuyerScope(buyer_id=me):
            return [
                *_BUYER,
                with_loader_criteria(PersonOwned, lambda cls: cls.account_id == me, include_aliases=True),
                with_loader_criteria(SharedWithBuyer, lambda cls: cls.buyer_id == me, include_aliases=True),
            ]
        case SellerScope(tenant_id=shop):
            return [
                *_SELLER,
                with_loader_criteria(ShopReadable, lambda cls: cls.tenant_id == shop, include_aliases=True),
                with_loader_criteria(TenantOwned, lambda cls: cls.tenant_id == shop, include_aliases=True),
                with_loader_criteria(SharedWithBuyer, lambda cls: cls.tenant_id == shop, include_aliases=True),
            ]
        case PlatformScope():
            return []


def _writing(scope: Scope) -> list[ORMOption]:
    """The further conditions of an UPDATE or DELETE: what all may read, only its owner may change."""
    match scope:
        case SellerScope(tenant_id=shop):
            return [
                *_NOBODY_WRITES_REFERENCE,
                with_loader_criteria(PublicShelf, lambda cls: cls.tenant_id == shop, include_aliases=True),
            ]
        case PlatformScope():
            return []
        case _:
            return _NOBODY_WRITES_SHELVES


@lru_cache(maxsize=512)
def criteria(scope: Scope) -> tuple[list[ORMOption], list[ORMOption]]:
    """The conditions of a standpoint's reads and, besides those, of its writes; kept, since pages pay for making them."""
    return _reading(scope), _writing(scope)


@event.listens_for(WalledSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if state.execution_options.get("wall"):
        return
    if not state.is_orm_statement:
        raise SideDoor("plain SQL needs shelf_sql() or plain_sql(): say which rows it may see, or why it may")
    if state.is_insert or (state.is_update and isinstance(state.parameters, list)):
        raise SideDoor("bulk statements pass the wall by; add objects, or use plain_sql()")
    if state.is_column_load:
        return  # SQLAlchemy adds no criteria to a refresh (its issue 5762); wall two narrows it
    reading, writing = criteria(scope)
    if not reading:
        return  # above the walls
    state.statement = state.statement.options(*reading)
    if state.is_update or state.is_delete:
        state.statement = state.statement.options(*writing)


@event.listens_for(WalledSession, "before_flush")
def _check_writes(session: Session, *_: object) -> None:
    scope = scope_of(session)
    if isinstance(scope, PlatformScope):
        return
    for row in session.new:
        _stamp(scope, row)
        _check(scope, row)
    for row in [*session.dirty, *session.deleted]:
        if session.is_modified(row) or row in session.deleted:
            _check(scope, row, existing=True)


def _stamp(scope: Scope, row: Any) -> None:
    """Give a new row its owner where it follows from the scope."""
    if isinstance(scope, SellerScope) and hasattr(row, "tenant_id") and row.tenant_id is None:
        row.tenant_id = scope.tenant_id
    if isinstance(scope, BuyerScope):
        if isinstance(row, SharedWithBuyer) and row.buyer_id is None:
            row.buyer_id = scope.buyer_id
        if isinstance(row, PersonOwned) and row.account_id is None:
            row.account_id = scope.buyer_id


def _check(scope: Scope, row: Any, *, existing: bool = False) -> None:
    """Refuse a write that is not the scope's to make; raises ForeignRow."""
    kind = kind_of(type(row))
    mine: Iterable[bool]
    match scope:
        case SellerScope(tenant_id=shop) if kind in (TenantOwned, PublicShelf, SharedWithBuyer):
            mine = [row.tenant_id == shop, *(_unmoved(row, "tenant_id", "buyer_id") if existing else [])]
        case BuyerScope(buyer_id=me) if kind is SharedWithBuyer:
            mine = [row.buyer_id == me, *(_unmoved(row, "tenant_id", "buyer_id") if existing else [])]
        case BuyerScope(buyer_id=me) if kind is PersonOwned:
            mine = [row.account_id == me, *(_unmoved(row, "account_id") if existing else [])]
        case _:
            mine = [row.__append__ and not existing]
    if not all(mine):
        raise ForeignRow(f"{type(row).__name__} cannot be written from {scope}")


def _unmoved(row: Any, *columns: str) -> list[bool]:
    return [not get_history(row, column).has_changes() for column in columns if hasattr(row, column)]


@event.listens_for(WalledSession, "after_begin")
def _tell_the_database(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """Wall two learns the scope at the start of each transaction, and forgets it at the end (LOCAL).

    One message begins and tells, and asks the time: every page pays for each journey to the database. The values are
    our own words and UUIDs, never what somebody typed.
    """
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]  # PEP 249 only
    if transaction.nested or driver.autocommit:
        return  # a savepoint inside what has begun already, or a public page's connection, which never looks inside
    read_only = session.info.get("read_only", False)
    begin = _beginning(scope_of(session), read_only=read_only)
    told = driver.pgconn.exec_(begin.encode())
    match told.status:
        case ExecStatus.TUPLES_OK:
            clock.hear(float(told.get_value(0, 0) or 0))
        case ExecStatus.COMMAND_OK:
            pass
        case _:
            connection.exec_driver_sql(begin)  # fails again, in SQLAlchemy's hands: it retires a dead connection


def _beginning(scope: Scope, *, read_only: bool) -> str:
    shop = scope.tenant_id if isinstance(scope, SellerScope) else ""
    buyer = scope.buyer_id if isinstance(scope, BuyerScope) else ""
    role = PLATFORM_ROLE if isinstance(scope, PlatformScope) else APP_ROLE
    return (
        f"BEGIN READ {'ONLY' if read_only else 'WRITE'}; SET LOCAL ROLE {role}; "
        f"SET LOCAL app.tenant_id = '{shop}'; SET LOCAL app.buyer_id = '{buyer}'"
        f"{'' if read_only else f'; {clock.TELL}'}"  # a replica's clock is not the one all agree on
    )


def open_session(bind: Any, scope: Scope, *, read_only: bool = False) -> WalledSession:
    """Open a session that looks from one standpoint for all its life."""
    return WalledSession(
        bind=bind, info={"scope": scope, "read_only": read_only}, expire_on_commit=False, autoflush=True
    )
