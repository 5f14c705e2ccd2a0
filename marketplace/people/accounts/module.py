"""What the house knows of accounts."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.people.accounts import lost, tokens
from marketplace.people.accounts.aging import over
from marketplace.people.accounts.datamap import KEEPS
from marketplace.people.accounts.events import ResetAsked
from marketplace.people.accounts.web import buyer, entry, factors, security, words
from marketplace.people.accounts.web import lost as lost_pages

MODULE = Module(
    name="accounts",
    rooms=(
        buyer.room,
        entry.room,
        security.room,
        factors.room,
        lost_pages.room,
    ),
    words=words.WORDS,
    reactions=(Reaction("send_reset", ResetAsked, Lane.MAIL, inside=tokens.send_reset),),
    clock=(ClockJob("take_lost_factors", timedelta(hours=1), Lane.SEARCH, lost.go_on),),
    private=("/cuenta", "/entrar"),
    keeps=KEEPS,
    over=over,
)
