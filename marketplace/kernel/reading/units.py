"""Measures with the unit that somebody wrote beside them, in the unit that is kept: `1,5 kg` is 1500 g."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.numbers import NotANumber, TooLarge, read_number
from marketplace.kernel.reading.text import plain_digits


class OtherUnit(Unreadable):
    """A unit that does not measure what is asked for. `unit` is the one that is kept."""

    code = "reading.other_unit"


# What each unit is of the first of its kind, and how people write it. One pound and one inch are exact (NIST SP 811).
_KINDS: tuple[Mapping[str, tuple[str, str]], ...] = (
    {
        "mg": ("0.001", "mg miligramo miligramos"), "g": ("1", "g gr grs gramo gramos gram grams"),
        "kg": ("1000", "kg kgs kilo kilos kilogramo kilogramos"), "t": ("1000000", "t ton tonelada toneladas"),
        "lb": ("453.59237", "lb lbs libra libras pound pounds"), "oz": ("28.349523125", "oz onza onzas ounce ounces"),
    },
    {
        "mm": ("0.1", "mm mms milímetro milímetros milimetro milimetros"),
        "cm": ("1", "cm cms centímetro centímetros centimetro centimetros"),
        "m": ("100", "m mt mts metro metros meter meters"),
        "in": ("2.54", "in pulg pulgada pulgadas inch inches \" ″ ” ''"), "ft": ("30.48", "ft pie pies feet"),
    },
    {
        "ml": ("1", "ml mililitro mililitros cc"), "cl": ("10", "cl"), "l": ("1000", "l lt lts litro litros liter liters"),
        "gal": ("3785.411784", "gal galón galones galon"), "fl oz": ("29.5735295625", "fl oz,oz fl,onzas líquidas"),
    },
    {
        "min": ("1", "min mins minuto minutos"), "h": ("60", "h hr hrs hora horas hour hours"),
        "s": ("0.016666666666666666667", "s seg segundos"),
    },
    {"W": ("1", "w watt watts vatio vatios"), "kW": ("1000", "kw kilowatt kilowatts"), "hp": ("745.6998715822702", "hp")},
    {"GB": ("1", "gb gigas giga gigabytes"), "TB": ("1000", "tb teras tera"), "MB": ("0.001", "mb megas")},
    {"mAh": ("1", "mah"), "Ah": ("1000", "ah")},
    {"Nm": ("1", "nm n·m n-m")},
    {"lm": ("1", "lm lumen lúmenes lumens lumenes")},
    {"m²": ("1", "m²,m2,mt2,mts2,metros cuadrados,metro cuadrado")},
    {"%": ("1", "%,por ciento")},
    {"años": ("1", "años año anos year years"), "meses": ("0.083333333333333333333", "meses mes")},
)  # fmt: skip
_MOST = 10**12
_NUMBER = re.compile(r"(?P<number>[0-9.,' ’]*[0-9])\.?\s*(?P<unit>(?:[^\W\d_]|[\"'″”%]).*)?", re.DOTALL)


def _written(names: str) -> list[str]:
    return names.split(",") if "," in names else names.split()


_BY_WRITING = [
    {name: (unit, Decimal(size)) for unit, (size, names) in kind.items() for name in _written(names)} for kind in _KINDS
]


def read_measure(typed: str, unit: str) -> Decimal:
    """Read a measure, in the unit that is kept; without one beside it, it is in that. Raises NotANumber, OtherUnit, TooLarge."""
    found = _NUMBER.fullmatch(plain_digits(typed.strip()[:60]))
    if found is None or len(typed.strip()) > 60:
        raise NotANumber
    number, written = read_number(found["number"]), " ".join((found["unit"] or "").split()).rstrip(".").lower()
    if number > _MOST:
        raise TooLarge(most=f"{_MOST:,}")
    if not written:
        return number
    kind = next((kind for kind in _BY_WRITING if any(known == unit for known, _size in kind.values())), {})
    if written not in kind:
        raise OtherUnit(unit=unit) if unit else NotANumber
    kept = next(size for known, size in kind.values() if known == unit)
    return _short(number * kind[written][1] / kept)


def _short(number: Decimal) -> Decimal:
    """Round off what dividing left over; whole numbers stay whole."""
    return number.quantize(Decimal("0.0001")).normalize() + 0
