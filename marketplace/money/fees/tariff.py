"""The published tariff: every version ever in force, as data. A version is added with notice and never changed.

What the law takes is not here but in `taxes/rates.py`: it has other dates, and no notice. The processing rate is what the
payment provider charges for a domestic card.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

# category (top level) -> basis points of the price before IVA. None: every other category.
_COMMISSIONS: dict[str | None, tuple[int, str, str]] = {
    None: (1000, "Comisión por venta", "Selling commission"),
    "electronica": (800, "Comisión por venta: electrónica deja menos margen", "Selling commission: thin margins"),
    "alimentos": (700, "Comisión por venta: alimentos y café", "Selling commission: food and coffee"),
    "libros": (600, "Comisión por venta: libros", "Selling commission: books"),
    "artesanias": (700, "Comisión por venta: hecho a mano", "Selling commission: made by hand"),
}

_PARTS: tuple[tuple[str, int, int, int | None, str, str, str], ...] = (
    # kind, bp, fixed, cap, source, Spanish, English
    (
        "processing",
        360,
        300,
        None,
        "Costo del proveedor de pagos, sin margen",
        "Cobro con tarjeta, al costo",
        "Card processing, at cost",
    ),
    (
        "shipping_subsidy",
        2000,
        0,
        3000,
        "Decisión de Tianguis",
        "Apoyo de Tianguis a tu envío gratis",
        "What Tianguis adds to your free shipping",
    ),
)

SCHEDULES: tuple[dict[str, Any], ...] = (
    {
        "version": 1,
        "published_at": datetime(2025, 12, 1, 18, tzinfo=UTC),
        "effective_from": datetime(2026, 1, 1, 6, tzinfo=UTC),
        "summary": "Primera tarifa. Sin cuotas por publicar, sin mensualidad, sin cobros por aparecer antes.",
        "summary_en": "First tariff. No listing fee, no monthly fee, no charge for appearing higher.",
    },
)


def _rules(version: int) -> list[dict[str, Any]]:
    commissions = [
        {
            "id": f"v{version}:commission:{category or 'general'}",
            "version": version,
            "kind": "commission",
            "category": category,
            "seller": None,
            "rate_bp": rate,
            "fixed_minor": 0,
            "cap_minor": None,
            "source": "Decisión de Tianguis",
            "text": text,
            "text_en": text_en,
        }
        for category, (rate, text, text_en) in _COMMISSIONS.items()
    ]
    parts = [
        {
            "id": f"v{version}:{kind}:all",
            "version": version,
            "kind": kind,
            "category": None,
            "seller": None,
            "rate_bp": rate,
            "fixed_minor": fixed,
            "cap_minor": cap,
            "source": source,
            "text": text,
            "text_en": text_en,
        }
        for kind, rate, fixed, cap, source, text, text_en in _PARTS
    ]
    return commissions + parts


RULES: tuple[dict[str, Any], ...] = tuple(rule for schedule in SCHEDULES for rule in _rules(schedule["version"]))
