"""A file that somebody brings is a CFDI, or is refused; it opens no file, asks no network, and does not grow."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.money.cfdi import MOST_BYTES, NotACfdi, read_cfdi, write_cfdi
from tests.money.cfdi.papers import paper, seal_at


@pytest.fixture
def written(tmp_path: Path) -> bytes:
    return write_cfdi(paper(folder=tmp_path), seal_at(tmp_path))


def test_another_encoding_is_read_too(written: bytes) -> None:
    text = written.decode().replace("UTF-8", "UTF-16")
    assert read_cfdi(text.encode("utf-16")).is_sealed


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
