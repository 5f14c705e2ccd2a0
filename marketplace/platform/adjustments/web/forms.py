"""The forms of adjustments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from marketplace.platform.adjustments.rules import REASONS, AdjustmentKind
from marketplace.platform.adjustments.web.words import kind_label, reason_label
from marketplace.web.forms import Choose, Form, MoneyField, Needed, Prose, Tidy, options

GIVE, TAKE = "give", "take"


class AdjustmentForm(Form):
    """Whose money, how much, which way, and why."""

    shop = Choose(_l("Tienda"))
    kind = Choose(_l("Qué es"))
    way = Choose(
        _l("Hacia dónde"), choices=options([(GIVE, _l("Se le da a la tienda")), (TAKE, _l("Se le descuenta"))])
    )
    amount = MoneyField(_l("Importe en pesos"), [Needed()])
    reason = Choose(_l("Motivo"))
    order = Tidy(
        _l("Pedido"), [Length(max=20)], description=_l("Su código, si se trata de uno."),
        render_kw={"autocapitalize": "characters"},
    )  # fmt: skip
    facts = Prose(
        _l("Qué pasó"), [Needed(), Length(max=2000)], description=_l("La tienda lo lee tal cual, con tu nombre."),
        render_kw={"rows": 4},
    )  # fmt: skip

    def offer(self, shops: list[tuple[str, str]]) -> None:
        """Fill in what may be chosen."""
        self.shop.choices = options(shops)
        self.kind.choices = options((kind.value, kind_label(kind)) for kind in AdjustmentKind)
        self.reason.choices = options(
            (reason.value, f"{kind_label(kind)}: {reason_label(reason)}")
            for kind, reasons in REASONS.items()
            for reason in reasons
        )


class DecisionForm(Form):
    """What somebody else decides about it."""

    verdict = Choose(
        _l("Decisión"), choices=options([("yes", _l("Que se haga")), ("no", _l("Que no se haga"))])
    )  # fmt: skip
    answer = Prose(
        _l("Por qué no"), [Length(max=2000)], description=_l("Solo si no se hace."), render_kw={"rows": 3}
    )  # fmt: skip


class AdjustmentAppealForm(Form):
    """Why the adjustment is wrong."""

    body = Prose(_l("Por qué no es correcto"), [Needed(), Length(max=3000)], render_kw={"rows": 6})


class AdjustmentAppealAnswerForm(Form):
    """What became of an appeal."""

    answer = Prose(_l("Tu respuesta, con razones"), [Needed(), Length(max=3000)], render_kw={"rows": 4})
    upheld = Choose(
        _l("Decisión"), choices=options([("no", _l("El ajuste queda en pie")), ("yes", _l("El ajuste se deshace"))])
    )
