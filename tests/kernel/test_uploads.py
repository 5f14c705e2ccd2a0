"""A stranger's file is judged by what is in it, drawn anew, and kept where it belongs, or refused by name."""

from __future__ import annotations

import io
import os
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from marketplace.kernel import uploads
from marketplace.kernel.scanner import Command, ScannerSilent, Twin
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import Uploads, sweep
from tests.cast import Cast
from tests.web.asking import PDF

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def way_in(tmp_path: Path) -> Uploads:
    """An installation's way in, with small limits."""
    return Uploads(
        BlobStore.local(tmp_path / "media"),
        BlobStore.local(tmp_path / "private"),
        scanner=Twin(),
        most_mb=1,
        most_megapixels=2,
    )


def photo(kind: str = "JPEG", size: tuple[int, int] = (1000, 800), **extra: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#8A3B6B").save(made, kind, **extra)
    return made.getvalue()


def kept(tmp_path: Path, store: str = "media") -> list[Path]:
    return sorted(path for path in (tmp_path / store).rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_in_three_sizes_under_a_name_of_ours(way_in: Uploads, tmp_path: Path, kind: str) -> None:
    stored = way_in.keep_picture(photo(kind))
    assert [path.name.partition("-")[2] for path in kept(tmp_path)] == ["1600.webp", "400.webp", "800.webp"]
    assert way_in.keep_picture(photo(kind)).key != stored.key
    assert kept(tmp_path, "private") == []


def test_where_and_when_a_photo_was_taken_is_dropped(way_in: Uploads) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera of Alicia"
    exif.get_ifd(0x8825)[1] = "N"
    data = photo(exif=exif, comment=b"<script>alert(1)</script>")
    assert b"Camera of Alicia" in data
    stored = way_in.keep_picture(data + b"PK\x03\x04 and an archive behind it")
    drawn = way_in.public.get(f"{stored.key}-800.webp")
    assert not Image.open(io.BytesIO(drawn)).getexif()
    for hidden in (b"Alicia", b"<script", b"archive"):
        assert hidden not in drawn


def test_a_private_picture_is_not_in_the_public_store(way_in: Uploads, tmp_path: Path) -> None:
    stored = way_in.keep_picture(photo(), private_folder="private")
    assert kept(tmp_path) == []
    assert way_in.private.get(f"{stored.key}-800.webp")


def test_a_pdf_is_kept_in_private_as_it_is(way_in: Uploads, tmp_path: Path) -> None:
    key = way_in.keep_document(PDF, folder="documents")
    assert way_in.private.get(key) == PDF
    assert kept(tmp_path) == []


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 points in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", uploads.NotAPicture),
        (b"no picture", uploads.NotAPicture),
        (photo()[:300], uploads.NotAPicture),
        (photo("GIF"), uploads.NotAPicture),
        (photo("TIFF", (40, 40)), uploads.NotAPicture),
        (PDF, uploads.NotAPicture),
        (b"<?xml version='1.0'?><SVG onload='alert(1)'/>", uploads.IsDrawing),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, uploads.IsHeic),
        (bomb(), uploads.TooManyPoints),
        (photo("PNG", (2000, 1001)), uploads.TooManyPoints),
        (b"\xff\xd8\xff" + b"\0" * (1024 * 1024), uploads.TooHeavy),
        (photo() + EICAR, uploads.Infected),
    ],
)
def test_what_is_refused_leaves_nothing(way_in: Uploads, tmp_path: Path, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        way_in.keep_picture(data)
    assert kept(tmp_path) == []


@pytest.mark.parametrize("data", [b"", photo(), b"%PDF-1.7 cut short", b"<html>%PDF-1.7 %%EOF", b"%PDF-x.y\n%%EOF"])
def test_what_is_no_pdf(way_in: Uploads, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(uploads.NotADocument):
        way_in.keep_document(data, folder="documents")
    assert kept(tmp_path, "private") == []


def test_the_operators_command_decides(tmp_path: Path) -> None:
    command = Command("grep -qv EICAR")
    assert command.is_clean(b"a photo\n")
    assert not command.is_clean(EICAR)
    for broken in ("/no/such/scanner", "sh -c 'exit 2'"):
        with pytest.raises(ScannerSilent):
            Command(broken).is_clean(b"a photo")


def test_a_scanner_is_not_waited_for_inside_a_transaction(app: Flask, market: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside a unit of work"), market.as_alicia():
        Twin().is_clean(b"a photo")


def test_only_old_files_that_nobody_names_are_swept(way_in: Uploads, tmp_path: Path) -> None:
    used, orphan, fresh = (way_in.keep_picture(photo()).key for _n in range(3))
    now = datetime.now(UTC).timestamp()
    two_days_ago = now - timedelta(days=2).total_seconds()
    for path in kept(tmp_path):
        made = now if fresh.rpartition("/")[2] in path.name else two_days_ago
        os.utime(path, (made, made))
    before = datetime.now(UTC) - timedelta(days=1)
    assert sweep(way_in.public, "p", {used}, before=before) == 3
    assert way_in.public.get(f"{used}-400.webp")
    assert way_in.public.get(f"{fresh}-400.webp")
    with pytest.raises(FileNotFoundError):
        way_in.public.get(f"{orphan}-400.webp")
    assert sweep(way_in.public, "p", {used}, before=before) == 0
