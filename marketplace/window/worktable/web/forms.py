"""Forms of the table: a row's cells, a view's name, and what an act on many products is told."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from marketplace.goods.catalog import CATEGORIES, BulkKind, PriceEnding, leaves
from marketplace.goods.inventory import StockReason
from marketplace.kernel.module import labels
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.reading import read_signed
from marketplace.web.formatting import money
from marketplace.web.forms import Carried, Choose, Form, MoneyField, Needed, Reads, Seen, Tidy, WholeNumber, options
from marketplace.web.pages import language
from marketplace.window.worktable.service import RowSaid

_DEAREST_MINOR = 500_000_000
_MOST_PIECES = 1_000_000
_PRICE = NumberRange(1, _DEAREST_MINOR, message=_l("Escribe un precio de un centavo a cinco millones de pesos."))


class ChangeBox(Reads):
    """By how much something changes: `+5`, `-2.50`, `5 %`."""

    longest = 20

    def read(self, typed: str) -> Decimal:
        return read_signed(typed)

    def write(self, value: Decimal) -> str:
        return f"{value:+f}"


class PiecesForm(Form):
    """How many pieces more or fewer there are of a form of a product, and why."""

    variant = Carried(most=40)
    delta = ChangeBox(_l("Piezas más o menos"), [Optional()])
    reason = SelectField(_l("Por qué"), default="")
    seen_on_hand = Seen()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = options(reason_choices())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what belongs together: whole pieces, and a reason where there are any."""
        good: bool = super().validate(extra_validators)
        if self.delta.data is None or self.delta.errors:
            return good
        if self.delta.data != self.delta.data.to_integral_value() or abs(self.delta.data) > _MOST_PIECES:
            self.delta.errors = [_("Escribe un número entero, sin decimales.")]
            return False
        if self.delta.data and not self.reason.data:
            self.reason.errors = [_("Elige por qué.")]
            return False
        return good

    @property
    def variant_id(self) -> UUID | None:
        """Which form of the product it is about."""
        try:
            return UUID(self.variant.data or "")
        except ValueError:
            return None

    @property
    def pieces(self) -> int:
        """How many more, or fewer."""
        return int(self.delta.data or 0)

    @property
    def why(self) -> StockReason | None:
        """The reason that was chosen."""
        return StockReason(self.reason.data) if self.reason.data else None

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, and what is wrong with each, for the row to show."""
        boxes = {box.short_name: box for box in self}
        return {
            "variant": str(self.variant_id),
            "values": {
                name: (box._value() if isinstance(box, Reads) else box.data or "") for name, box in boxes.items()
            },
            "errors": {name: [str(one) for one in box.errors] for name, box in boxes.items() if box.errors},
        }


class RowForm(PiecesForm):
    """The cells of a form of a product: price, key, pieces."""

    price = MoneyField(_l("Precio"), [Needed(), _PRICE])
    seen_price = Seen()
    sku = Tidy(_l("Clave"), [Needed(), Length(max=60)])
    seen_sku = Carried(most=60)
    sure = Carried(most=80)

    def said(self, variant_id: UUID) -> RowSaid:
        """What the verb is told."""
        return RowSaid(
            variant_id=variant_id, sku=self.sku.data, seen_sku=self.seen_sku.data or "", price_minor=self.price.data,
            seen_minor=self.seen_price.data, delta=self.pieces, reason=self.why, seen_on_hand=self.seen_on_hand.data,
            sure=self.sure.data or "",
        )  # fmt: skip


class ViewForm(Form):
    """The name of a view."""

    name = Tidy(_l("Nombre de la vista"), [Needed(), Length(max=40)])


class BulkForm(Form):
    """What every act on many products carries: the mark of what was shown, and whether somebody means it."""

    key = Carried(most=40)
    seen = Carried(most=80)
    sure = BooleanField()

    def said(self) -> dict[str, Any]:
        """What is done, as the verb is told it."""
        return {}


class PriceChangeForm(BulkForm):
    """By how much prices change, and how they end."""

    change = ChangeBox(
        _l("Cuánto cambian"),
        [Optional()],
        description=_l("Por ejemplo 5 para subir o -5 para bajar."),
        render_kw={"inputmode": "text", "autofocus": True, "autocomplete": "off"},
    )
    by = RadioField(
        _l("En"), choices=options([("percent", _l("Por ciento")), ("pesos", _l("Pesos"))]), default="percent"
    )
    ending = RadioField(
        _l("Cómo terminan"),
        choices=options([("exact", _l("Como salgan")), ("00", _l("En .00")), ("90", _l("En .90"))]),
        default="exact",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what belongs together: a change, or another ending; no more than prices can bear."""
        if not super().validate(extra_validators):
            return False
        change = self.change.data or Decimal(0)
        if not change and self.ending.data == PriceEnding.AS_IT_COMES:
            self.change.errors = [_("Di cuánto cambian.")]
        elif self.by.data == "percent" and not -100 < change <= 1_000:
            self.change.errors = [_("Escribe un porcentaje de más de -100 y hasta 1,000.")]
        elif abs(change) * 100 > _DEAREST_MINOR:
            self.change.errors = [_("Escribe un cambio de hasta %(most)s.", most=money(_DEAREST_MINOR))]
        elif change * 100 != (change * 100).to_integral_value():
            self.change.errors = [_("Escribe hasta dos decimales.")]
        return not self.change.errors

    def said(self) -> dict[str, Any]:
        """What is done, as the verb is told it."""
        hundredths = int((self.change.data or 0) * 100)
        amount = {"basis_points": hundredths} if self.by.data == "percent" else {"minor": hundredths}
        return {**amount, "ending": self.ending.data}


