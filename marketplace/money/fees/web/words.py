"""How fees are said."""

from flask_babel import lazy_gettext as _l

# Sources are kept as they are written in the law, but for our own words.
_OUR_WORDS = {
    "Decisión de Tianguis": _l("Decisión de Tianguis"),
    "Costo del proveedor de pagos, sin margen": _l("Costo del proveedor de pagos, sin margen"),
}


def source_said(source: str) -> str:
    """Say where a rule comes from."""
    return str(_OUR_WORDS.get(source, source))
