"""The sentences of shipping's refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

WORDS = {
    "shipping.not_covered": _l("Esta tienda no envía a ese código postal."),
}
