"""The market seals with its own certificate; where it has none, with one that says it is worth nothing, never in production."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pydantic import SecretStr

from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.money.cfdi import Seal, find_seal
from marketplace.money.cfdi.errors import WrongSettings
from tests.money.cfdi.papers import real_seal, seal_at, settings_at

RFC = "MER260101AB1"


def named(folder: Path, password: str = "secreta", *, seal: Seal | None = None) -> Settings:
    seal = seal or real_seal(RFC)
    (folder / "sello.cer").write_bytes(seal.certificate.public_bytes(serialization.Encoding.DER))
    (folder / "sello.key").write_bytes(
        seal.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secreta"),
        )
    )
    return settings_at(folder).model_copy(
        update={
            "profile": "production",
            "cfdi_rfc": RFC,
            "cfdi_certificate": folder / "sello.cer",
            "cfdi_key": folder / "sello.key",
            "cfdi_key_password": SecretStr(password),
        }
    )


def test_a_test_one_is_made_once_says_so_and_is_closed_to_others(tmp_path: Path) -> None:
    seal = seal_at(tmp_path)
    assert seal.is_test
    assert seal.number == "30001000000500009999"
    assert seal_at(tmp_path).certificate == seal.certificate
    file = tmp_path / "cfdi" / "test-seal.pem"
    assert file.stat().st_mode & 0o077 == 0


def test_production_has_none_but_its_own(tmp_path: Path) -> None:
    assert find_seal(settings_at(tmp_path).model_copy(update={"profile": "production"})) is None
    assert not (tmp_path / "cfdi").exists()


@pytest.fixture
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, tzinfo=UTC))


def test_the_one_that_the_settings_name_is_taken(tmp_path: Path, on_a_day: None) -> None:
    seal = real_seal(RFC)
    found = find_seal(named(tmp_path, seal=seal))
    assert found is not None
    assert (found.certificate, found.is_test) == (seal.certificate, False)


@pytest.mark.parametrize(
    "seal",
    [
        real_seal("WATM640917J45"),
        real_seal(""),
        real_seal(RFC, days=30),
        real_seal(RFC, since=datetime(2026, 12, 1, tzinfo=UTC)),
        real_seal(RFC, number="30001000000500003416"),
        real_seal(RFC, authority="AC UAT"),
    ],
    ids=["of another", "of nobody", "over", "not yet", "a trial number", "a trial authority"],
)
def test_one_of_another_rfc_out_of_its_time_or_for_trying_is_not(tmp_path: Path, seal: Seal, on_a_day: None) -> None:
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path, seal=seal))


def test_outside_production_one_may_try_with_the_tax_offices(tmp_path: Path, on_a_day: None) -> None:
    settings = named(tmp_path, seal=real_seal(RFC, number="30001000000500003416", authority="AC UAT"))
    found = find_seal(settings.model_copy(update={"profile": "development"}))
    assert found is not None
    assert found.is_test


def test_a_wrong_password_or_a_key_of_another_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path, "otra"))
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path).model_copy(update={"cfdi_key": named(other).cfdi_key}))
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path).model_copy(update={"cfdi_key": tmp_path / "missing"}))
