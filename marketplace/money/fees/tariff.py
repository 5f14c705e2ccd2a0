"""The tariff with which a market begins, as data. Staff announce the next ones in their console (`drafting.py`).

What the law takes is not here but in `taxes/rates.py`: it has other dates, and no notice. The processing rate is what the
payment provider charges for a domestic card.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text as sql

# category -> basis points of the price before IVA. None: every other category.
_COMMISSIONS: dict[str | None, tuple[int, str, str]] = {
    None: (1000, "Comisión por venta", "Selling commission"),
    "alimentos": (700, "Comisión por venta: alimentos", "Selling commission: food"),
    "artesanias": (700, "Comisión por venta: hecho a mano", "Selling commission: made by hand"),
    "electronica": (800, "Comisión por venta: electrónica", "Selling commission: electronics"),
    "libros": (600, "Comisión por venta: libros", "Selling commission: books"),
}
OUR_DECISION = "Decisión de Tianguis"
AT_COST = "Costo del proveedor de pagos, sin margen"
PROCESSING_TEXT = ("Cobro con tarjeta, al costo", "Card processing, at cost")
SUBSIDY_TEXT = ("Apoyo de Tianguis a tu envío gratis", "What Tianguis adds to your free shipping")

_PARTS: tuple[tuple[str, int, int, int | None, str, tuple[str, str]], ...] = (
    # kind, bp, fixed, cap, source, Spanish and English
    ("processing", 360, 300, None, AT_COST, PROCESSING_TEXT),
    ("shipping_subsidy", 2000, 0, 3000, OUR_DECISION, SUBSIDY_TEXT),
)

SCHEDULES: tuple[dict[str, Any], ...] = (
    {
        "version": 1,
        "published_at": datetime(2025, 12, 1, 18, tzinfo=UTC),
        "effective_from": datetime(2026, 1, 1, 6, tzinfo=UTC),
        "summary": "Sin cuotas por publicar, sin mensualidad, sin cobros por aparecer antes.",
        "summary_en": "No listing fee, no monthly fee, no charge for appearing higher.",
        "takes_more": True,
        "rule_count": len(_COMMISSIONS) + len(_PARTS),
    },
)


def _rules(version: int) -> list[dict[str, Any]]:
    shared = {"version": version, "seller": None, "from_minor": 0, "until_minor": None, "floor_minor": None}
    commissions = [
        {
            "id": f"v{version}:commission:{category or 'general'}", **shared, "kind": "commission", "category": category,
            "rate_bp": rate, "fixed_minor": 0, "cap_minor": None, "source": OUR_DECISION, "text": text, "text_en": text_en,
        }
        for category, (rate, text, text_en) in _COMMISSIONS.items()
    ]  # fmt: skip
    parts = [
        {
            "id": f"v{version}:{kind}:all", **shared, "kind": kind, "category": None, "rate_bp": rate,
            "fixed_minor": fixed, "cap_minor": cap, "source": source, "text": text[0], "text_en": text[1],
        }
        for kind, rate, fixed, cap, source, text in _PARTS
    ]  # fmt: skip
    return [{**rule, "number": number} for number, rule in enumerate([*commissions, *parts], 1)]


RULES: tuple[dict[str, Any], ...] = tuple(rule for schedule in SCHEDULES for rule in _rules(schedule["version"]))

# How the owner of the tables enters one, with a release or into a demo.
INSERT_SCHEDULE = sql(
    "INSERT INTO fee_schedule (version, published_at, effective_from, takes_more, rule_count, summary, summary_en) "
    "VALUES (:version, :published_at, :effective_from, :takes_more, :rule_count, :summary, :summary_en)"
)
INSERT_RULE = sql(
    "INSERT INTO fee_rule (id, version, number, kind, category, seller, from_minor, until_minor, rate_bp, fixed_minor, "
    "floor_minor, cap_minor, source, text, text_en) VALUES (:id, :version, :number, :kind, :category, :seller, :from_minor, "
    ":until_minor, :rate_bp, :fixed_minor, :floor_minor, :cap_minor, :source, :text, :text_en)"
)
