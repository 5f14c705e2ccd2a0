"""How shipping is said."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "shipping.publish": _l("Publicó cómo envía la tienda"),
        },
        {"shop": (Lead("shipping_seller.settings"),)},
    ),
)
