"""The forms of returns."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.web.forms import PHOTOS, Choose, Form, Needed, NeededFor, Prose, WholeNumber, options


class ReturnForm(Form):
    """Why something comes back. How many of each line is asked beside the lines: see `return_form`."""

    reason = Choose(
        _l("Motivo"),
        choices=options(
            [
                ("changed_mind", _l("Cambié de opinión")),
                ("damaged", _l("Llegó dañado")),
                ("not_as_described", _l("No es como se describía")),
                ("wrong_item", _l("Me llegó otra cosa")),
            ]
        ),
    )
    note = Prose(_l("Cuéntale a la tienda qué pasó"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
    photos = MultipleFileField(
        _l("Fotos"),
        description=_l("Hasta cuatro. Solo las ven la tienda y tú."),
        render_kw={"accept": PHOTOS},
    )


def return_form(left: Mapping[UUID, int]) -> type[ReturnForm]:
    """Make the form of an order of which so many pieces of each line (line -> pieces) can still go back."""
    boxes = {
        box_of(line_id): WholeNumber(
            _l("Piezas"),
            [Optional(), NumberRange(0, most, message=_l("Escribe un número del 0 al %(max)s."))],
            default=0,
        )
        for line_id, most in left.items()
        if most
    }
    return type("ReturnFormOfOrder", (ReturnForm,), boxes)


def box_of(line_id: UUID) -> str:
    """Name the box that asks how many pieces of a line come back."""
    return f"line-{line_id}"


class ReturnDecisionForm(Form):
    """The shop's answer."""

    note = Prose(
        _l("Tu respuesta para quien compró"),
        [NeededFor(_l("hace falta si no la aceptas")), Length(max=1000)],
        render_kw={"rows": 3},
    )
