"""The sentences of parcels' refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

WORDS = {
    "parcels.tracking_needed": _l("Escribe la paquetería y el número de guía, para que se pueda seguir."),
    "parcels.bad_tracking": _l(
        "Así no se ve una guía de %(carrier)s. Cópiala como viene en el recibo de la paquetería."
    ),
}
