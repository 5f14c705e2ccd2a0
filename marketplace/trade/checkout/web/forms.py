"""The forms of buying, and of the addresses that somebody keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, SelectField, ValidationError
from wtforms.validators import Length, Optional

from marketplace.kernel.module import labels
from marketplace.kernel.reading import key_of_name, write_telephone
from marketplace.money.cfdi import REGIMES
from marketplace.trade.checkout.rules import LONGEST_LABEL
from marketplace.trade.invoices import OFFERED_USES, TaxData
from marketplace.trade.orders import ADDRESS_PARTS
from marketplace.web.forms import (
    Carried,
    Email,
    Form,
    Needed,
    PersonName,
    PostalCodeBox,
    RfcBox,
    Telephone,
    Tidy,
    is_empty,
    options,
)


def _auto(what: str, **more: str) -> dict[str, str]:
    return {"autocomplete": what, **more}


OTHER = "*"  # what the list of a postal code's settlements says for: it is none of these


def _label(*needed: Any) -> Tidy:
    return Tidy(
        _l("Nombre de la dirección"),
        [*needed, Length(max=LONGEST_LABEL)],
        description=_l("Para reconocerla después: Casa, Trabajo, Mis papás."),
        render_kw=_auto("off"),
    )


# It stands before the address on the page, and so among what is wrong: boxes are sorted as they are made.
_email = Email(
    _l("Correo"),
    [Needed()],
    description=_l("Ahí te llega la confirmación y el enlace a tu compra."),
    render_kw=_auto("email", type="email"),
)


class AddressBoxes(Form):
    """Who receives something and where. The colonia is chosen from its postal code's, or written where it is none of them."""

    name = PersonName(_l("Nombre de quien recibe"), [Needed()], render_kw=_auto("name"))
    phone = Telephone(
        _l("Teléfono"),
        [Needed()],
        description=_l("Para la entrega, y para encontrar tu pedido si pides ayuda."),
        render_kw=_auto("tel", type="tel", inputmode="tel"),
    )
    postal_code = PostalCodeBox(_l("Código postal"), [Needed()], render_kw=_auto("postal-code", inputmode="numeric"))
    state = Tidy(
        lazy_pgettext("of the republic", "Estado"), [Needed(), Length(max=60)], render_kw=_auto("address-level1")
    )
    municipality = Tidy(_l("Municipio o alcaldía"), [Needed(), Length(max=80)], render_kw=_auto("address-level2"))
    listed_settlement = SelectField(_l("Colonia"), validate_choice=False, render_kw=_auto("off"))
    settlement = Tidy(_l("Colonia"), [Needed(), Length(max=120)], render_kw=_auto("address-level3"))
    street = Tidy(_l("Calle"), [Needed(), Length(max=160)], render_kw=_auto("address-line1"))
    exterior = Tidy(
        _l("Número exterior"),
        [Needed(), Length(max=20)],
        description=_l("Si no tiene, escribe s/n."),
        render_kw=_auto("off"),
    )
    interior = Tidy(
        _l("Número interior"),
        [Optional(), Length(max=20)],
        description=_l("Departamento, piso o local."),
        render_kw=_auto("address-line2"),
    )
    between = Tidy(_l("Entre qué calles"), [Optional(), Length(max=160)], render_kw=_auto("off"))
    references = Tidy(_l("Señas para encontrarte"), [Optional(), Length(max=200)], render_kw=_auto("off"))
    sure = Carried(most=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed_settlement.choices = []
        if self.chose_settlement and is_empty(self.settlement._value()):
            # What was chosen is read as if it had been written.
            self.settlement.process(MultiDict({"settlement": self.listed_settlement.data}))

    @property
    def chose_settlement(self) -> bool:
        """Whether a colonia was chosen from the list."""
        return self.listed_settlement.data not in (None, "", OTHER)

    @property
    def contradicts_itself(self) -> bool:
        """Whether one colonia was chosen and another written; without scripts both boxes can be filled."""
        written, chosen = self.settlement._value(), self.listed_settlement.data
        return self.chose_settlement and key_of_name(written) != key_of_name(chosen)

    def validate_settlement(self, _field: Field) -> None:
        """Refuse to guess which of two colonias is meant."""
        if self.contradicts_itself:
            raise ValidationError(_("Elegiste una colonia y escribiste otra. Deja solo una."))

    def offer_settlements(self, known: Sequence[str]) -> None:
        """Let the list be of the settlements that a postal code has; what was written stands in one of the two boxes."""
        listed, written = self.listed_settlement, self.settlement._value()
        listed.choices = options([("", _l("Elige…")), *((name, name) for name in known), (OTHER, _l("Otra…"))])
        if not known or self.contradicts_itself:
            return
        same = next((name for name in known if key_of_name(name) == key_of_name(written)), None)
        if same is not None:
            fill(listed, same)
            fill(self.settlement, "")
        elif not is_empty(written):
            fill(listed, OTHER)

    def delivery(self) -> dict[str, Any]:
        """Who receives it and where, as it was read."""
        return {"name": self.name.data, "phone": write_telephone(self.phone.data), **self.address()}

    def address(self) -> dict[str, Any]:
        """Where it goes, as it was read."""
        return {part: self[part].data for part in ADDRESS_PARTS}


class AddressForm(AddressBoxes):
    """An address that somebody keeps."""

    label = _label(Needed())


class CheckoutForm(AddressBoxes):
    """Who buys and where it goes. `key` makes the form count once; `total_seen` is the total it was shown with."""

    email = _email
    keep_address = BooleanField(_l("Guardar esta dirección en mi cuenta"))
    label = _label(Optional())
    invoice = BooleanField(_l("Quiero factura"))
    rfc = RfcBox(_l("RFC"), [Optional()], render_kw=_auto("off", autocapitalize="characters"))
    tax_postal_code = PostalCodeBox(
        _l("Código postal del domicilio fiscal"), [Optional()], render_kw=_auto("off", inputmode="numeric")
    )
    tax_name = Tidy(_l("Nombre o razón social"), [Optional(), Length(max=254)], render_kw=_auto("off"))
    regime = SelectField(_l("Régimen fiscal"), [Optional()])
    use = SelectField(_l("Uso de la factura"), [Optional()])
    keep_tax_data = BooleanField(_l("Guardar estos datos en mi cuenta para la próxima vez"))
    key = Carried(most=100)
    total_seen = Carried(most=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say, nothing = labels(), ("", _l("Elige…"))
        self.regime.choices = options([nothing, *((key, say["regime"](key)) for key in REGIMES)])
        self.use.choices = options([nothing, *((key, say["cfdi_use"](key)) for key in OFFERED_USES)])

    def misses_tax_data(self) -> bool:
        """Say at each empty box of the invoice that it is empty; whether anything is wrong with any."""
        for box in (self[name] for name in TAX_BOXES):
            if not box.data and not box.errors:
                box.errors = [_("Falta este dato.")]
        return any(self[name].errors for name in TAX_BOXES)

    @property
    def leaves_tax_data(self) -> bool:
        """Whether nothing was filled in of whom the invoice is for: who keeps that in their account need not."""
        return not any("".join(self[name].raw_data or []).strip() for name in TAX_BOXES)

    @property
    def wants_invoice(self) -> bool:
        """Whether an invoice is asked for: who writes for whom asks, also without the tick."""
        return bool(self.invoice.data) or not self.leaves_tax_data

    def tax_data(self) -> TaxData:
        """Whom the invoice is for; of what is empty or cannot be read, nothing."""
        boxes = (self.rfc, self.tax_name, self.tax_postal_code, self.regime, self.use)
        return TaxData(*(box.data or "" for box in boxes))


TAX_BOXES = ("rfc", "tax_postal_code", "tax_name", "regime", "use")


def fill(field: Field, value: str) -> None:
    """Let a box show another value than it was sent with."""
    field.data, field.raw_data = value, None
