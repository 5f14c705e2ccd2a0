"""Meses sin intereses: whether the shop bears that its buyers pay in months, told what each plan costs it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.taxes import NoRateInForce
from marketplace.people.sellers import offer_instalments, own_shop
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, MoneyField
from marketplace.web.pages import page
from marketplace.web.words import say
from marketplace.window.storefront.simulating import LeftByPlan, left_by_plans

room = SELLER.room("storefront", "months")
_EXAMPLE_MINOR = 100_000
_EXAMPLE_OF = "hogar"
_MOST_MINOR = 500_000_000


class MonthsForm(Form):
    """Whether months are offered, and from how much on."""

    offered = BooleanField(_l("Ofrecer meses sin intereses en mi tienda"))
    least = MoneyField(
        _l("Solo si me compran al menos"),
        [Optional(), NumberRange(0, _MOST_MINOR, message=_l("Escribe una cantidad de cero en adelante."))],
        description=_l("En pesos, de tus productos y sin el envío. Vacío: desde lo que acepta el banco."),
    )


@room.get("/meses")
@requires(May.EDIT_SHOP)
def index(work: Work) -> str:
    """What paying in months costs, and whether the shop offers it."""
    from_minor = own_shop(work).instalments_from_minor
    return _page(work, MonthsForm(formdata=None, data={"offered": from_minor is not None, "least": from_minor or None}))


@room.post("/meses")
@requires(offer_instalments)
def save(work: Work) -> object:
    """Offer months, from an amount on, or no more."""
    form = MonthsForm()
    if not form.validate_on_submit():
        return _page(work, form), 422
    offer_instalments(work, (form.least.data or 0) if form.offered.data else None)
    flash(_("Guardado. Vale para las compras nuevas."), "success")
    return redirect(url_for(".index"))


def _page(work: Work, form: MonthsForm) -> str:
    plans: list[LeftByPlan] = []
    refused = ""
    try:
        plans = left_by_plans(work, _EXAMPLE_OF, _EXAMPLE_MINOR, at_least=True)
    except NoRateInForce as refusal:
        refused = say(refusal)
    return page("window/storefront/seller/months.html", form=form, plans=plans, refused=refused)
