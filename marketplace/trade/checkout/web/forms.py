"""The form of buying."""

from __future__ import annotations

import phonenumbers
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, HiddenField
from wtforms.validators import Length, Optional, StopValidation

from marketplace.web.forms import EMAIL, Form, Needed, Tidy


def mexican_phone(form: Form, field: Field) -> None:
    """Accept any number that can be dialled, as people write it; keep it in one form (+52 55 …)."""
    try:
        number = phonenumbers.parse(field.data, "MX")
    except phonenumbers.NumberParseException as error:
        raise StopValidation(_l("Escribe un teléfono de diez dígitos.")) from error
    if not phonenumbers.is_possible_number(number):
        raise StopValidation(_l("Escribe un teléfono de diez dígitos."))
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _auto(what: str, **more: str) -> dict[str, str]:
    return {"autocomplete": what, **more}


class CheckoutForm(Form):
    """Who buys and where it goes. `key` makes the form count once; `total_seen` is the total it was shown with."""

    email = Tidy(
        _l("Correo"),
        [Needed(), EMAIL],
        description=_l("Ahí te llega la confirmación y el enlace a tu compra."),
        render_kw=_auto("email", type="email"),
    )
    name = Tidy(_l("Nombre de quien recibe"), [Needed(), Length(max=80)], render_kw=_auto("name"))
    phone = Tidy(
        _l("Teléfono"),
        [Needed(), mexican_phone],
        description=_l("Solo para la entrega."),
        render_kw=_auto("tel", type="tel", inputmode="tel"),
    )
    postal_code = Tidy(
        _l("Código postal"), [Needed()], render_kw=_auto("postal-code", inputmode="numeric", maxlength="5")
    )
    state = Tidy(
        lazy_pgettext("of the republic", "Estado"), [Needed(), Length(max=60)], render_kw=_auto("address-level1")
    )
    municipality = Tidy(_l("Municipio o alcaldía"), [Needed(), Length(max=80)], render_kw=_auto("address-level2"))
    settlement = Tidy(_l("Colonia"), [Needed(), Length(max=120)], render_kw=_auto("address-level3", list="settlements"))
    street = Tidy(_l("Calle y número"), [Needed(), Length(max=160)], render_kw=_auto("street-address"))
    references = Tidy(_l("Señas para encontrarte"), [Optional(), Length(max=200)], render_kw=_auto("off"))
    key = HiddenField()
    total_seen = HiddenField()
