"""The forms of the product desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    MultipleFileField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError

from marketplace.goods.catalog import (
    ATTRIBUTES,
    BY_FORM,
    CATEGORIES,
    MOST_AXES,
    MOST_VARIANTS,
    Axis,
    combinations,
    count_combinations,
    country_names,
    leaves,
)
from marketplace.goods.catalog.models import Media
from marketplace.goods.inventory import VariantRow
from marketplace.kernel.reading import read_gtin, read_sat_key, read_sat_unit, write_gtin
from marketplace.web.forms import (
    PHOTOS,
    Carried,
    Choose,
    Form,
    Measure,
    MoneyField,
    Needed,
    NeededFor,
    PartForm,
    Prose,
    ReadBy,
    Seen,
    Tidy,
    WholeNumber,
    options,
)
from marketplace.web.problems import Problem, differences
from marketplace.window.storefront.web.attribute_fields import attribute_field

_MOST_PESOS_MINOR = 500_000_000
_MOST_STOCK = 1_000_000
_AXES = range(1, MOST_AXES + 1)
_FOR_REVIEW = _l("hace falta para la revisión")
_PIECES = (NumberRange(0, _MOST_STOCK, message=_l("Escribe piezas de 0 en adelante.")),)


def category_choices(language: str) -> list[SelectChoice]:
    """Every leaf as "Hogar y cocina › Cafeteras"."""
    return options((leaf.code, " › ".join(CATEGORIES[code].name(language) for code in leaf.path)) for leaf in leaves())


class NewProductForm(Form):
    """What a product begins with; the rest is on its page."""

    title = Tidy(_l("Nombre del producto"), [Needed(), Length(max=120)])
    category = Choose(_l("Categoría"))


class PriceAboveZero:
    """A price above zero."""

    def __call__(self, form: PartForm, field: Field) -> None:
        if field.errors:
            raise StopValidation
        if field.data is None:
            if _row_used(form) and not form["removed"].data:
                raise StopValidation(_("Falta el precio."))
            raise StopValidation
        if not 0 < field.data <= _MOST_PESOS_MINOR:
            raise StopValidation(_("Escribe un precio mayor que cero, en pesos."))


def _row_used(form: PartForm) -> bool:
    return bool(form["sku"].data or form["name"].data or form["id"].data)


class VariantForm(PartForm):
    """A row of the variants table. An empty row is no variant."""

    id = Carried(most=36)
    seen_price = Seen()  # in centavos, and how many there were: what is not touched is not written back
    seen_on_hand = Seen()
    name = Tidy(_l("Variante"), [Length(max=100)])
    sku = Tidy(_l("Clave (SKU)"), [Length(max=40)])
    price = MoneyField(_l("Precio con IVA"), [PriceAboveZero()])
    on_hand = WholeNumber(_l("Piezas"), [Optional(), *_PIECES])
    picture = SelectField(_l("Foto"), choices=[], default="")
    gtin = ReadBy(
        _l("Código de barras"),
        [Optional(), Length(max=60)],
        reader=read_gtin,
        writer=write_gtin,
        render_kw={"inputmode": "numeric"},
    )
    weight = Measure(
        _l("Peso, en gramos"),
        [Optional(), NumberRange(1, 1_000_000, message=_l("Escribe el peso en gramos."))],
        unit="g",
        whole=True,
    )
    removed = BooleanField(_l("Quitar"))

    def validate_sku(self, field: Field) -> None:
        """A row that names a variant which cannot be one is nobody's."""
        if self["id"].data and self.variant_id is None:
            raise ValidationError(_("Esta variante ya no está. Recarga la página."))

    @property
    def used(self) -> bool:
        """Whether this row says anything."""
        return self.price.data is not None or _row_used(self)

    @property
    def variant_id(self) -> UUID | None:
        """Whose row this is; None for a new one, and for a name that none has."""
        try:
            return UUID(self["id"].data or "")
        except ValueError:
            return None

    def show_now(self, *, price_minor: int, on_hand: int) -> None:
        """Show price and pieces as they are now, where nobody typed another."""
        for box, seen, now in (
            (self.price, self.seen_price, price_minor),
            (self.on_hand, self.seen_on_hand, on_hand),
        ):
            if box.data == seen.data:
                box.data, box.raw_data = now, None
            seen.show(now)


class PleaForm(Form):
    """Why what staff declined is right."""

    plea = Prose(
        _l("Por qué es correcto"),
        [Needed(), Length(max=1000)],
        description=_l("Lo lee alguien que no tomó la decisión."),
        render_kw={"rows": 3},
    )


