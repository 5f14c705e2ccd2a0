"""Forms answer for shape; rules answer for sense. Whatever a person typed is kept and shown again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from marketplace.kernel.errors import Refusal
from marketplace.kernel.mail_address import NotAnAddress, envelope_address
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.web.words import say


@lru_cache
def _library_words(language: str) -> Any:
    """The library's own sentences in a language; it would read them from disk again for each form."""
    return get_translations([language])


class Form(FlaskForm):
    """Base of our forms: a refusal from a verb is shown at the field it belongs to, or above the form."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _library_words(str(get_locale() or "es")[:2])

    def show(self, refusal: Refusal, *, field: str | None = None) -> None:
        """Show a refusal at its field; without one it heads the form."""
        name = field or refusal.field
        if name and name in self._fields:
            self._fields[name].errors = [*self._fields[name].errors, say(refusal)]
        else:
            self.form_errors.append(say(refusal))

    def carry_out(self, work: Work, act: Callable[[], object]) -> bool:
        """Do what a form asks for; False, with nothing done, where it shows now what is wrong with it."""
        if not self.validate():
            return False
        try:
            with work.attempt():
                act()
        except Refusal as refusal:
            self.show(refusal)
            return False
        return True


def prose_fields() -> set[str]:
    """The names of the boxes for several lines in all our forms: what is written there is for people to read."""
    kinds: list[type[Form]] = [Form]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {name for kind in kinds for name in dir(kind) if _is_prose(getattr(kind, name))}


def _is_prose(attribute: Any) -> bool:
    field = getattr(attribute, "field_class", None)  # of a field that no form was made with yet
    return isinstance(field, type) and issubclass(field, TextAreaField)


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Make the choices of a select from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one box, and where the box is."""

    at: str
    label: str
    text: str


def problems_of(fields: Iterable[Field], row: str = "") -> list[Problem]:
    """List what is wrong, box by box: a table of boxes is said by the box, with its row where there are several."""
    found = []
    for field in fields:
        if isinstance(field, FormField):
            found += problems_of(field.form, row)
        elif isinstance(field, FieldList):
            found += [
                Problem(field.id, field.label.text, str(one)) for one in field.errors if not isinstance(one, dict)
            ]
            rows = {number: entry for number, entry in enumerate(field, 1) if entry.errors or any(entry.data.values())}
            for number, entry in rows.items():
                name = entry.data.get("name") or _("renglón %(n)s", n=number)
                found += problems_of([entry], name if len(rows) > 1 else "")
        elif field.errors:
            label = f"{field.label.text}, {row}" if row else field.label.text
            found.append(Problem(field.id, label, str(field.errors[0])))
    return found


def differences(typed: Iterable[Field], now: Mapping[str, Field], row: str = "") -> list[Problem]:
    """List, box by box, what is true now where a form that was opened before says something else."""
    return [
        Problem(field.id, f"{field.label.text}, {row}" if row else field.label.text, shown(now[field.short_name]))
        for field in typed
        if not isinstance(field, (FieldList, FormField, HiddenField, MultipleFileField, BooleanField))
        and (field.data or None) != (now[field.short_name].data or None)
    ]


def shown(field: Field) -> str:
    """What a box says, as its reader sees it: the words of a choice, else what would be typed."""
    if isinstance(field, SelectField):
        return str(next((label for value, label, *_rest in field.iter_choices() if value == field.data), field.data))
    return str(field._value()) or "—"


class MoneyField(Field):
    """Pesos as people type them (`1,249.50`, `$1249`), centavos inside."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data // 100}.{self.data % 100:02d}" if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = re.sub(r"[\s$,]", "", valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text):
            raise ValueError(_l("Escribe una cantidad en pesos, por ejemplo 1249.50."))
        pesos, _point, cents = text.partition(".")
        self.data = int(pesos) * 100 + int(cents.ljust(2, "0") or 0)


class Tidy(StringField):
    """A line of text without stray spaces; empty means None."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = " ".join(valuelist[0].split()) if valuelist else ""
        self.data = text.replace("\x00", "") or None


class WholeNumber(IntegerField):
    """A whole number with a plain error; what was typed stays in the box."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        if not re.fullmatch(r"-?\d{1,9}", valuelist[0].strip()):
            raise ValueError(_l("Escribe un número entero."))
        self.data = int(valuelist[0])


class Seen(HiddenField):
    """A number that the form showed: what it changes is compared with it. A form that does not say saw -1, which nothing is."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        number = whole_number(valuelist[0]) if valuelist else None
        self.data = -1 if number is None else number

    def show(self, number: int) -> None:
        """Let the form show another number."""
        self.data, self.raw_data = number, None


class Day(DateField):
    """A day, with a plain error; what was typed stays in the box."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_l("Escribe la fecha completa: día, mes y año.")) from None


class Needed:
    """The field must be filled. Its own words, since the library's are not ours."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Falta este dato.")

    def __call__(self, form: Form, field: Field) -> None:
        if field.errors:
            raise StopValidation
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(self.message)


class OneAddress:
    """The field holds one e-mail address that letters can be sent to."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse two addresses, an address with a name, and what is none."""
        try:
            envelope_address(field.data or "")
        except NotAnAddress:
            raise StopValidation(_("Escribe un correo completo, como nombre@ejemplo.mx.")) from None


EMAIL = OneAddress()


class NeededFor:
    """The field may stay empty for now; its label says what it is needed for."""

    def __init__(self, what: Any) -> None:
        self.field_flags = {"needed_for": what}

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing: the verb it is needed for does."""


_DIGITS = 12  # no amount of a form is longer


def minor_of(text: str) -> int:
    """Read an amount (centavos) that a form of ours carries; -1 when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1
