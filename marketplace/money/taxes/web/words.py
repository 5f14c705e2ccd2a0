"""The sentences of taxes' refusals."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "taxes.no_rate_in_force": _l(
        "Hoy no se puede vender: falta publicar una tasa de impuestos vigente, y no cobramos al tanteo. No se apartó ni se "
        "cobró nada. Ya lo sabe quien opera el mercado; vuelve más tarde."
    ),
}
