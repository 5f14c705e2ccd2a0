"""What the house knows of parcels."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.trade.parcels.datamap import KEEPS
from marketplace.trade.parcels.web import words

MODULE = Module(name="parcels", words=words.WORDS, keeps=KEEPS)
