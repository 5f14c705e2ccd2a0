"""A paper that tests write: the market charges a shop, whose owner is a person on platforms."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from marketplace.kernel.settings import Settings
from marketplace.money.cfdi import CfdiKind, Comprobante, Concept, Party, Seal, find_seal, issuer_of

AT = datetime(2026, 11, 2, 5, 30, tzinfo=UTC)  # the evening before, in Mexico City
SHOP = Party("MOAA800101AB1", "ALICIA MORALES", "06700", "625")


def settings_at(folder: Path) -> Settings:
    return Settings(var=folder)


def seal_at(folder: Path) -> Seal:
    seal = find_seal(settings_at(folder))
    assert seal is not None
    return seal


def paper(*concepts: Concept, folder: Path = Path(), **changes: object) -> Comprobante:
    said: dict[str, object] = {
        "kind": CfdiKind.INCOME,
        "issuer": issuer_of(settings_at(folder)),
        "receiver": SHOP,
        "use": "G03",
        "concepts": concepts or (commission(),),
        "at": AT,
        "series": "C",
        "folio": "1",
        "payment_form": "17",
    }
    return Comprobante(**{**said, **changes})  # type: ignore[arg-type]


def commission(minor: int = 10_000, **changes: object) -> Concept:
    said: dict[str, object] = {
        "sat_key": "80141628", "unit": "E48", "description": "Comisión", "amount_minor": minor, "iva": 1600,
    }  # fmt: skip
    return Concept(**{**said, **changes})  # type: ignore[arg-type]
