"""What the twin answers about money that goes to shops: connected accounts, transfers, payouts, balances."""

from __future__ import annotations

from typing import Any

ROUTES: tuple[Any, ...] = ()
