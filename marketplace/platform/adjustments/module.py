"""What the house knows of adjustments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import StaffMay
from marketplace.platform.adjustments.aging import over
from marketplace.platform.adjustments.datamap import KEEPS
from marketplace.platform.adjustments.queries import count_waiting
from marketplace.platform.adjustments.web import seller, staff, words

MODULE = Module(
    name="adjustments",
    rooms=(seller.room, staff.room),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={"adjustment_reason": words.reason_label},
    staff_todos=(StaffTodo(48, count_waiting, words.say_waiting, "adjustments_staff.index", StaffMay.ADJUST),),
    nav=(NavLink(112, _l("Ajustes"), "adjustments_staff.index", StaffMay.VIEW_BOOKS),),
    keeps=KEEPS,
    over=over,
)
