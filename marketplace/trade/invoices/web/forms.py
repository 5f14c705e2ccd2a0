"""The forms of invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import Length, Optional

from marketplace.kernel.module import labels
from marketplace.kernel.work import Work
from marketplace.money.cfdi import REGIMES
from marketplace.trade.invoices.papers import OFFERED_USES
from marketplace.trade.invoices.rules import InvoiceDecline, TaxData
from marketplace.trade.invoices.service import faults_of_tax_data
from marketplace.trade.invoices.web.words import decline_label
from marketplace.web.forms import Choose, Form, Needed, PostalCodeBox, RfcBox, Tidy, options


class TaxForm(Form):
    """Whom an invoice is for."""

    rfc = RfcBox(_l("RFC"), [Needed()], render_kw={"autocomplete": "off", "autocapitalize": "characters"})
    name = Tidy(
        _l("Nombre o razón social"),
        [Needed(), Length(max=254)],
        description=_l("Como está en la constancia de situación fiscal, sin “S.A. de C.V.”."),
    )
    regime = Choose(_l("Régimen fiscal"))
    use = Choose(_l("Uso de la factura"))
    postal_code = PostalCodeBox(
        _l("Código postal del domicilio fiscal"), [Needed()], render_kw={"inputmode": "numeric"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = labels()
        self.regime.choices = options((key, say["regime"](key)) for key in REGIMES)
        self.use.choices = options((key, say["cfdi_use"](key)) for key in OFFERED_USES)

    def told(self) -> TaxData:
        """What was filled in; of what is empty or cannot be read, nothing."""
        boxes = (self.rfc, self.name, self.postal_code, self.regime, self.use)
        return TaxData(*(box.data or "" for box in boxes))

    def carry_out(self, work: Work, act: Callable[[], object]) -> bool:
        """As every form does; what is wrong with the data is said all at once, each at its box."""
        self.validate()
        faults = list(faults_of_tax_data(work, self.told()))
        for fault in faults:
            if fault.field not in self.errors:  # what was chosen that is no choice says so already
                self.show(fault)
        return not faults and super().carry_out(work, act)


class AskForm(TaxForm):
    """Asking for an invoice; who is signed in may have it filled in the next time."""

    keep = BooleanField(_l("Guardar estos datos en mi cuenta para la próxima vez"))


class InvoiceAnswerForm(Form):
    """The invoice that a shop issued."""

    xml = FileField(
        _l("XML timbrado"),
        description=_l("El archivo .xml que te dio quien te timbra. Hasta 1 MB."),
        render_kw={"accept": ".xml,text/xml,application/xml"},
    )
    pdf = FileField(_l("PDF"), description=_l("Su representación impresa. Hasta 5 MB."), render_kw={"accept": ".pdf"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for box in (self.xml, self.pdf):  # the view looks whether they came: one may have been brought before
            box.flags.required = True


class InvoiceDeclineForm(Form):
    """What of the data is wrong."""

    reason = SelectField(_l("Qué dato no pasa"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = options(
            [("", _l("Elige…")), *((one.value, decline_label(one)) for one in InvoiceDecline)]
        )

    def chosen(self) -> InvoiceDecline | None:
        """What was chosen, if anything."""
        return InvoiceDecline(self.reason.data) if self.reason.data else None
