"""The form of a price watch."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from marketplace.web.forms import Carried, Form, MoneyField, Needed


class PriceForm(Form):
    """Below which price somebody wants to hear of a listing."""

    price = MoneyField(
        _l("Avísame si baja de"),
        [Needed(), NumberRange(min=100, message=_l("Escribe un peso o más."))],
        render_kw={"inputmode": "decimal", "class": "input"},
    )
    next = Carried()
