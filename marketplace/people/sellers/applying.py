"""Pure decisions about applications: states, what is asked of whoever wants to sell, and which names a shop may have."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from marketplace.kernel.text import fold

DECIDE_DAYS = 2  # working days staff have to decide


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    NEEDS_CHANGES = "needs_changes"
    DECLINED = "declined"
    APPROVED = "approved"
    ACTIVE = "active"


NEXT: Mapping[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.SUBMITTED: frozenset({ApplicationState.IN_REVIEW}),
    ApplicationState.IN_REVIEW: frozenset(
        {
            ApplicationState.SUBMITTED,
            ApplicationState.NEEDS_CHANGES,
            ApplicationState.DECLINED,
            ApplicationState.APPROVED,
        }
    ),
    ApplicationState.NEEDS_CHANGES: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.DECLINED: frozenset(),
    ApplicationState.APPROVED: frozenset({ApplicationState.ACTIVE}),
    ApplicationState.ACTIVE: frozenset(),
}
EDITABLE = frozenset(state for state, after in NEXT.items() if after == {ApplicationState.SUBMITTED})
UNDECIDED = frozenset({ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW})

# Why an application is sent back or declined. What each says is in the words.
REASONS = (
    "document_unreadable", "data_mismatch", "address_unproved", "account_unproved", "confusing_name", "forbidden_goods",
    "other",
)  # fmt: skip


class TaxPerson(StrEnum):
    """Who sells, for the tax office."""

    NATURAL = "natural"
    LEGAL = "legal"


class Document(StrEnum):
    """What an application is proved with."""

    TAX = "tax"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Draft:
    """What an applicant says. Everything may be empty until it is submitted, the CURP also then for a legal person."""

    person: str = TaxPerson.NATURAL
    legal_name: str = ""
    rfc: str = ""
    curp: str = ""
    postal_code: str = ""
    street: str = ""
    phone: str = ""
    clabe: str = ""
    shop_name: str = ""
    slug: str = ""
    tagline: str = ""


OPTIONAL = frozenset({"tagline"})


def missing(draft: Draft, documents: Sequence[str]) -> list[str]:
    """List what an application still needs before it can be submitted, as field names and `document_…`."""
    needed = [one.name for one in fields(draft) if one.name not in OPTIONAL and not getattr(draft, one.name)]
    if draft.person == TaxPerson.LEGAL and "curp" in needed:
        needed.remove("curp")
    return needed + [f"document_{kind}" for kind in Document if kind not in documents]


def masked(number: str, *, first: int = 0) -> str:
    """Hide a number that only its owner should know: the last four characters, and the first few where asked."""
    hidden = len(number) - 4 - first
    return f"{number[:first]}{'•' * hidden}{number[-4:]}" if hidden > 0 else "•" * len(number)


_LAST_LATIN = 0x24F  # Latin Extended-B: what Spanish and Mexico's other languages are written with


def tidy_name(name: str) -> str:
    """Give a name in its one form (NFKC): `Ｈｉｌｏｓ` and `Hilos` are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def is_readable(name: str) -> bool:
    """Say whether a name is written in Latin letters only, with nothing in it that cannot be seen.

    A Cyrillic or Greek letter among them looks the same and is not: that is how one shop passes for another.
    """
    for letter in unicodedata.normalize("NFKC", name):
        category = unicodedata.category(letter)
        if category[0] == "C" or (category[0] == "L" and ord(letter) > _LAST_LATIN):
            return False
    return any(unicodedata.category(letter)[0] == "L" for letter in name)


_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "|": "l", "ı": "l", "ł": "l", "ø": "o", "đ": "d"})


def skeleton(name: str) -> str:
    """Give what an eye keeps of a name: no case, accents, spaces or marks, and what looks alike as one letter."""
    seen = fold(tidy_name(name)).translate(_LOOK_ALIKE).replace("rn", "m").replace("vv", "w")
    return "".join(letter for letter in seen if letter.isalnum())
