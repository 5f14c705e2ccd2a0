"""Who operates the market: its members and their roles, and their looks into shops, each with its reason.

A look is a row before it is a page: `web/look.py` opens only behind one (`web.audiences.LOOK`), stands within that
shop's walls, and cannot write.
"""
