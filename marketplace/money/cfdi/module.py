"""What the house knows of tax papers."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.money.cfdi.web import words

MODULE = Module(
    name="cfdi",
    words=words.WORDS,
    labels={"regime": words.regime_label, "cfdi_use": words.use_label},
)