class ProductForm(Form):
    """All that a shop says of a product. Its attributes are added for its category by `product_form`."""

    title = Tidy(_l("Nombre del producto"), [Needed(), Length(max=120)])
    category = SelectField(_l("Categoría"), [Needed()])
    description = Prose(
        _l("Descripción"),
        [NeededFor(_FOR_REVIEW), Length(max=5000)],
        render_kw={"rows": 6},
        description=_l("Qué es, para quién sirve, qué incluye. Lo que no digas, te lo van a preguntar."),
    )
    brand = Tidy(
        _l("Marca"), [NeededFor(_FOR_REVIEW), Length(max=60)], description=_l("Si lo haces tú, tu propio nombre.")
    )
    model = Tidy(_l("Modelo"), [Length(max=60)])
    gtin = ReadBy(
        _l("Código de barras"),
        [Optional(), Length(max=60)],
        reader=read_gtin,
        writer=write_gtin,
        description=_l("Los números bajo las barras, o el ISBN. Si no trae, déjalo vacío."),
        render_kw={"inputmode": "numeric"},
    )
    no_gtin = SelectField(
        _l("Si no tiene código de barras, por qué"),
        choices=options([
            ("", "—"), ("handmade", _l("Lo hacemos a mano")), ("own_brand", _l("Es marca propia, sin código")),
            ("bundle", _l("Es un conjunto que armamos")), ("other", _l("Otra razón")),
        ]),
        default="",
        description=_l("Lo ve quien revisa. Sin código ni razón también se publica, pero no se compara entre tiendas."),
    )  # fmt: skip
    origin_country = SelectField(_l("Hecho en"), default="")
    nom = Tidy(
        _l("Normas que cumple"),
        [Length(max=200)],
        description=_l("Las NOM de su etiqueta, con el número de certificado: NOM-001-SCFI-2018, …"),
    )
    maker = Tidy(
        _l("Fabricante o importador"),
        [Length(max=200)],
        description=_l("Nombre y domicilio, como en la etiqueta. Lo lee quien compra."),
    )
    hs_code = Tidy(
        _l("Fracción arancelaria"),
        [Length(max=20)],
        description=_l("De 6 a 10 números, para enviar fuera del país. No se muestra."),
        render_kw={"inputmode": "numeric"},
    )
    condition = SelectField(
        _l("Condición"),
        choices=options([("new", _l("Nuevo")), ("used", _l("Usado")), ("refurbished", _l("Reacondicionado"))]),
    )
    warranty_months = WholeNumber(
        _l("Garantía, en meses"), [Needed()], description=_l("Tres o más, por ley (LFPC 77).")
    )
    warranty_by = Tidy(_l("Quién atiende la garantía"), [Length(max=80)])
    return_days = WholeNumber(_l("Días para devolver"), [Needed()], description=_l("Cinco o más, por ley (LFPC 56)."))
    return_paid_by = SelectField(
        _l("El envío de regreso lo paga"), choices=options([("seller", _l("La tienda")), ("buyer", _l("Quien compra"))])
    )
    instalments = BooleanField(_l("Se puede pagar a meses sin intereses, si tu tienda los ofrece"))
    sat_key = ReadBy(
        _l("Clave del SAT"),
        [Optional(), Length(max=60)],
        reader=read_sat_key,
        description=_l("Los ocho números del catálogo de productos y servicios."),
        render_kw={"inputmode": "numeric"},
    )
    sat_unit = ReadBy(
        _l("Unidad del SAT"), [Optional(), Length(max=60)], reader=read_sat_unit, description=_l("Por pieza es H87.")
    )
    weight_grams = Measure(
        _l("Peso empacado, en gramos"),
        [Needed(), NumberRange(1, 1_000_000, message=_l("Escribe el peso en gramos."))],
        unit="g",
        whole=True,
    )
    length_cm = Measure(_l("Largo, en cm"), [Optional(), NumberRange(0, 500)], unit="cm")
    width_cm = Measure(_l("Ancho, en cm"), [Optional(), NumberRange(0, 500)], unit="cm")
    height_cm = Measure(_l("Alto, en cm"), [Optional(), NumberRange(0, 500)], unit="cm")
    axis_1_name = Tidy(_l("Opción 1"), [Length(max=30)], render_kw={"list": "axis-names"})
    axis_1_values = Tidy(_l("Valores de la opción 1"), [Length(max=600)])
    axis_2_name = Tidy(_l("Opción 2"), [Length(max=30)], render_kw={"list": "axis-names"})
    axis_2_values = Tidy(_l("Valores de la opción 2"), [Length(max=600)])
    axis_3_name = Tidy(_l("Opción 3"), [Length(max=30)], render_kw={"list": "axis-names"})
    axis_3_values = Tidy(_l("Valores de la opción 3"), [Length(max=600)])
    variants = FieldList(FormField(VariantForm), _l("Precio y piezas"), min_entries=1, max_entries=MOST_VARIANTS)
    pictures = MultipleFileField(
        _l("Agregar fotos"),
        description=_l("JPG, PNG, WebP, AVIF o HEIC. La primera se ve en las búsquedas."),
        render_kw={"accept": PHOTOS},
    )
    sure = Carried(most=1000)  # prices that were asked about
    revision = Seen()  # the product's version that this form showed

    def axes(self) -> list[Axis]:
        """What its forms differ by, as typed: values parted by commas."""
        typed = [(self[f"axis_{n}_name"].data or "", self[f"axis_{n}_values"].data or "") for n in _AXES]
        return [
            {"name": name, "values": [value.strip() for value in values.split(",") if value.strip()]}
            for name, values in typed
            if name or values
        ]

    def axis_fields(self) -> list[tuple[Field, Field]]:
        """The boxes of each axis: its name and its values."""
        return [(self[f"axis_{n}_name"], self[f"axis_{n}_values"]) for n in _AXES]

    def combine(self) -> int:
        """Add a row for every combination that has none, each with the first price; gives how many were added.

        Where there would be more rows than a product may have, nothing is added and the last axis says so.
        """
        axes = self.axes()
        taken = {row.name.data for row in (entry.form for entry in self.variants) if row.name.data}
        if count_combinations(axes) > MOST_VARIANTS:
            return -1
        missing = [name for name in combinations(axes) if name not in taken]
        price = next((entry.form.price.data for entry in self.variants if entry.form.price.data), None)
        blank = [entry.form for entry in self.variants if not entry.form.name.data and not entry.form["id"].data]
        if len(self.variants) + len(missing) - len(blank) > MOST_VARIANTS:
            return -1
        for name in missing:
            row = blank.pop(0) if blank else self._another_row()
            row.name.data, row.name.raw_data = name, None
            if row.price.data is None and not any(row.price.raw_data or ()):
                row.price.data, row.price.raw_data = price, None
        return len(missing)

    def _another_row(self) -> VariantForm:
        row: VariantForm = self.variants.append_entry().form
        row.picture.choices = self.variants[0].form.picture.choices
        return row

    def attribute_fields(self) -> list[Field]:
        """The fields of the category's attributes, in order."""
        return [field for name, field in self._fields.items() if name.startswith("attr_")]

    def show_now(self, now: ProductForm) -> list[Problem]:
        """Bring a form that is older than its product up to date; lists what now says something else than it does.

        What somebody typed stays in its box; prices and pieces that they did not touch show what is true now.
        """
        self.revision.show(now.revision.data)
        found = differences(self, now._fields)
        typed = {entry.form.variant_id: entry.form for entry in self.variants}
        for row in (entry.form for entry in now.variants):
            mine = typed.get(row.variant_id) if row.variant_id else None
            if mine is not None:
                mine.show_now(price_minor=row.price.data, on_hand=row.on_hand.data)
                found += differences(mine, row._fields, row.name.data or "")
        return found

    def attributes(self) -> dict[str, Any]:
        """What was said of the category's attributes; what was left open is not said."""
        return {
            field.name.removeprefix("attr_"): field.data
            for field in self.attribute_fields()
            if field.data not in (None, "")
        }


