"""The rules a listing is held to, and the clock staff stand on. What each rule says is in the words."""

from __future__ import annotations

DECIDE_DAYS = 1  # working days staff have to decide

# code -> where it comes from
RULES: dict[str, str] = {
    "prohibited": "LFPC art. 24; LGS art. 194",
    "nom_missing": "LFPC art. 19; Ley de Infraestructura de la Calidad art. 139",
    "misleading": "LFPC art. 32",
    "counterfeit": "LFPPI art. 386",
    "unclear_picture": "Tianguis",
    "wrong_category": "Tianguis",
}
