"""The forms of moderation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length, Optional

from marketplace.web.forms import Choose, Day, Form, Needed, NeededFor, Prose, options


class DeclineForm(Form):
    """Why a listing cannot be shown yet."""

    rule = Choose(_l("Regla"))
    facts = Prose(_l("Lo que viste"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
    how_to_fix = Prose(_l("Cómo se arregla"), [Needed(), Length(max=1000)], render_kw={"rows": 3})


class ClosingForm(Form):
    """Which shop, why, from what was seen, and from when."""

    shop = Choose(_l("Tienda"))
    ground = Choose(_l("Motivo"))
    facts = Prose(_l("Lo que se vio"), [Needed(), Length(max=3000)], render_kw={"rows": 5})
    effective_on = Day(_l("Cierra el"), [NeededFor(_l("salvo que cierre de inmediato")), Optional()])
    at_once = BooleanField(_l("Cerrar de inmediato (solo por los motivos que lo permiten)"))


class AppealAnswerForm(Form):
    """What became of an appeal."""

    answer = Prose(_l("Tu respuesta, con razones"), [Needed(), Length(max=3000)], render_kw={"rows": 4})
    upheld = Choose(
        _l("Decisión"), choices=options([("no", _l("El cierre queda en pie")), ("yes", _l("El cierre se retira"))])
    )
