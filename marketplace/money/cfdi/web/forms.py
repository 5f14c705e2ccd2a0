"""Forms of tax papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.kernel.reading import read_postal_code
from marketplace.money.cfdi.rules import regimes_for
from marketplace.money.cfdi.web.words import regime_label
from marketplace.web.forms import Choose, Form, Needed, ReadBy, options


class RegisterForm(Form):
    """Under which régimen, and where, the SAT has the shop."""

    regime = Choose(_l("Régimen"), [Needed()], description=_l("Como está en tu constancia de situación fiscal."))
    postal_code = ReadBy(
        _l("Código postal de tu domicilio fiscal"),
        [Needed(), Length(max=20)],
        reader=read_postal_code,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


def register_form(rfc: str, *, regime: str, postal_code: str) -> RegisterForm:
    """Make the form with what is known; the régimenes are those that the RFC may have."""
    form = RegisterForm(regime=regime, postal_code=postal_code)
    form.regime.choices = options((key, regime_label(key)) for key in regimes_for(rfc))
    return form
