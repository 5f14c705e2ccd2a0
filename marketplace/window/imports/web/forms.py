"""The forms of imports: a file, what its columns are, and what our categories are called in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, leaves
from marketplace.kernel.made_files import TableFormat
from marketplace.web.forms import Choose, Form, Needed, Seen, options
from marketplace.web.pages import language
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.rules import ATTRIBUTE, Field
from marketplace.window.imports.web.words import field_label


class FileForm(Form):
    """A file of products."""

    file = FileField(
        _l("Archivo CSV o Excel, o un ZIP con fotos"),
        [Needed()],
        description=_l(
            "De Tianguis, Shopify, WooCommerce, Tiendanube o Mercado Libre, o el tuyo; hasta 100,000 renglones. Con solo SKU y "
            "precio, o SKU y existencias, también sirve."
        ),
        render_kw={"accept": ".csv,.xlsx,.txt,.zip,text/csv"},
    )


class ExportForm(Form):
    """As what the shop's products are written."""

    kind = SelectField(_l("Formato"), choices=options([(TableFormat.XLSX, "Excel"), (TableFormat.CSV, "CSV")]))


class TemplateForm(Form):
    """For goods of which category an empty workbook is made."""

    categoria = Choose(_l("Categoría"))


class ColumnsForm(Form):
    """What each column of a file is, and which of our categories its own are. Its boxes are made for each file."""

    version = Seen()

    def mapping(self) -> dict[str, str]:
        """What the columns are said to be, by their place."""
        return {name[4:]: box.data for name, box in self._fields.items() if name.startswith("col-") and box.data}

    def categories(self, written: Sequence[str]) -> dict[str, str]:
        """Which of our categories are said for those of the file."""
        said = {text: self._fields[f"cat-{number}"].data for number, text in enumerate(written)}
        return {text: code for text, code in said.items() if code}


def written_categories(run: ImportRun) -> list[str]:
    """What a shop is asked our category for: of rows that say none, and each that nobody knows or that it said before."""
    return list(dict.fromkeys(["", *run.unknown, *(text for text in run.categories if text)]))


def columns_form(run: ImportRun, **kwargs: Any) -> ColumnsForm:
    """Make the form for a file, filled with what is guessed or was said."""
    what = [("", _("No se usa")), *((one.value, field_label(one.value)) for one in Field)]
    what += [(f"{ATTRIBUTE}{code}", field_label(f"{ATTRIBUTE}{code}")) for code in _attributes()]
    ours = [("", _("Elige…")), *_leaves()]
    boxes: dict[str, Any] = {
        f"col-{place}": SelectField(name, choices=options(what), default=run.mapping.get(str(place), ""))
        for place, name in enumerate(run.columns)
    }
    boxes |= {
        f"cat-{number}": SelectField(
            text or _("Renglones sin categoría"), choices=options(ours), default=run.categories.get(text, "")
        )
        for number, text in enumerate(written_categories(run))
    }
    form: ColumnsForm = type("FileColumnsForm", (ColumnsForm,), boxes)(data={"version": run.version}, **kwargs)
    return form


def _attributes() -> list[str]:
    """Every attribute, in the order of their names."""
    return sorted(ATTRIBUTES, key=lambda code: ATTRIBUTES[code].name(language()))


def _leaves() -> list[tuple[str, str]]:
    spoken = language()
    return [(leaf.code, " › ".join(CATEGORIES[code].name(spoken) for code in leaf.path)) for leaf in leaves()]


def template_form(**kwargs: Any) -> TemplateForm:
    """Make the form that asks for an empty workbook."""
    form = TemplateForm(**kwargs)
    form.categoria.choices = options(_leaves())
    return form
