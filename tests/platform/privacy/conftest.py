"""What the tests of privacy share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from marketplace.kernel import clock


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let time pass, counted from the beginning of the test."""
    start = clock.now()

    def pass_by(time: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + time)

    return pass_by
