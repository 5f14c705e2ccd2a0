"""What is wrong with a form, box by box, and where it differs from what is true now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, MultipleFileField, SelectField


@dataclass(frozen=True)
class Problem:
    """What is wrong with one box, and where the box is."""

    at: str
    label: str
    text: str


def problems_of(fields: Iterable[Field], row: str = "") -> list[Problem]:
    """List what is wrong, box by box: of alike boxes it is said which, by their row or by the group they stand in."""
    found = []
    for field in fields:
        if isinstance(field, FormField):
            found += problems_of(field.form, field.label.text)
        elif isinstance(field, FieldList):
            found += [
                Problem(field.id, field.label.text, str(one)) for one in field.errors if not isinstance(one, dict)
            ]
            rows = {number: entry for number, entry in enumerate(field, 1) if entry.errors or any(entry.data.values())}
            for number, entry in rows.items():
                name = entry.data.get("name") or _("renglón %(n)s", n=number)
                found += problems_of(entry.form, name if len(rows) > 1 else "")
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
