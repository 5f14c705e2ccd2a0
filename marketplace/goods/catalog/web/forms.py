"""The forms by which staff change the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from marketplace.goods.catalog.rules import AttributeKind, Goods
from marketplace.goods.catalog.taxonomy import known
from marketplace.goods.catalog.taxonomy_edits import AttributeData, CategoryData
from marketplace.goods.catalog.taxonomy_models import AttributeRow, CategoryRow
from marketplace.goods.catalog.web.words import goods_said, kind_said
from marketplace.kernel.reading import read_sat_key
from marketplace.kernel.text import slugify
from marketplace.web.forms import Carried, Choose, Form, Needed, Prose, ReadBy, Seen, Tidy, WholeNumber, options
from marketplace.web.problems import Problem, differences

_MOST_VALUES = 200
_MARK = "*"


class _Edit(Form):
    """A form that carries what it showed: the row's `version`, and what a change does, once that was seen."""

    version = Seen()
    sure = Carried(most=40)

    def show_now(self, now: _Edit) -> list[Problem]:
        """Bring a form that is older than its row up to date; lists what the row says now. What was typed stays."""
        self.version.show(now.version.data)
        return differences(self, now._fields)


class CategoryEditForm(_Edit):
    """A category."""

    es = Tidy(_l("Nombre en español"), [Needed(), Length(max=60)])
    en = Tidy(_l("Nombre en inglés"), [Needed(), Length(max=60)])
    slug = Tidy(
        _l("Dirección"),
        [Length(max=60)],
        description=_l(
            "La parte después de /c/. Quien llegue por la de antes pasa a la nueva. Vacía, sale del nombre."
        ),
    )
    parent = SelectField(_l("Está en"))
    position = WholeNumber(_l("Lugar entre las de su nivel"), [Optional(), NumberRange(0, 9_999)])
    attributes = Prose(
        _l("Datos que se piden"),
        [Length(max=4_000)],
        description=_l("El código de cada uno en un renglón, en su orden; con * al final, es obligatorio."),
    )
    goods = SelectField(_l("Para el IVA es"))
    article = Tidy(_l("Artículo de la ley que lo dice"), [Length(max=80)])
    sat_key = ReadBy(
        _l("Clave del SAT"),
        [Optional(), Length(max=20)],
        reader=read_sat_key,
        description=_l("Vacía, es la de la categoría de arriba."),
    )
    retired = BooleanField(_l("Retirada: nadie más la elige; lo que ya está en ella sigue a la venta"))

    def written(self) -> CategoryData:
        """What was typed, as the verb takes it."""
        lines = [line.strip() for line in (self.attributes.data or "").splitlines() if line.strip()]
        return CategoryData(
            self.es.data,
            self.en.data,
            self.slug.data or slugify(self.es.data),
            self.parent.data or None,
            self.position.data or 0,
            tuple((line.removesuffix(_MARK).strip(), line.endswith(_MARK)) for line in lines),
            self.goods.data or None,
            self.article.data or "",
            self.sat_key.data or None,
            bool(self.retired.data),
        )


def category_form(row: CategoryRow | None, language: str, **kwargs: Any) -> CategoryEditForm:
    """Make the form of a category, filled with what it says now."""
    said = {} if row is None else {name: getattr(row, name) for name in ("es", "en", "slug", "position", "article")}
    if row is not None:
        lines = [code + (f" {_MARK}" if required else "") for code, required in row.attributes]
        said |= {
            "parent": row.parent or "", "goods": row.goods or "", "sat_key": row.sat_key, "retired": row.retired,
            "version": row.version, "attributes": "\n".join(lines),
        }  # fmt: skip
    form = CategoryEditForm(data={"version": 0, **said}, **kwargs)
    own = row.code if row else None
    above = [
        one
        for one in known().categories.values()
        if len(one.path) < 3
        and own not in one.path
        and (not one.retired or (row is not None and one.code == row.parent))
    ]
    form.parent.choices = options(
        [("", _("El primer nivel")), *((one.code, path_said(one.path, language)) for one in above)]
    )
    kinds = [(kind.value, goods_said(kind)) for kind in Goods]
    form.goods.choices = options([("", _("Lo que es la categoría de arriba")), *kinds])
    return form


def path_said(path: Sequence[str], language: str) -> str:
    """Name a category with those above it."""
    categories = known().categories
    return " › ".join(categories[code].name(language) for code in path)


class MergeCategoriesForm(_Edit):
    """A category that becomes part of another."""

    into = Choose(_l("Pasa a ser parte de"))


