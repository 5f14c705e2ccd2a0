"""Where goods come from: the countries of ISO 3166 by their two letters, as CLDR (Babel) names them in both languages."""

from __future__ import annotations

from functools import cache

from babel import Locale

_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
COUNTRIES = frozenset(code for code in map(str, Locale("es").territories) if len(code) == 2) - _NO_COUNTRIES


@cache
def country_names(language: str) -> dict[str, str]:
    """Name every country in a language ("es", "en"), Mexico first and the others by their names."""
    names = {str(code): name for code, name in Locale("es" if language == "es" else "en").territories.items()}
    rest = sorted(COUNTRIES - {"MX"}, key=lambda code: names[code])
    return {code: names[code] for code in ("MX", *rest)}
