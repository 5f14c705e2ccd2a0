"""What the house knows of leaving."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.platform.leaving.aging import over
from marketplace.platform.leaving.service import turn_rests
from marketplace.platform.leaving.web import seller, words

MODULE = Module(
    name="leaving",
    rooms=(seller.room,),
    words=words.WORDS,
    activity=words.ACTIVITY,
    clock=(ClockJob("turn_rests", timedelta(minutes=10), Lane.SEARCH, turn_rests),),
    over=over,
)
