"""How fast a shop's programs may call: a bucket for each shop that fills up again, kept by each process for itself."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

_MOST_KEPT = 10_000


@dataclass
class Pace:
    """So many calls a minute, of which all may come at once."""

    a_minute: int
    _left: dict[UUID, tuple[float, float]] = field(default_factory=dict)  # calls left, and when that was
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: UUID) -> int:
        """Take one call; gives how many seconds to wait, none when it is taken."""
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(who, (float(self.a_minute), now))
            left = min(self.a_minute, left + (now - since) * self.a_minute / 60)
            wait = 0 if left >= 1 else max(1, round((1 - left) * 60 / self.a_minute))
            self._left[who] = (left if wait else left - 1, now)
            if len(self._left) > _MOST_KEPT:
                self._left.pop(next(iter(self._left)))  # who called longest ago
        return wait
