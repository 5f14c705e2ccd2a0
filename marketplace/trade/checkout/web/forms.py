"""The form of buying."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field
from wtforms.validators import Length, Optional

from marketplace.web.forms import Carried, Email, Form, Needed, PersonName, PostalCodeBox, Telephone, Tidy


def _auto(what: str, **more: str) -> dict[str, str]:
    return {"autocomplete": what, **more}


class CheckoutForm(Form):
    """Who buys and where it goes. `key` makes the form count once; `total_seen` is the total it was shown with."""

    email = Email(
        _l("Correo"),
        [Needed()],
        description=_l("Ahí te llega la confirmación y el enlace a tu compra."),
        render_kw=_auto("email", type="email"),
    )
    name = PersonName(_l("Nombre de quien recibe"), [Needed()], render_kw=_auto("name"))
    phone = Telephone(
        _l("Teléfono"),
        [Needed()],
        description=_l("Para la entrega, y para encontrar tu pedido si pides ayuda."),
        render_kw=_auto("tel", type="tel", inputmode="tel"),
    )
    postal_code = PostalCodeBox(_l("Código postal"), [Needed()], render_kw=_auto("postal-code", inputmode="numeric"))
    state = Tidy(
        lazy_pgettext("of the republic", "Estado"), [Needed(), Length(max=60)], render_kw=_auto("address-level1")
    )
    municipality = Tidy(_l("Municipio o alcaldía"), [Needed(), Length(max=80)], render_kw=_auto("address-level2"))
    settlement = Tidy(_l("Colonia"), [Needed(), Length(max=120)], render_kw=_auto("address-level3", list="settlements"))
    street = Tidy(_l("Calle"), [Needed(), Length(max=160)], render_kw=_auto("address-line1"))
    exterior = Tidy(
        _l("Número exterior"),
        [Needed(), Length(max=20)],
        description=_l("Si no tiene, escribe s/n."),
        render_kw=_auto("off"),
    )
    interior = Tidy(
        _l("Número interior"),
        [Optional(), Length(max=20)],
        description=_l("Departamento, piso o local."),
        render_kw=_auto("address-line2"),
    )
    between = Tidy(_l("Entre qué calles"), [Optional(), Length(max=160)], render_kw=_auto("off"))
    references = Tidy(_l("Señas para encontrarte"), [Optional(), Length(max=200)], render_kw=_auto("off"))
    sure = Carried(most=200)
    key = Carried(most=100)
    total_seen = Carried(most=20)


def fill(field: Field, value: str) -> None:
    """Let a box show another value than it was sent with."""
    field.data, field.raw_data = value, None
