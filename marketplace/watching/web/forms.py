"""The form of a price watch."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from marketplace.web.forms import Form, MoneyField, Needed


class PriceForm(Form):
    """Below which price somebody wants to hear of a listing."""

    price = MoneyField(_l("Avísame si baja de"), [Needed()], render_kw={"inputmode": "decimal", "class": "input"})
    next = HiddenField()
