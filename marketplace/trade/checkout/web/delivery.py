"""Whether who receives something and where fit together: asked at the checkout and in the book of addresses alike."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.people.accounts import (
    NoSettlements,
    OtherSettlement,
    OtherState,
    UnknownPostalCode,
    check_code,
    check_settlement,
    check_state,
    find_locality,
    get_locality,
    is_settlement,
)
from marketplace.trade.checkout.web.forms import AddressBoxes, fill
from marketplace.web.pages import ShipTo, place


def find_where(work: Work, form: AddressBoxes) -> ShipTo | None:
    """Where it goes, when code, state and settlement are of one place; what is not is said or asked at its box."""
    if not form.postal_code.data:
        return None
    try:
        locality = get_locality(work, form.postal_code.data)
        if form.state.data:
            check_state(locality.code, form.state.data, state_code=locality.state_code, state=locality.state)
        if locality.settlements:
            if form.settlement.data and not form.settlement.errors:
                check_settlement(locality.code, form.settlement.data, locality.settlements, sure=form.sure.data)
        elif (chosen := place()) is None or chosen.code != locality.code:  # who chose it was asked then
            check_code(locality.code, locality.settlements, sure=form.sure.data)
    except (NoSettlements, OtherSettlement) as refusal:
        form.ask(refusal)
    except (OtherState, UnknownPostalCode) as refusal:
        form.show(refusal)
    else:
        form.state.data = locality.state
        return ShipTo(locality.code, f"{locality.code} · {locality.label}", locality.state_code, locality.border)
    return None


def fill_in_place(work: Work, form: AddressBoxes) -> None:
    """Fill in what a postal code says, for who asks for it with a button: where scripts are off."""
    locality = find_locality(work, form.postal_code.data)
    if locality is not None:
        fill(form.state, locality.state)
        fill(form.municipality, locality.municipality)
        fill(form.listed_settlement, "")
        if not is_settlement(form.settlement.data or "", locality.settlements):
            fill(form.settlement, locality.settlements[0] if len(locality.settlements) == 1 else "")


def offer_settlements(work: Work, form: AddressBoxes) -> None:
    """Let the colonia be chosen from those of the postal code that the form says, where it has any."""
    locality = find_locality(work, form.postal_code.data)
    form.offer_settlements(locality.settlements if locality else ())
