"""What happens by the clock: staff learn in time that the law's rates end."""

from __future__ import annotations

from datetime import datetime

from marketplace.kernel.work import Work
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.money.taxes.queries import rates_ending


def warn_of_endings(work: Work) -> None:
    """Tell which rates end within 45 days with none that follows. By the clock; the letter is written once a moment."""
    articles: dict[datetime, dict[str, None]] = {}
    for ending in rates_ending(work):
        articles.setdefault(ending.at, {})[ending.rate.article] = None
    for at, named in articles.items():
        work.tell(RatesFoundEnding(at, tuple(named)))
