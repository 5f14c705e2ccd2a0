"""Rows of the history on their way into the tables: written many at once, and changed until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from marketplace.demo.history.paid import PastPayments
from marketplace.demo.history.shelf import Article, Stall
from marketplace.goods.inventory import MovementKind
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import SYSTEM, Actor, AuditLine, Work
from marketplace.money.ledger import rules as books
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.trade.orders.models import OrderEvent
from tenants.ownership import Base
from tenants.rows import NewRows

Row = dict[str, Any]


class Rows(NewRows):
    """Rows that can still be completed: what a purchase is when the history ends is known after it was drawn up."""

    def of(self, model: type[Base]) -> list[Row]:
        """The rows of a table that wait to be written, as they can be completed."""
        return self._rows.get(model, [])

    def since(self, model: type[Base], mark: Mapping[type[Base], int]) -> list[Row]:
        """Those that were added after a mark."""
        return self.of(model)[mark.get(model, 0) :]

    def mark(self) -> dict[type[Base], int]:
        """How many rows of each table there are by now."""
        return {model: len(rows) for model, rows in self._rows.items()}


@dataclass(frozen=True)
class Moved:
    """Pieces of a variant that left (minus) or came (plus) at a moment, and why."""

    at: datetime
    delta: int
    kind: MovementKind
    by: str
    subject: str


@dataclass
class Telling:
    """What the history is written with. `now` is when it ends: what would be later has not happened."""

    work: Work
    rows: Rows
    dice: Random
    now: datetime
    payments: PastPayments
    moved: dict[tuple[UUID, UUID, UUID], list[Moved]] = field(default_factory=dict)
    sold: dict[tuple[UUID, UUID], int] = field(default_factory=dict)

    def at(self, moment: datetime, actor: Actor = SYSTEM) -> Work:
        """The work as somebody did it at a moment."""
        return replace(self.work, now=moment, actor=actor)

    def audit(
        self, moment: datetime, actor: Actor, verb: str, subject: str, tenant_id: UUID | None, **details: Any
    ) -> None:
        """Write down who did what."""
        values = {"tenant_id": tenant_id, "at": moment, "actor": actor.name, "account_id": actor.account_id}
        self.rows.add(AuditLine, **values, verb=verb, subject=subject, details=details)

    def move(self, stall: Stall, ware: Article, variant_id: UUID, what: Moved) -> None:
        """Note that pieces of a variant came or left; the rows are written when all is known (`stock.py`)."""
        self.moved.setdefault((stall.tenant_id, variant_id, stall.location_id), []).append(what)
        if what.kind is not MovementKind.DAMAGED:
            key = (stall.tenant_id, ware.product_id)
            self.sold[key] = self.sold.get(key, 0) - what.delta


@dataclass(frozen=True)
class Drawn:
    """An order that was drawn up: its rows, which can still be completed, and what they are about."""

    stall: Stall
    wares: list[tuple[Article, UUID]]  # line by line, with the variant
    purchase: Row
    charge: Row
    payment_ref: str
    order: Row
    lines: list[Row]
    fees: list[Row]
    buyer: Actor
    first_entry: int  # from where on the rows of the books can be about it

    @property
    def owner(self) -> Row:
        """The columns that say whose a row is."""
        return {name: self.order[name] for name in ("tenant_id", "buyer_id")}

    @property
    def subject(self) -> str:
        """What audit lines call it."""
        return f"order:{self.order['id']}"

    def note(self, telling: Telling, at: datetime, kind: str, by: str, text: str = "") -> None:
        """Enter something into its timeline."""
        telling.rows.add(OrderEvent, **self.owner, order_id=self.order["id"], at=at, kind=kind, by=by, note=text)

    def post(self, telling: Telling, at: datetime, kind: str, cause: str, entries: list[books.Entry]) -> None:
        """Write a transaction of it into the books."""
        transaction_id = new_id()
        telling.rows.add(LedgerTransaction, id=transaction_id, kind=kind, cause=cause, at=at)
        for entry in entries:
            telling.rows.add(
                LedgerEntry, transaction_id=transaction_id, at=at, account=entry.account.value, order_id=self.order["id"],
                tenant_id=self.order["tenant_id"] if entry.shop else None, kind=entry.kind, amount_minor=entry.amount_minor,
            )  # fmt: skip

    def pending(self, telling: Telling) -> int:
        """What the books hold pending for its shop, in centavos."""
        entries = telling.rows.of(LedgerEntry)[self.first_entry :]
        of_it = (one for one in entries if one["order_id"] == self.order["id"])
        return -sum(int(one["amount_minor"]) for one in of_it if one["account"] == books.LedgerAccount.SELLER_PENDING)
