"""What the house knows of messaging."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.care.messaging.datamap import KEEPS
from marketplace.care.messaging.web import buyer, seller, words
from marketplace.care.messaging.web.todos import TODOS
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May

MODULE = Module(
    name="messaging",
    rooms=(
        buyer.room,
        seller.room,
    ),
    words=words.WORDS,
    private=("/preguntar",),
    nav=(NavLink(40, _l("Mensajes"), "messaging_seller.index", May.WRITE_MESSAGES),),
    todos=TODOS,
    activity=words.ACTIVITY,
    keeps=KEEPS,
)
