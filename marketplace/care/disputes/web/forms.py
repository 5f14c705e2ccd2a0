"""The forms of disputes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from marketplace.trade.parcels import CARRIERS
from marketplace.web.forms import Form, Needed, Prose, Tidy, options


class MissingForm(Form):
    """What the buyer says about a parcel that never came."""

    said = Prose(
        _l("Cuéntale a la tienda"),
        [Needed(), Length(max=1000)],
        description=_l("Por ejemplo: nadie pasó, o lo entregaron en otra casa."),
        render_kw={"rows": 3},
    )


class EscalateForm(Form):
    """What the buyer says to staff."""

    said = Prose(_l("Qué debe saber Tianguis"), [Needed(), Length(max=1000)], render_kw={"rows": 4})


class DisputeAnswerForm(Form):
    """The shop's answer."""

    answer = RadioField(
        _l("Qué vas a hacer"),
        [Needed()],
        choices=options(
            [
                ("resend", _l("Enviarlo otra vez, con guía nueva")),
                ("refund", _l("Devolver el dinero")),
                ("proof", _l("Mostrar la prueba de que se entregó")),
            ]
        ),
    )
    carrier = SelectField(_l("Paquetería"), choices=options([("", "—"), *((name, name) for name in CARRIERS)]))
    tracking = Tidy(
        _l("Número de guía"),
        [Optional(), Length(max=60)],
        description=_l("Solo si lo envías otra vez."),
        render_kw={"autocomplete": "off"},
    )
    reason = Prose(
        _l("Tu respuesta para quien compró"),
        [Needed(), Length(max=1000)],
        description=_l("Si muestras la prueba, di quién recibió, cuándo, y qué dice la paquetería."),
        render_kw={"rows": 4},
    )


class DisputeDecisionForm(Form):
    """What staff decide."""

    refunds = RadioField(
        _l("Decisión"),
        [Needed()],
        choices=options([("yes", _l("Se devuelve el dinero")), ("no", _l("No se devuelve el dinero"))]),
    )
    reason = Prose(
        _l("Motivos"), [Needed(), Length(max=2000)], description=_l("Los leen las dos partes."), render_kw={"rows": 5}
    )
