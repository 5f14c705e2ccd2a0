"""The addresses that a person keeps: saved, changed, removed, and asked for. Each statement names whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.reading import key_of_name
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.trade.checkout import rules
from marketplace.trade.checkout.errors import LabelTaken, NoSuchAddress, TooManyAddresses
from marketplace.trade.checkout.models import SavedAddress


@dataclass(frozen=True)
class AddressToKeep:
    """What somebody keeps: what they call it, who receives there, and where it is."""

    label: str
    name: str
    phone: str
    postal_code: str
    state: str
    municipality: str
    settlement: str
    street: str
    exterior: str
    interior: str | None = None
    between: str | None = None
    references: str | None = None


_PARTS = tuple(part.name for part in fields(AddressToKeep))


def list_addresses(work: Work, account_id: UUID) -> Sequence[SavedAddress]:
    """List what somebody keeps, what they bought to last first."""
    latest = (SavedAddress.used_at.desc().nulls_last(), SavedAddress.saved_at.desc(), SavedAddress.id.desc())
    return work.session.scalars(select(SavedAddress).where(_of(account_id)).order_by(*latest)).all()


def get_address(work: Work, account_id: UUID, address_id: UUID, *, lock: bool = False) -> SavedAddress:
    """Get one of somebody's addresses. Raises NoSuchAddress, of another person's too."""
    mine = select(SavedAddress).where(_of(account_id), SavedAddress.id == address_id)
    found = work.session.find(mine, lock=lock)
    if found is None:
        raise NoSuchAddress
    return found


def _of(account_id: UUID) -> Any:
    return SavedAddress.account_id == account_id


def check_free(work: Work, account_id: UUID, label: str) -> int:
    """Give the number that a new address of somebody's would have. Raises TooManyAddresses, LabelTaken."""
    known = list_addresses(work, account_id)
    number = rules.free_number({one.number for one in known})
    if number is None:
        raise TooManyAddresses(most=rules.MOST_ADDRESSES)
    _check_label(label, known)
    return number


def _check_label(label: str, others: Sequence[SavedAddress]) -> None:
    for other in others:
        if other.label == label or key_of_name(other.label) == key_of_name(label):
            raise LabelTaken(label=other.label)


@verb(needs=PROOF)
def save_address(work: Work, account_id: UUID, told: AddressToKeep) -> UUID:
    """Keep an address for somebody's next purchases. Raises TooManyAddresses, LabelTaken.

    Two that are saved at once meet at the key of their number; the view of the second is tried again, and sees the first.
    """
    number = check_free(work, account_id, told.label)
    kept = SavedAddress(account_id=account_id, number=number, saved_at=work.now, **vars(told))
    work.session.add(kept)
    work.session.flush()
    return kept.id


@verb(needs=PROOF)
def change_address(work: Work, account_id: UUID, address_id: UUID, told: AddressToKeep) -> None:
    """Say one of somebody's addresses anew; what was bought to it stays as it was. Raises NoSuchAddress, LabelTaken."""
    kept = get_address(work, account_id, address_id, lock=True)
    _check_label(told.label, [one for one in list_addresses(work, account_id) if one.id != address_id])
    for part in _PARTS:
        setattr(kept, part, getattr(told, part))


@verb(needs=PROOF)
def remove_address(work: Work, account_id: UUID, address_id: UUID) -> None:
    """Keep one of somebody's addresses no longer; what was bought to it stays as it was. Raises NoSuchAddress."""
    work.session.delete(get_address(work, account_id, address_id, lock=True))


@verb(needs=PROOF)
def note_bought(work: Work, account_id: UUID, address: Mapping[str, Any]) -> None:
    """Note that somebody bought something to an address: it is proposed first the next time, where they keep it."""
    for kept in list_addresses(work, account_id):
        if rules.is_same_door(kept.address, address):
            get_address(work, account_id, kept.id, lock=True).used_at = work.now
