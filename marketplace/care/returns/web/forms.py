"""The forms of returns."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField
from wtforms.validators import Length

from marketplace.web.forms import PHOTOS, Choose, Form, Needed, NeededFor, Prose, options


class ReturnForm(Form):
    """Why something comes back. How many of each line is asked beside the lines."""

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


class ReturnDecisionForm(Form):
    """The shop's answer."""

    note = Prose(
        _l("Tu respuesta para quien compró"),
        [NeededFor(_l("hace falta si no la aceptas")), Length(max=1000)],
        render_kw={"rows": 3},
    )
