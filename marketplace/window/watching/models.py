"""Tables of what a person follows. All of it is theirs alone; what is removed can be had back for an hour."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PersonOwned, new_id


class Watch(PersonOwned):
    """What a price watch and a saved search have in common."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    made_at: Mapped[datetime]
    paused: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when a letter last spoke of it


class PriceWatch(Watch):
    """Somebody wants to hear when a listing costs less than they said."""

    __tablename__ = "price_watch"
    __table_args__ = (UniqueConstraint("account_id", "number"),)

    number: Mapped[int]
    title: Mapped[str]
    below_minor: Mapped[int]
    told_minor: Mapped[int | None]  # the price that a letter named; it speaks again only of a lower one


class SavedSearch(Watch):
    """Somebody wants to hear of new listings that a search finds."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    words: Mapped[str]
    address: Mapped[str]  # of the results page, filters and all
    place: Mapped[list[Any] | None]  # the postal code it was made with
    newest: Mapped[int]  # the highest number of a listing when it was last looked through
    fresh: Mapped[int] = mapped_column(default=0)  # how many new ones the last letter spoke of


class Viewed(PersonOwned):
    """A listing that a person saw, and when last."""

    __tablename__ = "viewed"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Watcher(PersonOwned):
    """What a person wants of all this: letters or none, and whether what they see is kept."""

    __tablename__ = "watcher"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    letters: Mapped[bool] = mapped_column(default=True)
    keeps_viewed: Mapped[bool] = mapped_column(default=True)
    lettered_on: Mapped[date | None]  # the day of Mexico City of the last letter: one a day at most
