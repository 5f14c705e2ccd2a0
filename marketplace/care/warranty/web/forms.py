"""The forms of warranty."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.web.forms import Choose, Form, Needed, Prose, WholeNumber, options


class ClaimForm(Form):
    """What broke."""

    line = SelectField(_l("Producto"), [Needed()])
    quantity = WholeNumber(_l("Cuántas piezas"), [Optional(), NumberRange(1, 99)], default=1)
    problem = Prose(_l("Qué le pasa"), [Needed(), Length(max=1000)], render_kw={"rows": 4})


NO_REMEDY = "none"


class ClaimAnswerForm(Form):
    """The shop's answer: a remedy, or none with its reason."""

    remedy = Choose(
        _l("Qué vas a hacer"),
        choices=options(
            [
                ("repair", _l("Repararlo")),
                ("replace", _l("Cambiarlo por otro")),
                ("refund", _l("Devolver el dinero, ahora")),
                (NO_REMEDY, _l("No procede")),
            ]
        ),
    )
    answer = Prose(_l("Tu respuesta para quien compró"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
