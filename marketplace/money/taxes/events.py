"""What taxes tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class RatesFoundEnding(Fact):
    """Legal rates end at a moment, and none follows: nothing can be sold from then on."""

    at: datetime
    articles: tuple[str, ...]
