"""Whether this database is the one that an operator opened, or a copy of it: copies settle no money and send no letters.

A row says where it was written: in which cluster, which database, and by which transaction. What a dump or a template
copies is the row, and not these. So a restored backup knows by itself that it is one, until somebody releases it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.work import Work
from tenants.ownership import PlatformOwned, new_id
from tenants.wall import plain_sql

_WHY = "where a row stands is told by PostgreSQL's own columns and functions"
_RELEASED = plain_sql("SELECT database_is_released()", why=_WHY)
_FORGET = plain_sql("DELETE FROM installation", why=_WHY)
_WRITE = plain_sql(
    "INSERT INTO installation (id, cluster, database, written_by) SELECT :id, cluster, database, written_by FROM database_here()",
    why=_WHY,
)


class Installation(PlatformOwned):
    """Where the market was opened; one row."""

    __tablename__ = "installation"

    cluster: Mapped[int] = mapped_column(BigInteger)  # PostgreSQL's own number of it
    database: Mapped[int] = mapped_column(BigInteger)  # its oid
    written_by: Mapped[int] = mapped_column(BigInteger)  # the transaction that wrote this row


def is_released(work: Work) -> bool:
    """Whether payments settle and letters leave: this is the database that somebody opened, and no copy."""
    return bool(work.session.execute(_RELEASED).scalar_one())


def release(work: Work) -> None:
    """Say that this database is the market now. What waited goes on."""
    work.session.execute(_FORGET)
    work.session.execute(_WRITE, {"id": new_id()})
    work.audit("database.release", "installation")


def hold(work: Work) -> None:
    """Let no payment settle and no letter leave, until it is released."""
    work.session.execute(_FORGET)
    work.audit("database.hold", "installation")
