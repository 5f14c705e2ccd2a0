"""The machine of everything about money; what its steps and rules assert is told whole when it is broken."""

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{module}" for module in ("buying", "holding", "run", "settling", "stripe_road"))
)
