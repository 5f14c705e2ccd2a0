"""What the house knows of taxes."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.money.taxes.datamap import KEEPS
from marketplace.money.taxes.jobs import warn_of_endings
from marketplace.money.taxes.web import words

MODULE = Module(
    name="taxes",
    words=words.WORDS,
    clock=(ClockJob("warn_of_rates", timedelta(days=1), Lane.MAIL, warn_of_endings),),
    keeps=KEEPS,
)
