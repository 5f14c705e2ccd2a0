"""Charts that the server draws: bars up for what came, down for what went, with a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDE, HIGH = 706, 200
_TOP, _FOOT = 24, 24  # room for the best day's figure above, and for the days below


@dataclass(frozen=True)
class DayBar:
    """What moved on a day, and where its bar stands in a drawing WIDE by HIGH."""

    day: date
    moved_minor: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class DayChart:
    """A span of days as bars: where nothing lies, and the day on which most came (None where none did)."""

    bars: Sequence[DayBar]
    zero_y: float
    best: DayBar | None


def draw_days(moved: Sequence[tuple[date, int]]) -> DayChart:
    """Draw what moved on each day of a span, in centavos; plus stands above the line of nothing, minus below it."""
    most = max(0, *(amount for _day, amount in moved)) if moved else 0
    least = min(0, *(amount for _day, amount in moved)) if moved else 0
    scale = (HIGH - _TOP - _FOOT) / (most - least or 1)
    zero_y = round(_TOP + most * scale, 1)
    step = WIDE / max(1, len(moved))
    bars = [
        DayBar(
            day,
            amount,
            round(number * step + step * 0.1, 1),
            round(zero_y - max(amount, 0) * scale, 1),
            round(step * 0.8, 1),
            round(abs(amount) * scale, 1),
        )
        for number, (day, amount) in enumerate(moved)
    ]
    best = max(bars, key=lambda bar: bar.moved_minor, default=None)
    return DayChart(bars, zero_y, best if best and best.moved_minor > 0 else None)
