"""Money in whole centavos. There is no float here, and no mixing of currencies."""

from __future__ import annotations

from collections.abc import Sequence

BASIS = 10_000  # basis points in a whole: 1,600 bp = 16 %


def share(minor: int, basis_points: int) -> int:
    """Take a share of an amount in centavos, rounded half away from zero (2.5 centavos → 3)."""
    sign = -1 if minor * basis_points < 0 else 1
    return sign * ((abs(minor * basis_points) * 2 + BASIS) // (2 * BASIS))


def without_tax(minor: int, basis_points: int) -> int:
    """Give the part of a tax-included amount that is not the tax, in centavos (116.00 at 16 % → 100.00)."""
    return (minor * BASIS * 2 + BASIS + basis_points) // (2 * (BASIS + basis_points))


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in centavos by weights, losing none: largest remainder, the first of equals gets the centavo.

    Raises ValueError for negative weights. Weights that are all zero count as equal.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights cannot be negative")
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        return split(minor, [1] * len(weights))
    sign = -1 if minor < 0 else 1
    parts = [abs(minor) * weight // whole for weight in weights]
    remainders = [abs(minor) * weight % whole for weight in weights]
    missing = abs(minor) - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


def portion_of_units(minor: int, *, units: int, already: int, now: int) -> int:
    """Give what `now` further units of a line are worth, after `already` units were taken from it, in centavos.

    Cumulative, so that taking a line back unit by unit gives exactly what taking it back at once gives. Of a line without
    units nothing.
    """
    if not units:
        return 0
    return _upto(minor, units, already + now) - _upto(minor, units, already)


def _upto(minor: int, units: int, taken: int) -> int:
    sign = -1 if minor < 0 else 1
    return sign * (abs(minor) * taken // units)
