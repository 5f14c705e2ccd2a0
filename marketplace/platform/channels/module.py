"""What the house knows of channels."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.platform.channels.aging import over
from marketplace.platform.channels.datamap import KEEPS
from marketplace.platform.channels.web import seller, words

MODULE = Module(
    name="channels",
    rooms=(seller.room,),
    words=words.WORDS,
    activity=words.ACTIVITY,
    nav=(NavLink(140, _l("Llaves de API"), "channels_seller.keys", May.MANAGE_KEYS),),
    keeps=KEEPS,
    over=over,
)
