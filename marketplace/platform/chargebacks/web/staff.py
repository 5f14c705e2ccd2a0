"""Chargebacks for staff: which there are, by their deadline, and the answer to one, drawn from what is known."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.payments import answer_chargeback, chargebacks, get_chargeback
from marketplace.platform.chargebacks.evidence import FIELDS, draw_evidence, draw_photos, orders_of_purchase
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Form, Prose, Tidy
from marketplace.web.pages import page

room = STAFF.room("chargebacks")


class EvidenceForm(Form):
    """What the bank reads. All of it may be left out; nothing can be added afterwards."""

    product_description = Prose(_l("Qué se vendió"), [Length(max=FIELDS["product_description"])])
    customer_name = Tidy(_l("Quién compró"), [Length(max=FIELDS["customer_name"])])
    shipping_address = Tidy(_l("A dónde se mandó"), [Length(max=FIELDS["shipping_address"])])
    shipping_carrier = Tidy(_l("Paquetería"), [Length(max=FIELDS["shipping_carrier"])])
    shipping_tracking_number = Tidy(_l("Guías"), [Length(max=FIELDS["shipping_tracking_number"])])
    shipping_date = Tidy(_l("Cuándo se mandó"), [Length(max=FIELDS["shipping_date"])])
    uncategorized_text = Prose(_l("Lo que pasó"), [Length(max=FIELDS["uncategorized_text"])])


@room.get("/contracargos")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """Those that wait for an answer first."""
    return page("platform/chargebacks/staff/chargebacks.html", rows=chargebacks(work))


@room.get("/contracargos/<uuid:chargeback_id>")
@requires(StaffMay.VIEW_BOOKS)
def show(work: Work, chargeback_id: UUID) -> str:
    """One chargeback, its orders, and the answer as it is drawn up."""
    _found, charge = get_chargeback(work, chargeback_id)
    return _show(work, chargeback_id, EvidenceForm(formdata=None, data=draw_evidence(work, charge.purchase_id)))


@room.post("/contracargos/<uuid:chargeback_id>")
@requires(answer_chargeback, fresh=True)
def answer(work: Work, chargeback_id: UUID) -> object:
    """Send the answer."""
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            with work.attempt():
                said = {name: form[name].data for name in FIELDS if form[name].data}
                _found, charge = get_chargeback(work, chargeback_id)
                answer_chargeback(work, chargeback_id, said, photos=draw_photos(work, charge.purchase_id))
            flash(_("La respuesta va en camino al banco."), "success")
            return redirect(url_for(".show", chargeback_id=chargeback_id))
        except Refusal as refusal:
            form.show(refusal)
    return _show(work, chargeback_id, form), 422


def _show(work: Work, chargeback_id: UUID, form: EvidenceForm) -> str:
    found, charge = get_chargeback(work, chargeback_id)
    return page(
        "platform/chargebacks/staff/chargeback.html",
        one=found,
        charge=charge,
        orders=orders_of_purchase(work, charge.purchase_id),
        form=form,
        fields=FIELDS,
        photos=found.photos or draw_photos(work, charge.purchase_id),
    )
