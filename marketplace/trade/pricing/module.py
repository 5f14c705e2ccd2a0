"""What the house knows of prices."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.trade.pricing.datamap import KEEPS

MODULE = Module(name="pricing", keeps=KEEPS)