class TermsChangeForm(BulkForm):
    """Which terms products get; what is left open stays as it is."""

    warranty_months = WholeNumber(
        _l("Garantía, en meses"),
        [Optional(), NumberRange(LEAST_WARRANTY_MONTHS, 240, message=_l("Tres o más, por ley (LFPC 77)."))],
    )
    return_days = WholeNumber(
        _l("Días para devolver"),
        [Optional(), NumberRange(LEAST_RETURN_DAYS, 3_650, message=_l("Cinco o más, por ley (LFPC 56)."))],
    )
    return_paid_by = SelectField(
        _l("El envío de regreso lo paga"),
        choices=options([("", _l("Como está")), ("seller", _l("La tienda")), ("buyer", _l("Quien compra"))]),
        default="",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Something is to change."""
        if not super().validate(extra_validators):
            return False
        if not self.said():
            self.warranty_months.errors = [_("Di qué cambia.")]
            return False
        return True

    def said(self) -> dict[str, Any]:
        """What is done, as the verb is told it."""
        given = {name: self[name].data for name in ("warranty_months", "return_days", "return_paid_by")}
        return {name: value for name, value in given.items() if value not in (None, "")}


class CategoryForm(BulkForm):
    """To which category products move."""

    category = Choose(_l("A qué categoría"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = options(leaf_choices(language()))

    def said(self) -> dict[str, Any]:
        """What is done, as the verb is told it."""
        return {"category": self.category.data}


def reason_choices() -> list[tuple[str, str]]:
    """Why there may be more or fewer pieces; none is chosen beforehand."""
    say = labels()["stock_reason"]
    return [("", "—"), *((one.value, say(one.value)) for one in StockReason)]


@lru_cache
def leaf_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Every leaf as "Hogar y cocina › Cafeteras", in a language."""
    return tuple((leaf.code, " › ".join(CATEGORIES[code].name(language) for code in leaf.path)) for leaf in leaves())


FORMS: dict[BulkKind, type[BulkForm]] = {
    BulkKind.PRICE: PriceChangeForm,
    BulkKind.TERMS: TermsChangeForm,
    BulkKind.CATEGORY: CategoryForm,
}
