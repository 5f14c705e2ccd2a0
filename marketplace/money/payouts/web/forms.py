"""Forms of payouts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.kernel.reading import read_clabe
from marketplace.money.payouts.rules import Every, PayDay, Plan
from marketplace.money.payouts.web.words import every_label, weekday_label
from marketplace.web.forms import Form, MoneyField, Needed, Prose, ReadBy, Seen, WholeNumber, options

_MOST_LEAST = 10_000_00


class PayoutForm(Form):
    """The account that the shop's money goes to."""

    clabe = ReadBy(
        _l("CLABE"),
        [Needed(), Length(max=60)],
        reader=read_clabe,
        description=_l("18 dígitos, a nombre de quien vende. Tu banco la muestra en su aplicación."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class CentavosForm(Form):
    """How many centavos were deposited."""

    centavos = WholeNumber(
        _l("¿Cuántos centavos te depositamos?"),
        [Needed(), NumberRange(1, 99, message=_l("Son entre 1 y 99 centavos."))],
        description=_l("Busca en tu banco un depósito de Tianguis de menos de un peso. Si fue de $0.37, escribe 37."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class PlanForm(Form):
    """When the shop is paid."""

    every = SelectField(_l("Cada cuánto"))
    weekday = SelectField(_l("Qué día"), coerce=int)
    least = MoneyField(
        _l("Solo si son al menos (pesos)"),
        [Optional(), NumberRange(0, _MOST_LEAST, message=_l("Entre 0 y 10,000 pesos."))],
        description=_l("Lo que no alcance se junta para la siguiente vez."),
        render_kw={"inputmode": "decimal"},
    )
    version = Seen()

    def plan(self) -> Plan:
        """What was chosen."""
        return Plan(Every(self.every.data), self.weekday.data, self.least.data or 0)


def plan_form(plan: Plan, version: int) -> PlanForm:
    """Make the form with what is chosen now."""
    form = PlanForm(every=plan.every.value, weekday=int(plan.weekday), least=plan.least_minor, version=version)
    form.every.choices = options((one.value, every_label(one)) for one in Every)
    form.weekday.choices = options((str(int(one)), weekday_label(one)) for one in PayDay)
    return form


class AnswerForm(Form):
    """The bank's answer to a file."""

    bank_answer = Prose(
        _l("Respuesta del banco"),
        [Needed(), Length(max=5_000)],
        description=_l("Pega el archivo: referencia,resultado,motivo. El resultado es pagado, rechazado o devuelto."),
        render_kw={"rows": 8, "spellcheck": "false"},
    )
