"""The sentences of shipping's refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind

WORDS = {
    "shipping.not_covered": _l("Esta tienda no envía a ese código postal."),
}


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "shipping.publish": _l("Publicó cómo envía la tienda"),
        },
    ),
)
