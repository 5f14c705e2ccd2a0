"""How a reader says no."""

from __future__ import annotations

from marketplace.kernel.errors import Invalid


class Unreadable(Invalid):
    """What was written cannot be read as what is asked for. Each kind has its own sentence."""

    code = "reading.unreadable"
