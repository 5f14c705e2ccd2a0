"""A paper that tests write: the market charges a shop, whose owner is a person on platforms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from marketplace.kernel.settings import Settings
from marketplace.money.cfdi import CfdiKind, Comprobante, Concept, Party, Seal, find_seal
from marketplace.money.cfdi.signing import issuer_of

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


def real_seal(
    rfc: str,
    *,
    number: str = "00001000000700001234",
    authority: str = "AC DEL SERVICIO DE ADMINISTRACION TRIBUTARIA",
    since: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    days: int = 4 * 365,
) -> Seal:
    """A seal that looks as one of the tax office does; of a company its RFC stands before that of who acts for it."""
    key = rsa.generate_private_key(65537, 2048)
    whose = [x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, f"{rfc} / VADA800927DJ3")] if rfc else []
    certificate = (
        x509.CertificateBuilder()
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, authority)]))
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "QUIEN SELLA"), *whose]))
        .public_key(key.public_key())
        .serial_number(int.from_bytes(number.encode(), "big"))
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return Seal(certificate, key)
