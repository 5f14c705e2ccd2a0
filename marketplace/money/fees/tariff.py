"""The tariff with which a market begins, as data. Staff announce the next ones in their console (`drafting.py`).

A market that has a first version already keeps it as it is, without plans of months: staff announce those with the next one.

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
PROCESSING_TEXT = ("Cobro del pago, al costo", "Taking the payment, at cost")
SUBSIDY_TEXT = ("Apoyo de Tianguis a tu envío gratis", "What Tianguis adds to your free shipping")

_PARTS: tuple[tuple[str, int, int, int | None, str, tuple[str, str]], ...] = (
    # kind, bp, fixed, cap, source, Spanish and English
    ("processing", 360, 300, None, AT_COST, PROCESSING_TEXT),
    ("shipping_subsidy", 2000, 0, 3000, OUR_DECISION, SUBSIDY_TEXT),
)

PLAN_TEXT = ("Pago a %s meses sin intereses, al costo", "Payment in %s months without interest, at cost")
_SECONDARY = "de memoria, por confirmar con Stripe"
# months -> basis points, from which payment on (https://docs.stripe.com/payments/mx-installments). The page that is
# kept here ends at nine months: what they cost and the longer plans are from memory, and their source says so.
_PLANS: dict[int, tuple[int, int, str]] = {
    3: (500, 30_000, AT_COST),
    6: (750, 60_000, AT_COST),
    9: (1000, 90_000, f"{AT_COST} ({_SECONDARY})"),
    12: (1250, 120_000, f"{AT_COST} ({_SECONDARY})"),
    18: (1750, 180_000, f"{AT_COST} ({_SECONDARY})"),
    24: (2250, 240_000, f"{AT_COST} ({_SECONDARY})"),
}


def plan_text(months: int | None) -> tuple[str, str]:
    """Name the rule for what is paid in so many months, in Spanish and English."""
    return PLAN_TEXT[0] % months, PLAN_TEXT[1] % months


def plan_source(months: int | None, rate_bp: int) -> str:
    """Say where a plan's cost comes from: the provider's price, or what the market decided instead."""
    known = _PLANS.get(months or 0)
    return known[2] if known and known[0] == rate_bp else OUR_DECISION


SCHEDULES: tuple[dict[str, Any], ...] = (
    {
        "version": 1,
        "published_at": datetime(2025, 12, 1, 18, tzinfo=UTC),
        "effective_from": datetime(2026, 1, 1, 6, tzinfo=UTC),
        "summary": "Sin cuotas por publicar, sin mensualidad, sin cobros por aparecer antes.",
        "summary_en": "No listing fee, no monthly fee, no charge for appearing higher.",
        "takes_more": True,
        "rule_count": len(_COMMISSIONS) + len(_PARTS) + len(_PLANS),
    },
)


def _rules(version: int) -> list[dict[str, Any]]:
    shared = {
        "version": version, "shop_plan": None, "from_minor": 0, "until_minor": None, "floor_minor": None, "months": None,
    }  # fmt: skip
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
    plans = [
        {
            "id": f"v{version}:instalments:{months}", **shared, "kind": "instalments", "category": None, "rate_bp": rate,
            "fixed_minor": 0, "cap_minor": None, "source": source, "text": plan_text(months)[0],
            "text_en": plan_text(months)[1], "from_minor": least, "months": months,
        }
        for months, (rate, least, source) in _PLANS.items()
    ]  # fmt: skip
    return [{**rule, "number": number} for number, rule in enumerate([*commissions, *parts, *plans], 1)]


RULES: tuple[dict[str, Any], ...] = tuple(rule for schedule in SCHEDULES for rule in _rules(schedule["version"]))

# How the owner of the tables enters one, with a release or into a demo.
INSERT_SCHEDULE = sql(
    "INSERT INTO fee_schedule (version, published_at, effective_from, takes_more, rule_count, summary, summary_en) "
    "VALUES (:version, :published_at, :effective_from, :takes_more, :rule_count, :summary, :summary_en)"
)
INSERT_RULE = sql(
    "INSERT INTO fee_rule (id, version, number, kind, category, shop_plan, from_minor, until_minor, rate_bp, fixed_minor, "
    "floor_minor, cap_minor, source, text, text_en, months) VALUES (:id, :version, :number, :kind, :category, :shop_plan, "
    ":from_minor, :until_minor, :rate_bp, :fixed_minor, :floor_minor, :cap_minor, :source, :text, :text_en, "
    ":months)"
)
