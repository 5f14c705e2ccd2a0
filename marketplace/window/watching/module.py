"""What the house knows of watching."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.window.watching.aging import over
from marketplace.window.watching.datamap import KEEPS
from marketplace.window.watching.events import DigestDue
from marketplace.window.watching.jobs import ask_for_digests, find_news, forget_removed
from marketplace.window.watching.web import buyer, words

MODULE = Module(
    name="watching",
    rooms=(buyer.room,),
    words=words.WORDS,
    reactions=(Reaction("find_news", DigestDue, Lane.BULK, inside=find_news),),
    clock=(
        ClockJob("ask_for_digests", timedelta(hours=1), Lane.BULK, ask_for_digests),
        ClockJob("forget_removed", timedelta(days=1), Lane.BULK, forget_removed),
    ),
    private=("/vistos",),
    keeps=KEEPS,
    over=over,
)
