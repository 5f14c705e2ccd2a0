"""A file that somebody brings is a CFDI, or is refused; it opens no file, asks no network, and does not grow."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marketplace.money.cfdi import Party, Seal, read_cfdi, reading, write_cfdi
from marketplace.money.cfdi.errors import NotACfdi
from marketplace.money.cfdi.reading import MOST_BYTES
from marketplace.money.cfdi.rules import Paper
from tests.money.cfdi.papers import paper, real_seal, seal_at


@pytest.fixture
def written(tmp_path: Path) -> bytes:
    return write_cfdi(paper(folder=tmp_path), seal_at(tmp_path))


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-7", "ISO-8859-1"])
def test_another_encoding_than_the_tax_offices_is_refused(written: bytes, encoding: str) -> None:
    text = written.decode().replace("UTF-8", encoding)
    with pytest.raises(NotACfdi):
        read_cfdi(text.encode(encoding))
    with pytest.raises(NotACfdi):
        read_cfdi(text.encode())


def test_an_amount_that_was_changed_breaks_the_seal(written: bytes) -> None:
    read = read_cfdi(written.replace(b'Descripcion="Comisi', b'Descripcion="Admisi'))
    assert not read.is_sealed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"%PDF-1.7",
        b"<html></html>",
        b"<?xml version='1.0'?><cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4'/>",
        b"<?xml version='1.0'?><cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/3' Version='3.3'/>",
        b"<a>" * 5000,
    ],
)
def test_what_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(NotACfdi):
        read_cfdi(data)


def test_without_its_receiver_it_is_none(written: bytes) -> None:
    start, end = written.index(b"<cfdi:Receptor"), written.index(b"<cfdi:Conceptos")
    with pytest.raises(NotACfdi):
        read_cfdi(written[:start] + written[end:])


def test_one_that_brings_entities_is_refused(written: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("X")
    head, body = written.split(b"\n", 1)
    for doctype in (
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]>',
        '<!DOCTYPE a [<!ENTITY e "lol"><!ENTITY f "&e;&e;&e;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">',
    ):
        with pytest.raises(NotACfdi):
            read_cfdi(head + doctype.encode() + body)


def test_one_that_is_too_large_is_refused_unread(written: bytes) -> None:
    with pytest.raises(NotACfdi):
        read_cfdi(written + b" " * MOST_BYTES)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library takes long for is not to come to it."""

    def looked(*_: object) -> None:
        pytest.fail("the library looked at it")

    monkeypatch.setattr(reading, "_check_schema", looked)


ATTRIBUTES = b" ".join(b'a%d=""' % number for number in range(61))
NAMESPACES = b" ".join(b'xmlns:n%d="n"' % number for number in range(61))
RELATED = b'<cfdi:CfdiRelacionado UUID="11111111-2222-3333-4444-555555555555"/>'
OTHER = b'<implocal:ImpuestosLocales xmlns:implocal="http://www.sat.gob.mx/implocal" version="1.0"/>'


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (b"<cfdi:Emisor", b"<cfdi:CfdiRelacionados " + ATTRIBUTES + b"/>"),
        (b"<cfdi:Emisor", b"<cfdi:CfdiRelacionados>" + RELATED * 20_000 + b"</cfdi:CfdiRelacionados>"),
        (b"</cfdi:Conceptos>", b"<cfdi:Concepto/>" * 500),
        (b"Version=", NAMESPACES + b" "),
        (b"</cfdi:Comprobante>", b"<cfdi:Complemento>" + OTHER + b"</cfdi:Complemento>"),
        (b"</cfdi:Concepto>", b"<cfdi:ComplementoConcepto/>"),
    ],
    ids=["attributes", "elements", "concepts", "namespaces", "a complement", "a concept's complement"],
)
def test_what_no_sale_has_is_refused_before_the_library_looks(
    written: bytes, unread: None, before: bytes, more: bytes
) -> None:
    strange = written.replace(before, more + before, 1)
    assert strange != written
    with pytest.raises(NotACfdi):
        read_cfdi(strange)


def test_an_addenda_is_not_looked_at(written: bytes) -> None:
    addenda = b"<cfdi:Addenda><a " + ATTRIBUTES + b"/>" + b"<b/>" * 30_000 + b"</cfdi:Addenda>"
    read = read_cfdi(written.replace(b"</cfdi:Comprobante>", addenda + b"</cfdi:Comprobante>"))
    assert read.is_sealed


RSA_KEY, THIRD_VERSION = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", b"\xa0\x03\x02\x01\x02"


@pytest.mark.parametrize("right", [RSA_KEY, THIRD_VERSION], ids=["a key", "a version"])
def test_a_certificate_of_a_kind_that_nobody_knows_seals_nothing(written: bytes, right: bytes) -> None:
    found = re.search(rb' Certificado="([^"]*)"', written)
    assert found
    certificate = base64.b64decode(found[1])
    strange = certificate.replace(right, right[:-1] + b"\x63")
    assert strange != certificate
    with pytest.raises(NotACfdi):
        read_cfdi(written.replace(found[1], base64.b64encode(strange)))


def test_a_seal_that_is_written_another_way_is_none(written: bytes) -> None:
    for strange in (b' Sello="!', b' Sello="='):
        assert not read_cfdi(written.replace(b' Sello="', strange)).is_sealed


SHOP_RFC = "WATM640917J45"


def sealed_by(seal: Seal) -> Paper:
    issuer = Party(SHOP_RFC, "MARIA WATEMBER", "06700", "612")
    return read_cfdi(write_cfdi(paper(issuer=issuer), seal))


def test_only_the_issuers_own_certificate_seals_and_on_days_on_which_it_is_valid() -> None:
    right = sealed_by(real_seal(SHOP_RFC))
    assert right.is_sealed
    assert not right.is_test
    assert not sealed_by(real_seal("MOAA800101AB1")).is_sealed
    assert not sealed_by(real_seal("")).is_sealed
    assert not sealed_by(real_seal(SHOP_RFC, days=30)).is_sealed
    assert not sealed_by(real_seal(SHOP_RFC, since=datetime(2026, 11, 10, tzinfo=UTC))).is_sealed


def test_the_tax_offices_own_trial_certificates_are_for_trying() -> None:
    assert sealed_by(real_seal(SHOP_RFC, number="30001000000500003416")).is_test
    assert sealed_by(real_seal(SHOP_RFC, authority="AC UAT")).is_test
