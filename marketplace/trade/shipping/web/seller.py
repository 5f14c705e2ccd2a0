"""How a shop ships: from where, how soon, and at which price to each zone. Beside it, what the shop shows of itself."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.people.accounts import (
    Locality,
    NoSettlements,
    UnknownPostalCode,
    check_code,
    get_locality,
    list_states,
)
from marketplace.people.sellers import own_shop
from marketplace.trade.shipping import service
from marketplace.trade.shipping.queries import own_terms
from marketplace.trade.shipping.rules import Terms, Zone
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Carried, Form, MoneyField, Needed, PostalCodeBox, WholeNumber, options
from marketplace.web.pages import page

room = SELLER.room("shipping")
_MOST_DAYS = 60


class ZoneForm(PlainForm):
    """What a zone costs and how long it takes. Without a price the shop does not send there."""

    base = MoneyField(_l("Primer kilo"))
    per_kg = MoneyField(_l("Cada kilo más"))
    min_days = WholeNumber(_l("Días, desde"))
    max_days = WholeNumber(_l("Días, hasta"))


class TermsForm(Form):
    """A shop's shipping terms."""

    postal_code = PostalCodeBox(_l("Código postal de donde sale"), [Needed()], render_kw={"inputmode": "numeric"})
    sure = Carried(most=200)
    handling_days = WholeNumber(_l("Días hábiles para empacar"), [Needed(), NumberRange(0, 30)])
    cutoff_hour = WholeNumber(
        _l("Hora de corte"), [Needed(), NumberRange(0, 23)], description=_l("Lo pagado antes de esta hora cuenta hoy.")
    )
    free_from = MoneyField(_l("Envío gratis desde"), description=_l("Vacío: nunca."))
    local = FormField(ZoneForm, _l("Misma ciudad"))
    state = FormField(ZoneForm, _l("Mismo estado"))
    national = FormField(ZoneForm, _l("Otros estados"))
    remote = FormField(ZoneForm, _l("Penínsulas y frontera sur"))
    uncovered = SelectMultipleField(
        _l("Estados a los que no envías"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def _prefilled(work: Work) -> dict[str, object]:
    terms = own_terms(work)
    if terms is None:
        return {}
    return {
        "postal_code": terms.postal_code,
        "sure": terms.postal_code,
        "handling_days": terms.handling_days,
        "cutoff_hour": terms.cutoff_hour,
        "free_from": terms.free_from_minor,
        "uncovered": terms.uncovered_states,
        **{
            zone: {
                "base": rate["base_minor"],
                "per_kg": rate["per_kg_minor"],
                "min_days": rate["min_days"],
                "max_days": rate["max_days"],
            }
            for zone, rate in terms.rates.items()
        },
    }


def _rates(form: TermsForm) -> dict[str, dict[str, int]] | None:
    """Read the zones; None when some make no sense, which is then said at each."""
    rates, wrong = {}, False
    for zone in Zone:
        row = form[zone.value].form
        if row.base.data is None:
            continue
        first, last = row.min_days.data, row.max_days.data
        if first is None or last is None or not 0 <= first <= last <= _MOST_DAYS:
            row.max_days.errors = [_("Escribe los días, de menor a mayor.")]
            wrong = True
            continue
        rates[zone.value] = {
            "base_minor": row.base.data, "per_kg_minor": row.per_kg.data or 0, "min_days": first, "max_days": last,
        }  # fmt: skip
    return None if wrong else rates


def _origin(work: Work, form: TermsForm) -> Locality | None:
    """Where it is sent from; None where that is asked about, or is nowhere, which is then said at its box."""
    try:
        locality = get_locality(work, form.postal_code.data)
        check_code(locality.code, locality.settlements, sure=form.sure.data)
    except NoSettlements as refusal:
        form.ask(refusal)
    except UnknownPostalCode as refusal:
        form.show(refusal)
    else:
        return locality
    return None


@room.route("/tienda", methods=["GET", "POST"])
@requires(May.VIEW_SHOP)
def settings(work: Work) -> object:
    """The shop as buyers see it, and its shipping terms."""
    form = TermsForm(data=_prefilled(work))
    form.uncovered.choices = options(list_states(work))
    if form.is_submitted():
        work.require(May.EDIT_SHOP)
    if form.validate_on_submit():
        locality = _origin(work, form)
        rates = _rates(form)
        if locality is not None and rates is not None:
            service.publish_terms(
                work,
                work.tenant_id,
                Terms(
                    locality.code,
                    locality.state_code,
                    form.handling_days.data,
                    form.cutoff_hour.data,
                    form.free_from.data,
                    form.uncovered.data or (),
                    rates,
                ),
            )
            flash(_("Guardado. Vale para los carritos nuevos; los pedidos de antes quedan como estaban."), "success")
            return redirect(url_for(".settings"))
    return page(
        "trade/shipping/seller/settings.html", form=form, shop=own_shop(work), zones=list(Zone)
    ), 422 if form.is_submitted() else 200
