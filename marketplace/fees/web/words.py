"""The sentences of fees' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {"fees.price_needed": _l("Escribe un precio para ver cuánto te llega.")}
