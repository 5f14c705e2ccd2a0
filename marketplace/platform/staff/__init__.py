"""Who operates the market: its members and their roles, and their looks into shops, each with its reason.

A look is a row before it is a page: `web/look.py` opens only behind one (`web.audiences.LOOK`), stands within that
shop's walls, and cannot write.
"""

from marketplace.platform.staff import queries, service
from marketplace.platform.staff.errors import NoSuchStaff
from marketplace.platform.staff.service import open_look

__all__ = [
    "NoSuchStaff",
    "open_look",
    "queries",
    "service",
]
