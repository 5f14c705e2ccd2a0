"""How a shop ships: from where, how soon, and at which price to each zone. Beside it, what the shop shows of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.validators import NumberRange

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
from marketplace.trade.shipping.rules import Promise, Speed, Terms, Way, Zone, own_rate, way_in
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import (
    Carried,
    Form,
    MoneyField,
    Needed,
    PartForm,
    PostalCodeBox,
    Several,
    WholeNumber,
    options,
)
from marketplace.web.pages import page

room = SELLER.room("shipping")
_MOST_DAYS = 60
_PESOS, _DAYS = {"inputmode": "decimal"}, {"inputmode": "numeric"}


class ZoneForm(PartForm):
    """What a zone costs and how long it takes, by the ordinary way and by a faster one. Without a price there is none."""

    base = MoneyField(_l("Primer kilo"), render_kw=_PESOS)
    per_kg = MoneyField(_l("Cada kilo más"), render_kw=_PESOS)
    min_days = WholeNumber(_l("Días, desde"), render_kw=_DAYS)
    max_days = WholeNumber(_l("Días, hasta"), render_kw=_DAYS)
    express_base = MoneyField(_l("Exprés, primer kilo"), render_kw=_PESOS)
    express_per_kg = MoneyField(_l("Exprés, cada kilo más"), render_kw=_PESOS)
    express_min_days = WholeNumber(_l("Exprés: días, desde"), render_kw=_DAYS)
    express_max_days = WholeNumber(_l("Exprés: días, hasta"), render_kw=_DAYS)


class TermsForm(Form):
    """A shop's shipping terms."""

    postal_code = PostalCodeBox(_l("Código postal de donde sale"), [Needed()], render_kw={"inputmode": "numeric"})
    sure = Carried(most=200)
    handling_days = WholeNumber(_l("Días hábiles para empacar"), [Needed(), NumberRange(0, 30)])
    cutoff_hour = WholeNumber(
        _l("Hora de corte"), [Needed(), NumberRange(0, 23)], description=_l("Lo pagado antes de esta hora cuenta hoy.")
    )
    free_from = MoneyField(
        _l("Envío gratis desde"), description=_l("Del envío normal; el exprés siempre se cobra. Vacío: nunca.")
    )
    local = FormField(ZoneForm, _l("Misma ciudad"))
    state = FormField(ZoneForm, _l("Mismo estado"))
    national = FormField(ZoneForm, _l("Otros estados"))
    remote = FormField(ZoneForm, _l("Penínsulas y frontera sur"))
    uncovered = Several(_l("Estados a los que no envías"))


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
        **{zone: _written(rate) | _written(rate.get(Speed.EXPRESS, {}), _FASTER) for zone, rate in terms.rates.items()},
    }


_FASTER = "express_"
_BOXES = {"base": "base_minor", "per_kg": "per_kg_minor", "min_days": "min_days", "max_days": "max_days"}


def _written(rate: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    return {before + box: rate[name] for box, name in _BOXES.items() if name in rate}


def _rates(form: TermsForm) -> dict[str, dict[str, Any]] | None:
    """Read the zones; None when some make no sense, which is then said at each."""
    rates: dict[str, dict[str, Any]] = {}
    for zone in Zone:
        row = form[zone.value].form
        ordinary, faster = _rate(row), _rate(row, _FASTER)
        if ordinary is None:
            if faster is not None:
                row.express_base.errors = [_("Antes pon el precio del envío normal a esta zona.")]
            continue
        if faster is not None and faster["max_days"] > ordinary["max_days"]:
            row.express_max_days.errors = [_("El exprés no puede llegar después que el normal.")]
        rates[zone.value] = ordinary if faster is None else ordinary | {Speed.EXPRESS.value: faster}
    return None if any(form[zone.value].form.errors for zone in Zone) else rates


def _rate(row: PartForm, before: str = "") -> dict[str, int] | None:
    """Read what one way costs and takes; None where it has no price. Days that make no sense are said at their box."""
    base, per_kg, first, last = (row[before + box].data for box in _BOXES)
    if base is None:
        return None
    if first is None or last is None or not 0 <= first <= last <= _MOST_DAYS:
        row[before + "max_days"].errors = [_("Escribe los días, de menor a mayor.")]
        first, last = 0, 0
    return {"base_minor": base, "per_kg_minor": per_kg or 0, "min_days": first, "max_days": last}


@dataclass(frozen=True)
class ShownWay:
    """A way as buyers will see it: into which zone, what one kilo and what three cost (centavos), and when it arrives."""

    zone: Zone
    speed: Speed
    one_minor: int
    three_minor: int
    promise: Promise


def _preview(terms: Terms, now: datetime) -> list[ShownWay]:
    """Show what terms come to, for a parcel that is paid now."""
    ways = ((zone, speed, way_in(terms, zone, now, speed)) for zone in Zone for speed in Speed)
    return [
        ShownWay(zone, speed, _cost(way, 1000), _cost(way, 3000), way.promise)
        for zone, speed, way in ways
        if way is not None
    ]


def _cost(way: Way, grams: int) -> int:
    return int(own_rate(way.base_minor, way.per_kg_minor, grams))


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
    """The shop as buyers see it, and its shipping terms; what they come to is shown before they are published."""
    shown: list[ShownWay] = []
    form = TermsForm(data=_prefilled(work))
    form.uncovered.choices = options(list_states(work))
    if form.is_submitted():
        work.require(May.EDIT_SHOP)
    if form.validate_on_submit():
        locality = _origin(work, form)
        rates = _rates(form)
        if locality is not None and rates is not None:
            terms = _terms(form, locality, rates)
            if "preview" not in request.form:
                service.publish_terms(work, work.tenant_id, terms)
                flash(
                    _("Guardado. Vale para los carritos nuevos; los pedidos de antes quedan como estaban."), "success"
                )
                return redirect(url_for(".settings"))
            shown = _preview(terms, work.now)
    return page(
        "trade/shipping/seller/settings.html", form=form, shop=own_shop(work), zones=list(Zone), shown=shown
    ), 422 if form.is_submitted() and not shown else 200


def _terms(form: TermsForm, locality: Locality, rates: Mapping[str, Any]) -> Terms:
    return Terms(
        locality.code,
        locality.state_code,
        form.handling_days.data,
        form.cutoff_hour.data,
        form.free_from.data,
        form.uncovered.data or (),
        rates,
    )
