"""The sentences of the product desk's refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

WORDS = {
    "storefront.leaves_less": _l(
        "A ese precio te llegan %(net_minor)s centavos por pieza. Si así lo quieres, confírmalo."
    ),
}
