"""Forms answer for shape; rules answer for sense. Whatever a person typed is kept and shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import (
    NotWhole,
    Unreadable,
    read_email,
    read_line,
    read_measure,
    read_money,
    read_name,
    read_postal_code,
    read_prose,
    read_rfc,
    read_telephone,
    read_whole,
    seen,
    write_telephone,
)
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.web.words import say


@lru_cache
def _library_words(language: str) -> Any:
    """The library's own sentences in a language; it would read them from disk again for each form."""
    return get_translations([language])


class Form(FlaskForm):
    """Base of our forms: a refusal from a verb is shown at the field it belongs to, or above the form."""

    refusal: Refusal | None = None  # what `carry_out` met

    class Meta(FlaskForm.Meta):
        csrf = False  # every form that arrives was looked at before (`security.FormProtection`)

        def get_translations(self, form: Any) -> Any:
            return _library_words(str(get_locale() or "es")[:2])

    def show(self, refusal: Refusal, *, field: str | None = None) -> None:
        """Show a refusal at its field; without one it heads the form."""
        name = field or refusal.field
        if name and name in self._fields:
            self._fields[name].errors = [*self._fields[name].errors, say(refusal)]
        else:
            self.form_errors.append(say(refusal))

    def ask(self, refusal: Refusal) -> None:
        """Show what somebody may insist on: the form's `sure` then says what it was, and sending it again means yes."""
        self.show(refusal)
        self._fields["sure"].data = refusal.details["sure"]

    def carry_out(self, work: Work, act: Callable[[], object]) -> bool:
        """Do what a form asks for; False, with nothing done, where it shows now what is wrong with it."""
        if not self.validate():
            return False
        try:
            with work.attempt():
                act()
        except Refusal as refusal:
            self.refusal = refusal
            self.show(refusal)
        return self.refusal is None


class PartForm(PlainForm):
    """Base of forms that stand within another, one a row."""

    Meta = Form.Meta


def prose_fields() -> set[str]:
    """The names of the boxes for several lines in all our forms: what is written there is for people to read."""
    return _named(TextAreaField)


def secret_fields() -> set[str]:
    """The names of the boxes for secrets in all our forms: what is typed there is written into no page."""
    return _named(PasswordField)


def _named(kind_of_box: type[Field]) -> set[str]:
    kinds: list[type[Form]] = [Form]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {name for kind in kinds for name in dir(kind) if _is(kind_of_box, getattr(kind, name))}


def _is(kind_of_box: type[Field], attribute: Any) -> bool:
    field = getattr(attribute, "field_class", None)  # of a field that no form was made with yet
    return isinstance(field, type) and issubclass(field, kind_of_box)


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Make the choices of a select from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


