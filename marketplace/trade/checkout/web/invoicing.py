"""An invoice asked for at the checkout. Without one nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict

from marketplace.kernel.work import Work
from marketplace.trade.checkout.web.forms import TAX_BOXES, CheckoutForm
from marketplace.trade.invoices import TaxData, faults_of_tax_data, find_tax_data, save_tax_data, wish_invoices
from marketplace.web.audiences import person_id


@dataclass(frozen=True)
class Wish:
    """Whom invoices are for, if any are wanted; not `is_right` where the form says now what is wrong with it."""

    data: TaxData | None = None
    is_right: bool = True
    keep: bool = False


def as_meant(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Give what a form sent as it was meant: who takes back the tick that was shown wants no invoice, whatever was typed."""
    if not sent.get("invoice_asked") or "invoice" in sent:
        return sent
    return MultiDict(one for one in sent.items(multi=True) if one[0] not in (*TAX_BOXES, "keep_tax_data"))


def for_whom(work: Work, form: CheckoutForm) -> Wish:
    """Read whom an invoice is for; where it is not right, the form shows why. Who left it all empty means what they keep."""
    if not form.wants_invoice:
        return Wish()
    person = person_id()
    if person is not None and form.leaves_tax_data and (kept := find_tax_data(work, person)):
        return Wish(kept)
    is_whole = not form.misses_tax_data()
    faults = list(faults_of_tax_data(work, form.tax_data()))
    for fault in faults:
        box = {"postal_code": "tax_postal_code"}.get(fault.field or "", fault.field)
        if box not in form.errors:
            form.show(fault, field=box)
    if faults or not is_whole:
        return Wish(is_right=False)
    return Wish(form.tax_data(), keep=bool(form.keep_tax_data.data))


def typed_of(form: CheckoutForm) -> dict[str, str]:
    """Give what was typed of an invoice, to show it again."""
    boxes = {name: "".join((form[name].raw_data or [""])[:1]) for name in TAX_BOXES}
    ticks = {"invoice": form.wants_invoice, "keep_tax_data": form.keep_tax_data.data}
    ticked = {name: "y" for name, is_ticked in ticks.items() if is_ticked}
    return {name: typed for name, typed in boxes.items() if typed} | ticked


def wish(work: Work, purchase_id: UUID, wished: Wish) -> None:
    """Ask for the invoices of a purchase that was placed, and keep whom they are for where that was said."""
    if wished.data is None:
        return
    wish_invoices(work, purchase_id, wished.data)
    person = person_id()
    if wished.keep and person is not None:
        save_tax_data(work, person, wished.data)
