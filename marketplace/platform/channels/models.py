"""Tables of the ways machines come in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import TenantOwned


class ApiKey(TenantOwned):
    """A key to one shop's API. Only its hash is stored; `starts_with` is to recognise it by."""

    __tablename__ = "api_key"

    name: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    starts_with: Mapped[str]
    may: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    made_by: Mapped[UUID | None]  # the account; the key opens as long as it may make keys, and no more than it may
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