class Several(SelectMultipleField):
    """Boxes to check, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Reads(StringField):
    """A box for what one reader of the kernel reads; empty means None, and what was typed stays in it."""

    data: Any
    longest: ClassVar[int | None] = None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        if self.longest:
            self.flags.maxlength = self.longest

    def read(self, typed: str) -> Any:
        """Read what was typed. Raises Unreadable."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Write what is kept into the box."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.write(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and not is_empty(valuelist[0]):
            try:
                self.data = self.read(valuelist[0])
            except Unreadable as refusal:
                raise ValueError(say(refusal)) from None

    def pre_validate(self, form: Any) -> None:
        """Say one thing: what could not be read is neither missing nor too small."""
        if self.process_errors:
            raise StopValidation


def is_empty(typed: str) -> bool:
    """Whether there is nothing in a box that anybody sees."""
    return not seen(typed).strip()


class ReadBy(Reads):
    """A box for what one reader reads that no other form asks for."""

    def __init__(
        self,
        label: Any,
        validators: Any,
        *,
        reader: Callable[[str], str],
        writer: Callable[[str], str] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self._reader, self._writer = reader, writer

    def read(self, typed: str) -> str:
        return self._reader(typed)

    def write(self, value: str) -> str:
        return self._writer(value)


class MoneyField(Reads):
    """Pesos as people type them (`1,249.50`, `$1249`, `1249,50`), centavos inside."""

    longest = 40

    def read(self, typed: str) -> int:
        return read_money(typed)

    def write(self, value: int) -> str:
        return f"{value // 100}.{value % 100:02d}"


class Tidy(Reads):
    """A line of text: single spaces, nothing unseen; empty means None. How long it may be, a `Length` says."""

    def read(self, typed: str) -> str:
        return read_line(typed)


class PersonName(Reads):
    """A person's name."""

    longest = 80

    def read(self, typed: str) -> str:
        return read_name(typed, most=self.longest)


class Email(Reads):
    """One address that letters can be sent to."""

    longest = 254

    def read(self, typed: str) -> str:
        return read_email(typed)


class Telephone(Reads):
    """A telephone as people write it; as it is stored inside."""

    longest = 40

    def read(self, typed: str) -> str:
        return read_telephone(typed)

    def write(self, value: str) -> str:
        return write_telephone(value)


class PostalCodeBox(Reads):
    """Five digits; whether there is such a place is asked elsewhere."""

    longest = 20

    def read(self, typed: str) -> str:
        return read_postal_code(typed)


class RfcBox(Reads):
    """An RFC of somebody's own, right to its last digit."""

    longest = 60

    def read(self, typed: str) -> str:
        return read_rfc(typed)


class WholeNumber(Reads):
    """How many of something."""

    longest = 40

    def read(self, typed: str) -> int:
        return read_whole(typed)


class Measure(Reads):
    """A number in a unit, which may be written beside it: `1,5 kg` is 1500 where grams are asked for."""

    longest = 60

    def __init__(
        self, label: Any = None, validators: Any = None, *, unit: str = "", whole: bool = False, **kwargs: Any
    ):
        super().__init__(label, validators, **kwargs)
        self.unit, self.whole = unit, whole

    def read(self, typed: str) -> int | float:
        number = read_measure(typed, self.unit)
        if number == number.to_integral_value():
            return int(number)
        if self.whole:
            raise NotWhole
        return float(round(number, 2))

    def write(self, value: float) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value)


class Prose(TextAreaField):
    """Paragraphs: their line breaks, nothing unseen. How long they may be, a `Length` says."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = read_prose(valuelist[0]) if valuelist else ""


class Password(PasswordField):
    """A password as it was typed; what is longer than any that we keep is refused before it is hashed."""

    longest: ClassVar[int] = 128

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, [*(validators or ()), Length(max=self.longest)], **kwargs)


class Seen(HiddenField):
    """A number that the form showed: what it changes is compared with it. A form that does not say saw -1, which nothing is."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        number = whole_number(valuelist[0]) if valuelist else None
        self.data = -1 if number is None else number

    def show(self, number: int) -> None:
        """Let the form show another number."""
        self.data, self.raw_data = number, None


class Carried(HiddenField):
    """What a form carries along and nobody types; left out where it is longer than `most`, or no page writes such signs."""

    data: Any

    def __init__(self, *args: Any, most: int = 2000, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = next((one for one in valuelist[:1] if len(one) <= self.most and one == seen(one)), "")


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
    """The field must be filled, the box ticked, of several boxes one. Its own words, since the library's are not ours."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Falta este dato.")

    def __call__(self, form: Form, field: Field) -> None:
        if field.errors:
            raise StopValidation
        empty = field.data is None or field.data is False or field.data == []
        if empty or (isinstance(field.data, str) and not field.data.strip()):
            raise StopValidation(self.message)


class Choose(SelectField):
    """One of several, of which none is chosen beforehand: what is decided here is somebody's own decision."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, [Needed(_l("Elige uno.")), *(validators or ())], **kwargs)

    def iter_choices(self) -> list[Choice]:
        """Offer nothing first."""
        return [Choice(value="", label=_("Elige…"), selected=not self.data, render_kw={}), *super().iter_choices()]


# What a form that asks for photos lets somebody choose.
PHOTOS = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.avif"


class NeededFor:
    """The field may stay empty for now; its label says what it is needed for."""

    def __init__(self, what: Any) -> None:
        self.field_flags = {"needed_for": what}

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing: the verb it is needed for does."""


def minor_of(text: str) -> int:
    """Read an amount (centavos) that a form of ours carries; -1 when it is none."""
    number = whole_number(text, most=999_999_999_999)
    return -1 if number is None else number
