"""The sentences of refusals to rest or close."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "leaving.bad_dates": _l(
        "Elige de hoy en adelante, y que termine después de empezar. Un descanso dura a lo más medio año."
    ),
    "leaving.leads_elsewhere": _l(
        "Quita teléfonos, cuentas y direcciones: este aviso se publica sin revisión. Quien compra te escribe desde aquí."
    ),
    "leaving.not_open": _l("Tu tienda ya está cerrada."),
    "leaving.not_resting": _l("Tu tienda no tiene ningún descanso."),
    "leaving.still_open": _l("Todavía hay pedidos, devoluciones o garantías sin terminar. Complétalos y vuelve aquí."),
    "leaving.cannot_reopen": _l("Ya pasaron los 30 días para reabrirla, o la cerró Tianguis."),
}
