"""The seal: the issuer's certificate (CSD) and key. Where none is given, one that we made ourselves, which is worth nothing.

Production takes the SAT's `.cer` and `.key` and their password from the settings (docs/operations.md).
"""

from __future__ import annotations

import base64
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.money.cfdi.errors import WrongSettings
from marketplace.money.cfdi.rules import Party

TEST_MARK = "TEST TIANGUIS"  # in the name of what issued a certificate of ours
_TEST_NUMBER = b"30001000000500009999"  # 20 digits, as the SAT numbers its own
# The certificates that the SAT gives out for trying are numbered so (those that seal for real begin with 00001), and are of
# "AC UAT" or "A.C. … de pruebas".
_TRIAL_NUMBERS = ("20001", "30001")
_TRIAL_ISSUERS = (TEST_MARK, "AC UAT")
_KEY_BITS = 2048


@dataclass(frozen=True)
class Seal:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def number(self) -> str:
        """The certificate's number, as the SAT writes it: the digits that its serial number spells in ASCII."""
        return number_of(self.certificate)

    @property
    def certificate_text(self) -> str:
        """The certificate, as papers carry it."""
        return base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()

    @property
    def is_test(self) -> bool:
        """Whether it is one for trying, which is worth nothing."""
        return is_test(self.certificate)

    def sign(self, text: str) -> str:
        """Seal the text that a paper's words come to (cadena original), with SHA-256."""
        return base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def number_of(certificate: x509.Certificate) -> str:
    """Write a certificate's number as the SAT does."""
    return f"{certificate.serial_number:x}"[1::2]


def is_trial_number(number: str) -> bool:
    """Whether the number of a certificate is one of those that the SAT gives out for trying."""
    return number.startswith(_TRIAL_NUMBERS)


def is_test(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for trying: one that we made, or one of those that the SAT gives out for it."""
    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return is_trial_number(number_of(certificate)) or any(
        str(name.value).startswith(_TRIAL_ISSUERS) or "pruebas" in str(name.value).lower() for name in names
    )


def rfc_of(certificate: x509.Certificate) -> str:
    """Read whose a certificate is: the SAT writes the RFC in x500UniqueIdentifier, before that of who stands for a company."""
    for said in certificate.subject.get_attributes_for_oid(NameOID.X500_UNIQUE_IDENTIFIER):
        text = said.value if isinstance(said.value, str) else said.value.decode("latin-1")
        return text.split("/")[0].strip().upper()
    return ""


def issuer_of(settings: Settings) -> Party:
    """The market itself, as the SAT's register has it."""
    return Party(settings.cfdi_rfc, settings.cfdi_name, settings.cfdi_postal_code, settings.cfdi_regime)


def find_seal(settings: Settings) -> Seal | None:
    """Give the market's seal: of the settings, or outside production the test one, made when first asked for.

    None in production where none is named: papers then stay drafts. Raises WrongSettings for one that cannot be read, is of
    another RFC than the settings say, is not valid now, or in production is for trying.
    """
    if settings.cfdi_certificate and settings.cfdi_key:
        seal = _read_seal(settings.cfdi_certificate, settings.cfdi_key, settings.cfdi_key_password.get_secret_value())
        _check_seal(seal, settings)
        return seal
    return None if settings.is_production else _test_seal(settings)


def _check_seal(seal: Seal, settings: Settings) -> None:
    read = seal.certificate
    is_valid = read.not_valid_before_utc <= clock.now() <= read.not_valid_after_utc
    if rfc_of(read) != settings.cfdi_rfc or not is_valid or (seal.is_test and settings.is_production):
        raise WrongSettings


def _read_seal(certificate: Path, key: Path, password: str) -> Seal:
    try:
        return _read_der(certificate.read_bytes(), key.read_bytes(), password)
    except (OSError, ValueError, TypeError) as error:
        raise WrongSettings from error


@lru_cache(maxsize=2)
def _read_der(certificate: bytes, key: bytes, password: str) -> Seal:
    read = x509.load_der_x509_certificate(certificate)
    private = serialization.load_der_private_key(key, password.encode() or None)
    if not isinstance(private, rsa.RSAPrivateKey) or private.public_key() != read.public_key():
        raise WrongSettings
    return Seal(read, private)


def _test_seal(settings: Settings) -> Seal:
    file = settings.var / "cfdi" / "test-seal.pem"
    if not file.exists():
        _keep_once(file, _make_test_seal(issuer_of(settings)))
    return _read_pem(file.read_bytes())


@lru_cache(maxsize=2)  # checking a key takes longer than sealing with it
def _read_pem(pem: bytes) -> Seal:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return Seal(x509.load_pem_x509_certificate(pem), key)


def _keep_once(file: Path, data: bytes) -> None:
    """Two processes may make one at once: the first stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent) as made:  # closed to others of the machine
        made.write(data)
        made.flush()
        try:
            os.link(made.name, file)
        except FileExistsError:
            return


def _make_test_seal(party: Party) -> bytes:
    key = rsa.generate_private_key(65537, _KEY_BITS)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{TEST_MARK}: SIN VALOR FISCAL")])
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, party.name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, party.name),
            x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, party.rfc),
        ]
    )
    since = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(_TEST_NUMBER, "big"))
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=365 * 60))
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
