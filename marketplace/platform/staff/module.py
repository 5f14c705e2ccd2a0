"""What the house knows of staff."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May, StaffMay
from marketplace.platform.staff.web import look, seller, staff, words

MODULE = Module(
    name="staff",
    rooms=(
        seller.room,
        staff.room,
        look.room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    nav=(
        NavLink(100, _l("Quién vio tu tienda"), "staff_seller.looks", May.VIEW_SHOP),
        NavLink(90, _l("Tiendas"), "staff_staff.shops", StaffMay.LOOK),
        NavLink(120, _l("Equipo"), "staff_staff.team", StaffMay.MANAGE_STAFF),
    ),
)