def merge_form(row: CategoryRow, language: str, **kwargs: Any) -> MergeCategoriesForm:
    """Make the form by which a category becomes part of another that holds goods."""
    form = MergeCategoriesForm(prefix="merge-", data={"version": row.version}, **kwargs)
    tree = known()
    there = [
        one for one in tree.categories.values()
        if one.code != row.code and not (one.retired or one.merged_into or tree.children[one.code])
    ]  # fmt: skip
    form.into.choices = options((one.code, path_said(one.path, language)) for one in there)
    return form


class AttributeForm(_Edit):
    """Something that is asked of goods. Where its values go, boxes are added by `attribute_form`."""

    es = Tidy(_l("Nombre en español"), [Needed(), Length(max=60)])
    en = Tidy(_l("Nombre en inglés"), [Needed(), Length(max=60)])
    help_es = Tidy(_l("Ayuda en español"), [Length(max=200)], description=_l("La lee la tienda junto a la caja."))
    help_en = Tidy(_l("Ayuda en inglés"), [Length(max=200)])
    kind = Choose(_l("Tipo"))
    unit = Tidy(_l("Unidad"), [Length(max=12)], description=_l("De un número: cm, g, W."))
    decimals = WholeNumber(_l("Decimales"), [Optional(), NumberRange(0, 4)])
    better = SelectField(_l("Al comparar es mejor"))
    values = Prose(
        _l("Valores"),
        [Length(max=5_000)],
        description=_l("De una opción: código | español | inglés, uno por renglón y en su orden."),
    )
    filterable = BooleanField(_l("Se puede filtrar por él"))
    comparable = BooleanField(_l("Sale en la comparación"))
    axis = BooleanField(_l("Las variantes de un producto pueden ser distintas en él"))
    retired = BooleanField(_l("Retirado: no se pide ni se filtra por él; lo que ya se dijo se guarda"))

    def validate_values(self, field: Prose) -> None:
        """Each line has a code and two names, no code stands twice, and there are not too many."""
        lines = _lines(field.data)
        if len(lines) > _MOST_VALUES:
            raise ValidationError(_("Caben %(most)s valores.", most=_MOST_VALUES))
        codes = [_value(line)[0] for line in lines]
        for number, line in enumerate(lines, 1):
            code, es, en = _value(line)
            if not (code and es and en) or len(code) > 40 or max(len(es), len(en)) > 60 or line.count("|") > 2:
                raise ValidationError(_("Renglón %(n)s: escribe código | español | inglés.", n=number))
            if codes.index(code) != number - 1:
                raise ValidationError(_("Renglón %(n)s: el código %(code)s está dos veces.", n=number, code=code))

    def written(self) -> AttributeData:
        """What was typed, as the verb takes it."""
        return AttributeData(
            self.es.data, self.en.data, self.kind.data, self.help_es.data or "", self.help_en.data or "",
            self.unit.data or "", self.decimals.data or 0, self.better.data or None,
            tuple(_value(line) for line in _lines(self.values.data)),
            bool(self.filterable.data), bool(self.comparable.data), bool(self.axis.data), bool(self.retired.data),
            {box.description: box.data for box in self.boxes() if box.data},
        )  # fmt: skip

    def boxes(self) -> list[SelectField]:
        """The boxes that say what takes the place of each value; `description` is the value's code."""
        return [field for name, field in self._fields.items() if name.startswith("instead_")]


def _lines(typed: str | None) -> list[str]:
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def _value(line: str) -> tuple[str, str, str]:
    code, es, en = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    return code, es, en


def attribute_form(row: AttributeRow | None, **kwargs: Any) -> AttributeForm:
    """Make the form of an attribute, filled with what it says now."""
    values: list[list[Any]] = [one for one in row.values if one[3]] if row else []
    instead = [("", _("Se queda como está, y nadie más lo elige")), *((code, es) for code, es, _en, _chosen in values)]
    boxes = {
        f"instead_{number}": SelectField(es, choices=options(instead), default="", description=code)
        for number, (code, es, _en, _chosen) in enumerate(values)
    }
    said: Mapping[str, Any] = {"filterable": True, "comparable": True, "version": 0}
    if row is not None:
        names = (
            "es", "en", "help_es", "help_en", "kind", "unit", "decimals", "filterable", "comparable", "axis", "retired",
            "version",
        )  # fmt: skip
        said = {name: getattr(row, name) for name in names} | {
            "better": row.better or "",
            "values": "\n".join(" | ".join(one[:3]) for one in values),
        }
    form: AttributeForm = type("FilledAttributeForm", (AttributeForm,), boxes)(data=said, **kwargs)
    form.kind.choices = options((kind.value, kind_said(kind)) for kind in AttributeKind)
    form.better.choices = options([("", _("Ninguno")), ("more", _("Más")), ("less", _("Menos"))])
    return form
