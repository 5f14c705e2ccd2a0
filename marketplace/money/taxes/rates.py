"""The legal rates this release knows, as data. One is added when the law says so, late or not, and never changed.

The revenue law (LIF) is annual: what it sets ends with its year. A new year needs its rows here, from the Diario Oficial;
until they are there, the market sells nothing after the last day (see docs/rules/money.md).
Not here: the border region's 8 % (decree of 31-12-2018 and its extensions), which nobody has verified for 2026. A row with
place "border" turns it on, for shops in that scheme.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

# Moments of Mexico City (UTC−6): a law's year begins and ends at its midnight.
_LONG_AGO = datetime(2010, 1, 1, 6, tzinfo=UTC)
_YEAR_BEGINS = datetime(2026, 1, 1, 6, tzinfo=UTC)
_YEAR_ENDS = datetime(2027, 1, 1, 6, tzinfo=UTC)

_DOF_LIF = "DOF 07-11-2025"
_DOF_LIVA = "DOF 12-11-2021"

_IVA = (
    # goods, rate, article, Spanish, English
    ("general", 1600, "LIVA art. 1", "Tasa general de IVA", "General VAT rate"),
    ("food", 0, "LIVA art. 2-A fr. I b)", "Alimentos: IVA al 0 %", "Food: VAT at 0 %"),
    ("plant", 0, "LIVA art. 2-A fr. I a)", "Semillas y plantas: IVA al 0 %", "Seeds and plants: VAT at 0 %"),
    ("medicine", 0, "LIVA art. 2-A fr. I b)", "Medicinas: IVA al 0 %", "Medicines: VAT at 0 %"),
    ("book", 0, "LIVA art. 9 fr. III", "Libros: exentos de IVA", "Books: exempt from VAT"),
)
_ISR_TEXT = ("ISR que retenemos y pagamos al SAT por ti", "Income tax we withhold and pay for you")
_IVA_TEXT = ("IVA que retenemos y pagamos al SAT por ti", "VAT we withhold and pay for you")
_WITHHELD = (
    # levy, standing, rate, article, Spanish, English
    ("isr_withheld", "registered", 250, "LIF 2026 art. 25 fr. VI; LISR art. 113-A", *_ISR_TEXT),
    (
        "isr_withheld",
        "abroad",
        250,
        "LIF 2026 art. 25 fr. VI; LISR art. 113-A",
        "ISR que retenemos por ti, cuenta en el extranjero",
        "Income tax we withhold for you, account abroad",
    ),
    (
        "isr_withheld",
        "unregistered",
        2000,
        "LISR art. 113-C IV; LIF 2026 art. 25 fr. VI",
        "ISR sin RFC registrado",
        "Income tax without a registered RFC",
    ),
    ("iva_withheld", "registered", 5000, "LIVA art. 18-J II a); LIF 2026 art. 25 fr. IX a)", *_IVA_TEXT),
    (
        "iva_withheld",
        "unregistered",
        10000,
        "LIVA art. 18-J II a); LIF 2026 art. 25 fr. IX a)",
        "IVA completo, sin RFC registrado",
        "All VAT, without a registered RFC",
    ),
    (
        "iva_withheld",
        "abroad",
        10000,
        "LIF 2026 art. 25 fr. IX c)",
        "IVA completo, cuenta en el extranjero",
        "All VAT, account abroad",
    ),
)


def _row(levy: str, of: str, begins: datetime, **values: Any) -> dict[str, Any]:
    return {
        "id": f"{levy}:{of}:{begins:%Y}", "levy": levy, "goods": None, "place": None, "standing": None,
        "valid_from": begins, "valid_until": None, **values,
    }  # fmt: skip


RATES: tuple[dict[str, Any], ...] = (
    *(
        _row(
            "iva",
            goods,
            _LONG_AGO,
            goods=goods,
            rate_bp=rate,
            article=article,
            published=_DOF_LIVA,
            text=text,
            text_en=text_en,
        )
        for goods, rate, article, text, text_en in _IVA
    ),
    *(
        _row(
            levy,
            standing,
            _YEAR_BEGINS,
            valid_until=_YEAR_ENDS,
            standing=standing,
            rate_bp=rate,
            article=article,
            published=_DOF_LIF,
            text=text,
            text_en=text_en,
        )
        for levy, standing, rate, article, text, text_en in _WITHHELD
    ),
)
