"""What a checkout knows of the buyer before they type."""

from __future__ import annotations

from typing import Any

from flask_login import current_user

from marketplace.kernel.ids import new_token
from marketplace.kernel.work import Work
from marketplace.people.accounts import find_locality
from marketplace.trade.checkout.web.keeping import Book, proposed_label
from marketplace.trade.orders import queries, split_number
from marketplace.web.pages import place


def known_at_checkout(work: Work, book: Book) -> dict[str, Any]:
    """Fill a new form: for a signed-in person with the address they chose, or bought to last, and who receives it there.

    Where a postal code was chosen since that is another, the address is left to them.
    """
    values: dict[str, Any] = {"key": new_token()}
    if current_user.is_authenticated:
        values |= {"email": current_user.email, "name": current_user.name, "label": proposed_label(book)}
    return values | (_latest(work, book) or _of_place(work))


def _latest(work: Work, book: Book) -> dict[str, Any]:
    """Who received it last and where: of what they keep, or else of what they bought."""
    where = place()
    if book.was_asked:
        return book.chosen.delivery if book.chosen else {}
    if book.kept:
        fits = (one.delivery for one in book.kept if where is None or where.code == one.postal_code)
        return next(fits, {})
    before = queries.latest_delivery(work, current_user.account_id) if current_user.is_authenticated else None
    if before is None:
        return {}
    who = {"name": before.name, "phone": before.phone}
    fits_place = where is None or where.code == before.address.get("postal_code")
    return {**who, **(split_number(before.address) if fits_place else _of_place(work))}


def _of_place(work: Work) -> dict[str, Any]:
    """What the postal code says that was chosen for the whole market."""
    where = place()
    locality = find_locality(work, where.code) if where else None
    if locality is None:
        return {}
    return {
        "postal_code": locality.code, "state": locality.state, "municipality": locality.municipality,
        "settlement": locality.settlements[0] if len(locality.settlements) == 1 else "",
    }  # fmt: skip
