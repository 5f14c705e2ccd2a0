"""The forms of moderation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length, Optional

from marketplace.web.forms import (
    Choose,
    Day,
    Email,
    Form,
    MoneyField,
    Needed,
    NeededFor,
    Prose,
    Tidy,
    WholeNumber,
    options,
)


class DeclineForm(Form):
    """Why a listing cannot be shown yet."""

    rule = Choose(_l("Regla"))
    facts = Prose(_l("Lo que viste"), [Needed(), Length(max=1000)], render_kw={"rows": 3})
    how_to_fix = Prose(_l("Cómo se arregla"), [Needed(), Length(max=1000)], render_kw={"rows": 3})


class ReportForm(Form):
    """What is wrong, whose right it is where it is about one, and how to answer."""

    reason = Choose(_l("Qué tiene de malo"))
    right_owner = Tidy(
        _l("De quién es el derecho"), [NeededFor(_l("si es por marca o derechos de autor")), Length(max=200)]
    )
    body = Prose(_l("Cuéntanos qué viste y dónde"), [Needed(), Length(max=2000)], render_kw={"rows": 5})
    email = Email(_l("Correo para contestarte"), [Needed()], render_kw={"autocomplete": "email", "type": "email"})


class AppealForm(Form):
    """Why the decision is wrong."""

    body = Prose(_l("Por qué no es correcto"), [Needed(), Length(max=3000)], render_kw={"rows": 6})


class ModerationReasonForm(Form):
    """A reason that somebody reads."""

    answer = Prose(_l("Tu razón, como se va a leer"), [Needed(), Length(max=2000)], render_kw={"rows": 4})


class MeasureForm(DeclineForm):
    """What is done about something live, why, from when and until when."""

    kind = Choose(_l("Medida"))
    begins_on = Day(_l("Empieza el"), [NeededFor(_l("salvo en un aviso")), Optional()])
    ends_on = Day(_l("Último día"), [NeededFor(_l("en una pausa")), Optional()])


ALL, PART = "all", "part"


class HoldForm(Form):
    """Whose money is held, how much of it, for how long, and why."""

    shop = Choose(_l("Tienda"))
    how_much = Choose(
        _l("Cuánto"), choices=options([(ALL, _l("Todo lo disponible")), (PART, _l("Hasta un importe"))])
    )  # fmt: skip
    amount = MoneyField(_l("Importe en pesos"), [NeededFor(_l("si es hasta un importe")), Optional()])
    days = WholeNumber(_l("Cuántos días"), [Needed()])
    rule = Choose(_l("Regla"))
    facts = Prose(_l("Lo que viste"), [Needed(), Length(max=1000)], render_kw={"rows": 4})
    how_to_fix = Prose(_l("Cómo se arregla"), [Needed(), Length(max=1000)], render_kw={"rows": 3})

    @property
    def amount_minor(self) -> int | None:
        """Up to how much, in centavos; None is all, 0 where an amount is missing."""
        return None if self.how_much.data == ALL else self.amount.data or 0


class HoldDecisionForm(Form):
    """What somebody else decides about it."""

    verdict = Choose(
        _l("Decisión"), choices=options([("yes", _l("Que se detenga")), ("no", _l("Que no se detenga"))])
    )  # fmt: skip
    answer = Prose(
        _l("Por qué no"), [Length(max=2000)], description=_l("Solo si no se detiene."), render_kw={"rows": 3}
    )


class DecisionAnswerForm(Form):
    """What became of an appeal against a decision."""

    answer = Prose(_l("Tu respuesta, con razones"), [Needed(), Length(max=3000)], render_kw={"rows": 4})
    upheld = Choose(
        _l("Decisión"), choices=options([("no", _l("La decisión queda en pie")), ("yes", _l("La decisión se retira"))])
    )


class MediatorForm(Form):
    """Who mediates, and how they are reached."""

    name = Tidy(_l("Nombre"), [Needed(), Length(max=120)])
    contact = Tidy(_l("Cómo se le encuentra"), [Needed(), Length(max=200)])


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
