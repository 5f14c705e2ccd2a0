"""The book of addresses: what somebody keeps for their next purchases, and how it is changed."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.trade.checkout import address_book, rules
from marketplace.trade.checkout.address_book import AddressToKeep
from marketplace.trade.checkout.web.delivery import fill_in_place, find_where, offer_settlements
from marketplace.trade.checkout.web.forms import AddressForm
from marketplace.web.access import signed_in
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.pages import page

room = BUYER.room("checkout", "addresses")


def _person() -> UUID:
    person = person_id()
    assert person is not None  # the sign on these doors
    return person


@room.get("/cuenta/direcciones")
@signed_in
def index(work: Work) -> str:
    """All that somebody keeps, what they bought to last first."""
    kept = address_book.list_addresses(work, _person())
    return page("trade/checkout/buyer/addresses.html", addresses=kept, most=rules.MOST_ADDRESSES)


@room.route("/cuenta/direcciones/nueva", methods=["GET", "POST"])
@signed_in
def add(work: Work) -> object:
    """Keep one more."""
    form = AddressForm(data={"name": current_user.name})
    if _is_right(work, form) and form.carry_out(work, lambda: address_book.save_address(work, _person(), _told(form))):
        flash(_("Guardada. La eliges al comprar."), "success")
        return redirect(url_for(".index"))
    return _form_page(work, form, _("Nueva dirección"))


@room.route("/cuenta/direcciones/<uuid:address_id>", methods=["GET", "POST"])
@signed_in
def change(work: Work, address_id: UUID) -> object:
    """Say one of them anew."""
    kept = address_book.get_address(work, _person(), address_id)
    form = AddressForm(data={"label": kept.label, **kept.delivery})
    if _is_right(work, form) and form.carry_out(
        work, lambda: address_book.change_address(work, _person(), address_id, _told(form))
    ):
        flash(_("Guardada. Lo que ya compraste va a donde dijiste entonces."), "success")
        return redirect(url_for(".index"))
    return _form_page(work, form, _("Cambiar la dirección"))


@room.post("/cuenta/direcciones/<uuid:address_id>/quitar")
@signed_in
def remove(work: Work, address_id: UUID) -> object:
    """Keep one of them no longer."""
    address_book.remove_address(work, _person(), address_id)
    flash(_("La quitamos de tu cuenta. Tus compras quedan como están."), "success")
    return redirect(url_for(".index"))


def _is_right(work: Work, form: AddressForm) -> bool:
    """Whether a form that was sent can be kept; all that is wrong with it is said at once."""
    if not form.is_submitted():
        return False
    if "find" in request.form:
        fill_in_place(work, form)
        return False
    is_whole = form.validate()
    return find_where(work, form) is not None and is_whole


def _told(form: AddressForm) -> AddressToKeep:
    return AddressToKeep(label=form.label.data, **form.delivery())


def _form_page(work: Work, form: AddressForm, title: str) -> object:
    offer_settlements(work, form)
    sent = form.is_submitted() and "find" not in request.form
    return page("trade/checkout/buyer/address.html", form=form, title=title), 422 if sent else 200
