"""Chargebacks for staff: which there are, by their deadline, and the answer to one, drawn from what is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Length, ValidationError

from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.payments import ChargebackState, answer_chargeback, chargebacks, get_chargeback
from marketplace.money.payments.models import Charge, Chargeback
from marketplace.platform.chargebacks.evidence import FIELDS, draw_evidence, draw_photos, orders_of_purchase
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Carried, Form, Prose, Tidy, options
from marketplace.web.pages import page

room = STAFF.room("chargebacks")


class EvidenceForm(Form):
    """What the bank reads. All of it may be left out; nothing can be added afterwards. `sure`: what was shown to be sent."""

    product_description = Prose(_l("Qué se vendió"), [Length(max=FIELDS["product_description"])])
    customer_name = Tidy(_l("Quién compró"), [Length(max=FIELDS["customer_name"])])
    shipping_address = Tidy(_l("A dónde se mandó"), [Length(max=FIELDS["shipping_address"])])
    shipping_carrier = Tidy(_l("Paquetería"), [Length(max=FIELDS["shipping_carrier"])])
    shipping_tracking_number = Tidy(_l("Guías"), [Length(max=FIELDS["shipping_tracking_number"])])
    shipping_date = Tidy(_l("Cuándo se mandó"), [Length(max=FIELDS["shipping_date"])])
    uncategorized_text = Prose(_l("Lo que pasó"), [Length(max=FIELDS["uncategorized_text"])])
    photos = SelectMultipleField(_l("Fotos que van, en un PDF"), validate_choice=False)
    sure = Carried(most=64)

    def offer(self, photos: Sequence[str]) -> None:
        """Let pictures of this purchase be chosen, and no others."""
        self.photos.choices = options((key, key) for key in photos)

    def validate_photos(self, field: Any) -> None:
        """Refuse what is no picture of this purchase."""
        if not {key for key, _label, _chosen, _more in field.iter_choices()} >= set(field.data or []):
            field.data = []
            raise ValidationError(_("Elige solo fotos de los pedidos de esta compra."))

    def said(self) -> dict[str, str]:
        """What was written, by Stripe's names; of what is empty, nothing."""
        return {name: self[name].data for name in FIELDS if self[name].data}

    @property
    def shown(self) -> str:
        """What is sent, in short: another once anything of it is changed."""
        whole = json.dumps([self.said(), self.photos.data or []], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


@room.get("/contracargos")
@requires(StaffMay.VIEW_BOOKS)
def index(work: Work) -> str:
    """Those that wait for an answer first."""
    return page("platform/chargebacks/staff/chargebacks.html", rows=chargebacks(work))


@room.get("/contracargos/<uuid:chargeback_id>")
@requires(StaffMay.VIEW_BOOKS)
def show(work: Work, chargeback_id: UUID) -> str:
    """One chargeback, its orders, and the answer as it is drawn up."""
    found, charge = get_chargeback(work, chargeback_id)
    photos = draw_photos(work, charge.purchase_id)
    form = EvidenceForm(formdata=None, data=draw_evidence(work, charge.purchase_id) | {"photos": photos})
    form.offer(photos)
    return _show(work, found, charge, form, photos)


@room.post("/contracargos/<uuid:chargeback_id>")
@requires(answer_chargeback, fresh=True)
def answer(work: Work, chargeback_id: UUID) -> object:
    """Show exactly what will be sent; sent again as it was shown, it goes to the bank, for good."""
    found, charge = get_chargeback(work, chargeback_id)
    form, photos = EvidenceForm(), draw_photos(work, charge.purchase_id)
    form.offer(photos)
    if not form.validate():
        return _show(work, found, charge, form, photos), 422
    if "change" in request.form:
        form.sure.data = ""
        return _show(work, found, charge, form, photos)
    if found.state == ChargebackState.OPEN and form.sure.data != form.shown:
        form.sure.data = form.shown
        return page("platform/chargebacks/staff/confirm.html", one=found, charge=charge, form=form, said=form.said())
    if not form.carry_out(
        work, lambda: answer_chargeback(work, chargeback_id, form.said(), photos=form.photos.data or [])
    ):
        return _show(work, found, charge, form, photos), 422
    flash(_("La respuesta va en camino al banco."), "success")
    return redirect(url_for(".show", chargeback_id=chargeback_id))


def _show(work: Work, found: Chargeback, charge: Charge, form: EvidenceForm, photos: Sequence[str]) -> str:
    return page(
        "platform/chargebacks/staff/chargeback.html",
        one=found,
        charge=charge,
        orders=orders_of_purchase(work, charge.purchase_id),
        form=form,
        fields=FIELDS,
        photos=found.photos if found.answered_at else photos,
    )
