"""The boxes in which a shop says what its category asks of a product."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField
from wtforms.validators import NumberRange, Optional

from marketplace.goods.catalog import Attribute
from marketplace.web.forms import Measure, options

_MOST_OF_A_MEASURE = 99_999_999


class YesNoField(SelectField):
    """Yes, no, or not said."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        choices = options([("", "—"), ("yes", _("Sí")), ("no", _("No"))])
        super().__init__(label, choices=choices, default="", **kwargs)

    def process_data(self, value: object) -> None:
        """Show what a product says."""
        self.data = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Read what was chosen."""
        self.data = {"yes": True, "no": False}.get(self.data)  # type: ignore[assignment]  # a word in the form, a truth inside


def attribute_field(attribute: Attribute, language: str, *, required: bool) -> Field:
    """Make the box of one attribute; what is `required` is said, and asked for when staff are to look."""
    unit = f" ({attribute.unit})" if attribute.unit else ""
    label = attribute.name(language) + unit
    help_said = attribute.help(language)
    told = " ".join([_("Se necesita para enviarlo a revisión."), help_said]).strip() if required else help_said
    match attribute.kind:
        case "number":
            return Measure(
                label, [Optional(), NumberRange(0, _MOST_OF_A_MEASURE)], unit=attribute.unit, description=told
            )
        case "boolean":
            return YesNoField(label, description=told)
        case _:
            position = 1 if language == "en" else 0
            old = attribute.old_values
            said = [
                (code, _("%(value)s (ya no se usa)", value=names[position]) if code in old else names[position])
                for code, names in attribute.values.items()
            ]
            return SelectField(label, choices=options([("", "—"), *said]), default="", description=told)
