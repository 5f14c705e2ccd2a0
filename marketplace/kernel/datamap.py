"""How the map of all that is kept is written: kinds of columns, what erasing does, why something stays, how long, what for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class DataKind(StrEnum):
    """What kind of thing a column holds."""

    IDENTITY = "identity"
    CONTACT = "contact"
    ADDRESS = "address"
    MONEY = "money"  # amounts, tax and bank data
    CONTENT = "content"  # what somebody wrote or showed
    TRACES = "traces"  # behaviour and technical marks
    SECRET = "secret"  # noqa: S105 - a kind; never exported
    NONE = "none"  # tells nothing of anybody


class Act(StrEnum):
    """What erasing does to a column of a person's rows."""

    KEEP = "keep"
    EMPTY = "empty"
    NAME = "name"  # the fixed words in the place of a name
    TEXT = "text"  # the fixed words in the place of what they wrote
    ADDRESS = "address"  # an address of nobody, unique, that no letter reaches
    PLACE = "place"  # of an address, postal code and state stay
    SCRUB = "scrub"  # the person's name and addresses leave what somebody else wrote
    FILES = "files"  # the files leave the store, their names this list


class Why(StrEnum):
    """Why something stays."""

    TAX = "tax"  # CFF art. 30 and LISR art. 113-C: five years
    CONTRACT = "contract"  # the other side of a sale needs it (LFPDPPP art. 25)
    RECORD = "record"  # who acted in a shop or for the market
    SHOP = "shop"  # what a shop must show (LFPC art. 76 Bis)
    PROOF = "proof"  # shows that the law was kept


class Keep(StrEnum):
    """For how long a table's rows are kept."""

    ACCOUNT = "account"
    SESSION = "session"
    WEEK = "week"
    DONE = "done"  # two weeks after it was done; what failed waits for somebody
    YEAR = "year"
    FIVE_YEARS = "five_years"
    TAX = "tax"  # for as long as tax law asks; then amounts only
    SHOP = "shop"
    BOOKS = "books"  # nobody can delete these rows
    ALWAYS = "always"


class For(StrEnum):
    """What a table is kept for."""

    ENTER = "enter"
    SELL = "sell"
    BUY = "buy"
    PAY = "pay"
    TALK = "talk"
    SAFETY = "safety"
    RIGHTS = "rights"
    MACHINE = "machine"


@dataclass(frozen=True)
class DataCell:
    """One column."""

    kind: DataKind
    act: Act = Act.KEEP
    why: Why | None = None


@dataclass(frozen=True)
class Table:
    """One table. `person` is the column that names an account, `address` one that holds an e-mail
    address: a verified one tells whose a row is."""

    use: For
    keep: Keep
    cells: dict[str, DataCell]
    person: str | None = None
    address: str | None = None
    made: str | None = None  # when a row was written: what came after the blocking is a new account's of that address
    goes: bool = False  # erasing deletes the rows
    stays_with: str | None = None  # but for those where this column is filled: they belong to a shop
    exported: bool = True
    files: str | None = None  # the column that names private files
    mentions: str | None = None  # columns; rows that name the person's account, address or a code there are theirs
    title: Any = None  # how it is called on the page of what is kept: a lazy translation
    theirs: str | None = None  # who wrote a row; in what others wrote only the person's name is replaced

    @property
    def changes(self) -> dict[str, Act]:
        """What is done to its columns, but for those that stay as they are."""
        return {column: cell.act for column, cell in self.cells.items() if cell.act is not Act.KEEP}

    @property
    def personal(self) -> bool:
        """Whether it tells anything of anybody."""
        return any(cell.kind is not DataKind.NONE for cell in self.cells.values())


Group = tuple[DataKind, str, Act, Why | None]


def cells(*groups: Group) -> dict[str, DataCell]:
    """Write a table's columns, in groups of the same kind; each group names its columns."""
    return {name: DataCell(kind, act, why) for kind, names, act, why in groups for name in names.split()}


def none(names: str) -> Group:
    """Columns that tell nothing of anybody."""
    return DataKind.NONE, names, Act.KEEP, None


def gone(kind: DataKind, names: str) -> Group:
    """Columns of a table whose rows erasing deletes: emptied with their row."""
    return kind, names, Act.EMPTY, None


def is_(kind: DataKind, names: str, act: Act = Act.KEEP, why: Why | None = None) -> Group:
    """Columns that tell something, with what erasing does to them; what stays says why."""
    return kind, names, act, why
