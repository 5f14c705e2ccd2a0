"""Addresses kept by who buys: which one fills the form, and the one that they want to keep of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.trade.checkout import address_book, rules
from marketplace.trade.checkout.address_book import AddressToKeep
from marketplace.trade.checkout.errors import LabelTaken, NoSuchAddress, TooManyAddresses
from marketplace.trade.checkout.models import SavedAddress
from marketplace.trade.checkout.web.forms import CheckoutForm
from marketplace.web.audiences import person_id

NEW = "nueva"  # what the address of a page says for none of those that are kept


@dataclass(frozen=True)
class Book:
    """What somebody keeps, and which of it they asked for; of a guest nothing."""

    kept: Sequence[SavedAddress] = ()
    chosen: SavedAddress | None = None
    is_new: bool = False

    @property
    def has_room(self) -> bool:
        """Whether one more may be kept."""
        return len(self.kept) < rules.MOST_ADDRESSES

    @property
    def was_asked(self) -> bool:
        """Whether the form is to be filled anew: with what is kept, or for another address."""
        return self.is_new or self.chosen is not None

    def shown(self, form: CheckoutForm) -> UUID | None:
        """Which of what is kept stands in a form."""
        if self.chosen or self.is_new:
            return self.chosen.id if self.chosen else None
        typed = form.address()
        return next((one.id for one in self.kept if rules.is_same_door(one.address, typed)), None)


def open_book(work: Work) -> Book:
    """Find what who asks keeps, and what the address of the page asks for. Raises NoSuchAddress, of another's too."""
    person, asked = person_id(), request.args.get("direccion", "")
    kept = address_book.list_addresses(work, person) if person else ()
    if not asked or (asked == NEW and person):
        return Book(kept, is_new=bool(asked))
    chosen = next((one for one in kept if str(one.id) == asked), None)
    if chosen is None:
        raise NoSuchAddress
    return Book(kept, chosen)


def proposed_label(book: Book) -> str:
    """What a first address is called, until somebody says otherwise."""
    return "" if book.kept else _("Casa")


def is_right(work: Work, form: CheckoutForm) -> bool:
    """Whether the address can be kept, where that is wanted; where it cannot, the form says why."""
    person = person_id()
    if person is None or not form.keep_address.data:
        return True
    if not form.label.data:
        if not form.label.errors:
            form.label.errors = [_("Falta este dato.")]
        return False
    try:
        address_book.check_free(work, person, form.label.data)
    except (LabelTaken, TooManyAddresses) as refusal:
        form.show(refusal, field="label")
        return False
    return not form.label.errors


def keep(work: Work, form: CheckoutForm) -> None:
    """Keep the address of what was bought, where that was said, and note which of those that are kept it went to."""
    person = person_id()
    if person is None:
        return
    if form.keep_address.data:
        told = AddressToKeep(label=form.label.data or "", **form.delivery())
        with suppress(LabelTaken, TooManyAddresses):  # the twin of a form sent twice kept it
            address_book.save_address(work, person, told)
    address_book.note_bought(work, person, form.address())
