"""Searches of workplaces: columns compared as people mean them, by PostgreSQL alone (no extension is needed)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, func, literal_column, or_

from marketplace.kernel.reading import Unreadable, key_of_code, key_of_email, read_email, read_telephone
from marketplace.kernel.text import fold

Searched = SQLColumnExpression[str] | SQLColumnExpression[str | None]
_SHORTEST_CODE = 2  # signs; one alone stands in every code


def folded(column: Searched) -> ColumnElement[str]:
    """Fold a column as `kernel.text.fold` folds a text: small letters, no accents, one Unicode form."""
    apart = func.normalize(func.lower(column), literal_column("NFKD"))
    return func.regexp_replace(apart, "[\u0300-\u036f]", "", "g")


def has_words(text: str, *columns: Searched) -> ColumnElement[bool]:
    """Whether each word of a text stands in one of some columns, whatever its case, accents and Unicode form."""
    words = fold(text).split()
    return and_(*(or_(*(folded(column).contains(word, autoescape=True) for column in columns)) for word in words))


def has_code(text: str, column: Searched) -> ColumnElement[bool]:
    """Whether a code (of an order, of a shop's shelf) holds a text, with or without dashes and spaces."""
    code = key_of_code(text)
    if len(code) < _SHORTEST_CODE:
        return false()
    return func.regexp_replace(func.upper(column), "[^0-9A-Z]", "", "g").contains(code, autoescape=True)


def has_either(text: str, *, words: Sequence[Searched], codes: Sequence[Searched]) -> ColumnElement[bool]:
    """Whether a text is said by the words of some columns, or stands in one of some codes."""
    return or_(has_words(text, *words), *(has_code(text, column) for column in codes))


def is_reached_by(text: str, *, emails: Sequence[Searched], phones: Sequence[Searched]) -> ColumnElement[bool]:
    """Whether a text is the whole e-mail address or telephone in one of some columns, however either is written."""
    found: list[ColumnElement[bool]] = []
    with suppress(Unreadable):
        email = key_of_email(read_email(text))
        found += [func.lower(column) == email for column in emails]
    with suppress(Unreadable):
        phone = read_telephone(text)
        found += [func.regexp_replace(column, "[^0-9+]", "", "g") == phone for column in phones]
    return or_(false(), *found)
