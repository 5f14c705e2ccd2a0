"""The market seals with its own certificate; where it has none, with one that says it is worth nothing, never in production."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pydantic import SecretStr

from marketplace.kernel.settings import Settings
from marketplace.money.cfdi import WrongSettings, find_seal
from tests.money.cfdi.papers import seal_at, settings_at


def named(folder: Path, password: str = "secreta") -> Settings:
    seal = seal_at(folder)
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


def test_the_one_that_the_settings_name_is_taken(tmp_path: Path) -> None:
    found = find_seal(named(tmp_path))
    assert found is not None
    assert found.key.private_numbers() == seal_at(tmp_path).key.private_numbers()


def test_a_wrong_password_or_a_key_of_another_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path, "otra"))
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path).model_copy(update={"cfdi_key": named(other).cfdi_key}))
    with pytest.raises(WrongSettings):
        find_seal(named(tmp_path).model_copy(update={"cfdi_key": tmp_path / "missing"}))
