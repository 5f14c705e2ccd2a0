"""The bases a table may stand on. The base says whose the rows are; there is no table without one.

| base             | shop (SellerScope)        | buyer (BuyerScope) | anybody (PublicScope) | platform |
|------------------|---------------------------|--------------------|-----------------------|----------|
| Reference        | read                      | read               | read                  | all      |
| PlatformOwned    | nothing                   | nothing            | nothing               | all      |
| PersonOwned      | nothing                   | own                | nothing               | all      |
| ShopReadable     | reads what is about it    | nothing            | nothing               | all      |
| TenantOwned      | own                       | nothing            | nothing               | all      |
| PublicShelf      | own to write, all to read | read               | read                  | all      |
| SharedWithBuyer  | own                       | where buyer is me  | nothing               | all      |

A table may add `__append__ = True`: everybody may add a row, without being able to read it back (jobs, audit lines).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Give a new identifier (UUID version 7: unique without asking anybody, and sorted by time)."""
    return uuid7()


class Base(DeclarativeBase):
    """The root of all tables; never used directly."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        int: BigInteger(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }
    # Everybody may add a row although they may not read it back; rls.py turns this into an INSERT policy.
    __append__: ClassVar[bool] = False


class Reference(Base):
    """The same for everybody: categories, postal codes, the published tariff. Everybody reads, the platform writes."""

    __abstract__ = True


class PlatformOwned(Base):
    """The platform's own books. Nobody else reads them."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class PersonOwned(Base):
    """Belongs to one person (an account, or the guest behind one checkout)."""

    __abstract__ = True

    account_id: Mapped[UUID] = mapped_column(sort_order=-2)


class ShopReadable(Base):
    """Written by the platform about a shop; that shop may read it (decisions, ledger entries, who looked)."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    tenant_id: Mapped[UUID | None] = mapped_column(index=True, sort_order=-2)


class TenantOwned(Base):
    """Belongs to one shop and to nobody else. The key starts with the shop, and so does every reference."""

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class PublicShelf(Base):
    """What a shop shows in public: published rows only, so that reading needs no condition at all."""

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class SharedWithBuyer(Base):
    """Has two sides: the shop that serves and the buyer who bought."""

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)
    buyer_id: Mapped[UUID] = mapped_column(index=True, sort_order=-1)


KINDS: tuple[type[Base], ...] = (
    Reference,
    PlatformOwned,
    PersonOwned,
    ShopReadable,
    TenantOwned,
    PublicShelf,
    SharedWithBuyer,
)


def kind_of(model: type[Base]) -> type[Base]:
    """Say on which base a table stands; raises LookupError when it stands on none or on two."""
    found = [kind for kind in KINDS if issubclass(model, kind)]
    if len(found) != 1:
        raise LookupError(f"{model.__name__} must stand on exactly one of {[kind.__name__ for kind in KINDS]}")
    return found[0]
