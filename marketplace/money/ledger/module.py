"""What the house knows of the ledger."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.money.ledger.datamap import KEEPS

MODULE = Module(name="ledger", keeps=KEEPS)
