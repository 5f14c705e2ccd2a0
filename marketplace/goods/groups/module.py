"""What the house knows of customer groups."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.goods.groups.aging import over
from marketplace.goods.groups.datamap import KEEPS
from marketplace.goods.groups.web import api, buyer, seller, words
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May

MODULE = Module(
    name="groups",
    rooms=(buyer.room, seller.room),
    api=(api.room,),
    words=words.WORDS,
    activity=words.ACTIVITY,
    nav=(NavLink(37, _l("Grupos de clientes"), "groups_seller.index", May.EDIT_PRODUCTS),),
    private=("/grupo/",),
    keeps=KEEPS,
    over=over,
)
