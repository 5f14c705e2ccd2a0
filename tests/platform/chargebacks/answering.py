"""Staff who answer a bank, in tests."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient


def send(staff: FlaskClient, path: str, answer: dict[str, Any]) -> None:
    """Send an answer: look at it as it is shown, and say yes."""
    shown = staff.post(path, data=answer)
    assert shown.status_code == 200
    sure = re.search(r'name="sure"[^>]*value="([^"]+)"', shown.text)
    assert sure is not None
    assert staff.post(path, data={**answer, "sure": sure[1]}).status_code == 302
