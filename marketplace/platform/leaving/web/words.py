"""The sentences of refusals to rest or close."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "leaving.bad_dates": _l(
        "Elige de hoy en adelante, y que termine después de empezar. Un descanso dura a lo más medio año."
    ),
    "leaving.leads_elsewhere": _l(
        "Quita teléfonos, cuentas y direcciones: este aviso se publica sin revisión. Quien compra te escribe desde aquí."
    ),
    "leaving.not_open": _l("Tu tienda no está abierta."),
    "leaving.not_resting": _l("Tu tienda no tiene ningún descanso."),
    "leaving.paused_by_market": _l(
        "Tianguis puso tu tienda en pausa. En Decisiones están el motivo, hasta cuándo, y cómo apelar."
    ),
    "leaving.still_open": _l("Todavía hay pedidos, devoluciones o garantías sin terminar. Complétalos y vuelve aquí."),
    "leaving.cannot_reopen": _l("Ya pasaron los 30 días para reabrirla, o la cerró Tianguis."),
}


ACTIVITY = (
    Activity(
        ActivityKind.SHOP,
        {
            "shop.rest": _l("Programó un descanso"),
            "shop.rest_began": _l("La tienda descansa"),
            "shop.end_rest": _l("Terminó el descanso"),
            "shop.rest_over": _l("Terminó el descanso"),
            "shop.paused": _l("Tianguis puso la tienda en pausa"),
            "shop.resumed": _l("Terminó la pausa de Tianguis"),
            "shop.close": _l("Se cerró la tienda"),
            "shop.reopen": _l("Se reabrió la tienda"),
        },
        {
            "shop": (Lead("leaving_seller.rest"),),
            "shop.close": (Lead("leaving_seller.closing"),),
            "shop.reopen": (Lead("leaving_seller.closing"),),
        },
    ),
)