class CountForm(Form):
    """How many pieces there are of each variant. The boxes are added for a product by `count_form`."""

    def boxes(self) -> list[Field]:
        """The boxes of the variants, in order."""
        return [field for name, field in self._fields.items() if name.startswith("pieces_")]

    def counted(self) -> dict[UUID, tuple[int, int]]:
        """What was counted and what the page showed, by variant; what was left as it was is not counted again."""
        said = {
            UUID(box.name.removeprefix("pieces_")): (box.data, self[f"seen_{box.name}"].data) for box in self.boxes()
        }
        return {variant_id: (pieces, seen) for variant_id, (pieces, seen) in said.items() if pieces != seen}

    def show_now(self, variant_id: UUID, on_hand: int) -> None:
        """Show how many there are now, to be counted again from."""
        self[f"seen_pieces_{variant_id}"].show(on_hand)


def count_form(variants: Sequence[VariantRow]) -> CountForm:
    """Make the form that counts a product's pieces."""
    fields: dict[str, Field] = {}
    for variant in variants:
        held = _("%(n)s apartadas", n=variant.reserved) if variant.reserved else ""
        fields[f"pieces_{variant.id}"] = WholeNumber(
            variant.name or _("Piezas"), [Needed(), *_PIECES], description=held, render_kw={"inputmode": "numeric"}
        )
        fields[f"seen_pieces_{variant.id}"] = Seen()
    shown = {f"{name}pieces_{one.id}": one.on_hand for one in variants for name in ("", "seen_")}
    form: CountForm = type("ProductCountForm", (CountForm,), fields)(data=shown)
    return form


def product_form(category: str, language: str, *, pictures: Sequence[Media] = (), **kwargs: Any) -> ProductForm:
    """Make the product form with the attributes of a category, and the pictures that a variant may be shown by."""
    known = CATEGORIES[category]
    fields = {
        f"attr_{code}": attribute_field(ATTRIBUTES[code], language, required=code in known.required)
        for code in known.attributes
        if not ATTRIBUTES[code].retired
    }
    form: ProductForm = type("CategoryProductForm", (ProductForm,), fields)(**kwargs)
    form.category.choices = category_choices(language)
    form.origin_country.choices = options([("", "—"), *country_names(language).items()])
    shown = [(one.key, _("Foto %(n)s", n=number)) for number, one in enumerate(pictures, 1)]
    for entry in form.variants:
        entry.form.picture.choices = options([("", "—"), *shown])
    return form


def axis_names(language: str) -> list[str]:
    """The axes by which people filter, as names to choose from."""
    return [ATTRIBUTES[code].name(language) for code in BY_FORM]
