"""What the house knows of addresses."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.goods.addresses import service as addresses
from marketplace.goods.addresses.aging import over
from marketplace.goods.addresses.datamap import KEEPS
from marketplace.goods.addresses.events import DomainCheckDue
from marketplace.goods.addresses.jobs import look_up
from marketplace.goods.addresses.web import old, seller, words
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May

MODULE = Module(
    name="addresses",
    rooms=(seller.room, old.room),
    words=words.WORDS,
    activity=words.ACTIVITY,
    reactions=(Reaction("look_up_domain", DomainCheckDue, Lane.SEARCH, outside=look_up),),
    clock=(
        ClockJob("check_domains", timedelta(minutes=5), Lane.SEARCH, addresses.ask_for_checks),
        ClockJob("release_old_slugs", timedelta(days=1), Lane.SEARCH, addresses.release_old_slugs),
    ),
    nav=(NavLink(130, _l("Direcciones"), "addresses_seller.index", May.MANAGE_ADDRESSES),),
    keeps=KEEPS,
    over=over,
)
