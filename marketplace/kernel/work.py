"""The unit of work: one standpoint, one actor, one moment, one commit.

Return commits, raise rolls back; nobody else commits. It is entered by sealed views, the job runner, the command line
and tests. Facts told inside become jobs in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock, queue
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.events import Fact
from marketplace.kernel.jobs import jobs_for
from marketplace.kernel.site import Site, site
from tenants import db
from tenants.ownership import ShopReadable, new_id
from tenants.rows import NewRows
from tenants.scope import Scope, SellerScope
from tenants.wall import WalledSession, open_session, plain_sql, scope_of


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, the holder of an API key, or the machine itself.

    `name` is what others see beside what was done ("Lo empacó Pía"); `may` is what they are permitted.
    """

    name: str
    account_id: UUID | None = None
    role: str = ""
    may: frozenset[str] = frozenset()


SYSTEM = Actor(name="Tianguis")


class AuditLine(ShopReadable):
    """Who did what to what, with the values. Written in the transaction that did it, and never changed."""

    __tablename__ = "audit_line"
    __append__ = True
    __table_args__ = (Index("ix_audit_line_shop", "tenant_id", "at"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    account_id: Mapped[UUID | None]
    verb: Mapped[str]
    subject: Mapped[str]  # opaque: "order:0190…"
    details: Mapped[dict[str, Any]]


_AUDIT_MANY = plain_sql(
    """
    INSERT INTO audit_line (id, tenant_id, at, actor, account_id, verb, subject, details)
    SELECT id, cast(:tenant AS uuid), :at, :actor, cast(:account AS uuid), :verb, subject, details
    FROM jsonb_to_recordset(cast(:lines AS jsonb)) AS line (id uuid, subject text, details jsonb)
    """,
    why="ten thousand prices that change are ten thousand lines",
)


@dataclass
class Work:
    """What a verb works with. `session` reads and writes within the scope; `now` is the moment of the whole unit."""

    session: WalledSession
    actor: Actor
    now: datetime
    facts: list[Fact] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        """From where this work looks."""
        return scope_of(self.session)

    @property
    def site(self) -> Site:
        """The installation in which this work is done: its settings and its stores."""
        return site()

    @property
    def tenant_id(self) -> UUID:
        """The shop this work stands in; raises LookupError from any other standpoint."""
        if not isinstance(self.scope, SellerScope):
            raise LookupError("this work does not stand in a shop")
        return self.scope.tenant_id

    def tell(self, fact: Fact) -> None:
        """Tell a fact upwards. Its reactions run as jobs, after and only if this work commits."""
        self.facts.append(fact)

    def audit(
        self, verb: str, subject: str, *, tenant_id: UUID | None = None, rows: NewRows | None = None, **details: Any
    ) -> None:
        """Write down who did what, at once or with other rows. Values must be plain (numbers, texts)."""
        if tenant_id is None and isinstance(self.scope, SellerScope):
            tenant_id = self.scope.tenant_id
        line = {
            "tenant_id": tenant_id, "at": self.now, "actor": self.actor.name, "account_id": self.actor.account_id,
            "verb": verb, "subject": subject, "details": details,
        }  # fmt: skip
        if rows is None:
            self.session.add(AuditLine(**line))
        else:
            rows.add(AuditLine, **line)

    def audit_many(self, verb: str, lines: Sequence[tuple[str, dict[str, Any]]], *, tenant_id: UUID) -> None:
        """Write down what was done to many things of a shop, each with its values, in one statement."""
        asked = {
            "tenant": tenant_id, "at": self.now, "actor": self.actor.name, "account": self.actor.account_id, "verb": verb,
            "lines": json.dumps([{"id": str(new_id()), "subject": of, "details": said} for of, said in lines]),
        }  # fmt: skip
        self.session.execute(_AUDIT_MANY, asked)

    def require(self, permission: str) -> None:
        """Refuse unless the actor holds a permission; raises NotAllowed."""
        if permission not in self.actor.may:
            raise NotAllowed(permission=permission)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try a verb that may refuse: on any exception what it wrote and told is undone, and the work goes on."""
        told = len(self.facts)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.facts[told:]
            raise


_open: ContextVar[int] = ContextVar("open_units_of_work", default=0)


def outside_any_transaction(whom: str) -> None:
    """Called by every gateway before it talks to the outside world; raises RuntimeError inside a unit of work.

    A network call in a transaction holds locks for as long as a stranger likes.
    """
    if _open.get():
        raise RuntimeError(f"{whom} was called inside a unit of work")


class OutcomeUnknown(OperationalError):
    """The connection broke while the work was committed: it may stand or not, and only looking again tells."""


@contextmanager
def unit_of_work(scope: Scope, actor: Actor = SYSTEM, *, read_only: bool = False) -> Iterator[Work]:
    """Open a transaction from one standpoint; commit on return, roll back on raise. Needs an app context."""
    session = open_session(db.engine(scope, read_only=read_only), scope, read_only=read_only)
    work = Work(session=session, actor=actor, now=clock.now())
    token = _open.set(_open.get() + 1)
    try:
        yield work
        queue.enter(work, jobs_for(work.facts))
        _commit(session)  # a reading one too: rolling back would throw away every statement the driver prepared
    except BaseException:
        session.rollback()
        raise
    finally:
        _open.reset(token)
        session.close()


def _commit(session: WalledSession) -> None:
    session.flush()
    try:
        session.commit()
    except OperationalError as error:
        if error.orig and error.connection_invalidated and not session.info["read_only"]:
            raise OutcomeUnknown(error.statement, error.params, error.orig, connection_invalidated=True) from error
        raise


__all__ = ["SYSTEM", "Actor", "AuditLine", "OutcomeUnknown", "Work", "outside_any_transaction", "unit_of_work"]
