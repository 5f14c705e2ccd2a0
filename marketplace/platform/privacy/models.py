"""Tables of privacy: what people agreed to, their copies, erasings, requests, and who was erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.made_files import FILE_NEXT, FileState, MadeFile
from marketplace.kernel.states import states_only
from marketplace.platform.privacy.rules import (
    ERASURE_NEXT,
    REQUEST_NEXT,
    ConsentPurpose,
    ErasureState,
    RequestState,
    Right,
)
from tenants.ownership import PersonOwned, PlatformOwned, new_id


class Consent(PersonOwned):
    """What a person agreed to, under which version of the notice. Taking it back leaves the row, with the moment."""

    __tablename__ = "consent"
    __table_args__ = (
        states_only(ConsentPurpose, column="purpose"),
        Index(
            "uq_consent_standing",
            "account_id",
            "purpose",
            "version",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str]  # rules.ConsentPurpose
    version: Mapped[int]  # of the notice that was in force
    granted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DataExport(PersonOwned, MadeFile):
    """A copy of what is kept of a person, or of a shop, in one file that opens for some days."""

    __tablename__ = "data_export"
    __append__ = True  # owners ask from within their shop's walls, and read it on their own page
    __table_args__ = (
        states_only(FileState, FILE_NEXT),
        Index(
            "uq_data_export_making",
            "account_id",
            text("coalesce(tenant_id, account_id)"),
            unique=True,
            postgresql_where=text("state IN ('asked', 'making')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    tenant_id: Mapped[UUID | None]  # the shop; None: the person's own
    about: Mapped[str]  # the shop's name; empty for the person's own
    ready_at: Mapped[datetime | None]


class Erasure(PersonOwned):
    """A person's wish to be forgotten: a time to think again, then blocking, then the end."""

    __tablename__ = "erasure"
    __table_args__ = (
        states_only(ErasureState, ERASURE_NEXT),
        Index(
            "uq_erasure_open",
            "account_id",
            unique=True,
            postgresql_where=text("state IN ('requested', 'blocked')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str]  # rules.ErasureState
    asked_at: Mapped[datetime]
    block_at: Mapped[datetime]
    erase_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # when it was cancelled, or done
    worked_in: Mapped[list[Any]] = mapped_column(default=list)  # shops whose record of who acted stays


class Tombstone(PlatformOwned):
    """Somebody who was erased. Their account's number tells nothing any more, and finds them in a restored backup."""

    __tablename__ = "tombstone"

    account_id: Mapped[UUID] = mapped_column(unique=True)
    erased_at: Mapped[datetime]


class ArcoRequest(PlatformOwned):
    """Somebody asks for access, rectification, cancellation or opposition (LFPDPPP art. 22-34)."""

    __tablename__ = "arco_request"
    __table_args__ = (
        Index("ix_arco_request_state", "state", "answer_by"),
        states_only(RequestState, REQUEST_NEXT),
        states_only(Right, column="kind"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str]  # rules.Right
    state: Mapped[str]  # rules.RequestState
    name: Mapped[str]
    email: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]
    asked_at: Mapped[datetime]
    link_hash: Mapped[str | None] = mapped_column(unique=True)  # of the link that confirms the address
    received_at: Mapped[datetime | None]  # from here the clock runs
    answer_by: Mapped[datetime | None]
    carry_out_by: Mapped[datetime | None]
    answer_extension: Mapped[str | None]  # why answering takes longer
    carry_out_extension: Mapped[str | None]  # why carrying out takes longer
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    done_at: Mapped[datetime | None]
