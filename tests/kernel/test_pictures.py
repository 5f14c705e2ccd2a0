"""A photo looks as it did where it was taken: upright, in its colours, on white; what lies about itself is refused by name."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from marketplace.kernel import heic_decoder, pictures, uploads
from marketplace.kernel.scanner import Twin
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import Uploads

ROOMY = 20_000_000
# 64 by 48 points, blue on the left and red on the right, encoded once as telephones do (HEVC).
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAAEcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAE"
    "9tZGF0AAAAQygBrxOA9SeBP//mrUV/5gmr/pSZMSreAuH/5uHov5dkXiSU4Rn2WsbNwdqLM4zGJuU9WwCRlT1IpLqdzT7KONTwQoA="
)


@pytest.fixture
def way_in(tmp_path: Path) -> Uploads:
    stores = BlobStore.local(tmp_path / "m"), BlobStore.local(tmp_path / "p")
    return Uploads(*stores, scanner=Twin(), most_mb=5, most_megapixels=20)


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **more)
    return made.getvalue()


def drawn(way_in: Uploads, data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(way_in.public.get(way_in.keep_picture(data).key + "-800.webp"))).convert("RGB")


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 8) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= by


def frame() -> Image.Image:
    """A black frame on nothing; below the nothing is black."""
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((100, 100, 300, 300), outline=(0, 0, 0, 255), width=20)
    return image


@pytest.mark.parametrize(
    "data",
    [
        encoded(frame(), "PNG"), encoded(frame(), "WEBP", lossless=True), encoded(frame(), "AVIF", quality=90),
        encoded(frame().quantize(8), "PNG"), encoded(frame().convert("LA"), "PNG"),
    ],
    ids=["png", "webp", "avif", "palette", "grey"],
)  # fmt: skip
def test_what_is_transparent_stands_on_white(way_in: Uploads, data: bytes) -> None:
    shown = drawn(way_in, data)
    assert near(shown.getpixel((5, 5)), (255, 255, 255))
    assert near(shown.getpixel((200, 200)), (255, 255, 255))
    assert max(shown.getpixel((108, 200))) < 40


def test_what_is_half_transparent_is_half_white(way_in: Uploads) -> None:
    data = encoded(Image.new("RGBA", (400, 400), (200, 0, 0, 128)), "PNG")
    assert near(drawn(way_in, data).getpixel((9, 9)), (227, 127, 127))


def test_one_colour_that_is_said_to_be_transparent(way_in: Uploads) -> None:
    image = Image.new("RGB", (400, 400), (1, 2, 3))
    ImageDraw.Draw(image).rectangle((100, 100, 300, 300), fill=(200, 0, 0))
    shown = drawn(way_in, encoded(image, "PNG", transparency=(1, 2, 3)))
    assert near(shown.getpixel((5, 5)), (255, 255, 255))
    assert near(shown.getpixel((200, 200)), (200, 0, 0))


def display_p3() -> bytes:
    """The wide colours of telephones' screens, as a profile of matrix and gamma (ICC.1:2022, 8.3)."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    name = b"wide\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 78,
        b"cprt": b"text\0\0\0\0none\0", b"wtpt": xyz(0.9642, 1, 0.8249), b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.2920, 0.6922, 0.0419), b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    offset, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, value in tags.items():
        padded = value + b"\0" * (-len(value) % 4)
        table += tag + struct.pack(">II", offset, len(padded))
        offset, body = offset + len(padded), body + padded
    head = struct.pack(">I4sI4s4s4s", offset, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    return head + fixed(0.9642) + fixed(1) + fixed(0.8249) + b"\0" * 48 + table + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_wide_photo_keeps_its_colours(way_in: Uploads, kind: str) -> None:
    profile, image = display_p3(), Image.new("RGB", (400, 400), (230, 60, 60))
    wide = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    right = ImageCms.profileToProfile(image, wide, ImageCms.createProfile("sRGB"))
    assert right is not None
    assert not near(right.getpixel((9, 9)), (230, 60, 60))
    assert near(
        drawn(way_in, encoded(image, kind, icc_profile=profile, quality=97)).getpixel((200, 200)),
        right.getpixel((9, 9)),
    )


def test_a_wide_photo_keeps_what_is_transparent_too(way_in: Uploads) -> None:
    shown = drawn(way_in, encoded(frame(), "PNG", icc_profile=display_p3()))
    assert near(shown.getpixel((5, 5)), (255, 255, 255))
    assert max(shown.getpixel((108, 200))) < 40


@pytest.mark.parametrize("profile", [b"", b"no profile", display_p3()[:200], b"\0" * 4000])
def test_a_broken_profile_is_left_out(way_in: Uploads, profile: bytes) -> None:
    data = encoded(Image.new("RGB", (400, 400), (230, 60, 60)), "JPEG", quality=97, icc_profile=profile)
    assert near(drawn(way_in, data).getpixel((200, 200)), (230, 60, 60))


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "P"])
def test_other_kinds_of_colour_are_shown(way_in: Uploads, mode: str) -> None:
    image = Image.new("RGB", (400, 400), (255, 255, 255)).convert(mode)
    data = encoded(image, "JPEG" if mode == "CMYK" else "PNG", icc_profile=display_p3())
    assert near(drawn(way_in, data).getpixel((200, 200)), (255, 255, 255))


def test_sixteen_bits_of_grey_are_no_white_page(way_in: Uploads) -> None:
    image = Image.new("I;16", (400, 400))
    image.putdata([round(x / 399 * 65535) for _y in range(400) for x in range(400)])
    shown = drawn(way_in, encoded(image, "PNG"))
    for x, grey in ((2, 1), (200, 128), (397, 254)):
        assert near(shown.getpixel((x, 200)), (grey,) * 3)


def test_sixteen_bits_of_colour(way_in: Uploads) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + struct.pack(">3H", 51_400, 15_420, 15_420) * 400
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 400, 400, 16, 2, 0, 0, 0))
    data += chunk(b"IDAT", zlib.compress(row * 400)) + chunk(b"IEND", b"")
    assert near(drawn(way_in, data).getpixel((200, 200)), (200, 60, 60))


def with_exif(tiff: bytes, size: tuple[int, int] = (400, 300)) -> bytes:
    photo = encoded(Image.new("RGB", size, "white"), "JPEG")
    segment = b"Exif\0\0" + tiff
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + photo[2:]


def entries(*of: tuple[int, int, int, bytes]) -> bytes:
    """Tags as a camera writes them: number, type, count, value of four bytes."""
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", len(of))
        + b"".join(struct.pack("<HHI", *one[:3]) + one[3] for one in of)
        + b"\0" * 4
    )


TURNED = (0x0112, 3, 1, struct.pack("<HH", 6, 0))


@pytest.mark.parametrize(
    "odd",
    [
        (0x0131, 11, 1, struct.pack("<f", 1.0)), (0x0131, 12, 99, b"\xff" * 4), (0x8825, 4, 1, b"\xff" * 4),
        (0x8769, 4, 1, b"\x08\0\0\0"), (0x9286, 7, 10**9, b"\0" * 4), (0x0111, 0, 1, b"\0" * 4), (0x010F, 2, 0, b"\0" * 4),
        (0x0100, 5, 1, b"\xff" * 4), (0xA005, 4, 1, b"\x08\0\0\0"), (0x02BC, 1, 4, b"<xmp"),
    ],
)  # fmt: skip
def test_odd_metadata_is_not_looked_at(way_in: Uploads, odd: tuple[int, int, int, bytes]) -> None:
    stored = way_in.keep_picture(with_exif(entries(TURNED, odd)))
    assert (stored.width, stored.height) == (300, 400)


@pytest.mark.parametrize(
    "tiff",
    [
        b"",
        b"II*\0",
        b"MM\0*" + b"\xff" * 40,
        b"XX",
        b"II*\0\xff\xff\xff\xff",
        entries((0x0112, 2, 9, b"abcd")),
        entries((0x0112, 3, 1, b"\xff\xff\0\0")),
    ],
)
def test_what_says_nothing_of_how_it_was_held_stays_as_it_is(way_in: Uploads, tiff: bytes) -> None:
    stored = way_in.keep_picture(with_exif(tiff))
    assert (stored.width, stored.height) == (400, 300)


@pytest.mark.parametrize("held", range(1, 9))
def test_each_way_to_hold_a_camera(way_in: Uploads, held: int) -> None:
    """The corner that was up and left is red; it is there again."""
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 60, 60), fill="red")
    back = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[held]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = held
    taken = image.transpose(back) if back is not None else image
    shown = drawn(way_in, encoded(taken, "JPEG", exif=exif))
    assert shown.size == (400, 300)
    assert near(shown.getpixel((20, 20)), (255, 0, 0), 20)
    assert near(shown.getpixel((380, 280)), (255, 255, 255), 20)


def test_photos_of_iphones_and_of_new_browsers_are_taken(way_in: Uploads) -> None:
    shown = drawn(way_in, HEIC)
    assert shown.size == (64, 48)
    assert near(shown.getpixel((8, 24)), (20, 60, 200), 12)
    assert near(shown.getpixel((56, 24)), (200, 30, 30), 12)
    assert near(drawn(way_in, encoded(Image.new("RGB", (80, 60), "red"), "AVIF")).getpixel((40, 30)), (255, 0, 0), 12)


def test_an_avif_whose_first_word_is_that_of_both_is_one(way_in: Uploads) -> None:
    avif = encoded(Image.new("RGB", (80, 60), "red"), "AVIF")
    assert avif[8:12] == b"avif"
    assert b"avif" in avif[12:64]
    shown = drawn(way_in, avif[:8] + b"mif1" + avif[12:])
    assert near(shown.getpixel((40, 30)), (255, 0, 0), 12)


def test_of_what_moves_the_first_picture_is_kept(way_in: Uploads) -> None:
    moves = [Image.new("RGB", (80, 60), colour) for colour in ("red", "blue")]
    for kind in ("WEBP", "PNG"):
        data = encoded(moves[0], kind, save_all=True, append_images=moves[1:])
        assert near(drawn(way_in, data).getpixel((40, 30)), (255, 0, 0), 12)


def test_a_heic_that_cannot_be_opened_is_told_what_to_do(way_in: Uploads) -> None:
    for cut in (40, 200, len(HEIC) - 40):
        with pytest.raises(uploads.IsHeic):
            way_in.keep_picture(HEIC[:cut])


def test_a_decoder_that_dies_is_a_refusal(way_in: Uploads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of a public suite ended the process of its decoder."""
    dies = tmp_path / "dies.py"
    dies.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "utf-8")
    monkeypatch.setattr(heic_decoder, "__file__", str(dies))
    with pytest.raises(uploads.IsHeic):
        way_in.keep_picture(HEIC)
    dies.write_text("import time; time.sleep(600)", "utf-8")
    monkeypatch.setattr(pictures, "_PATIENCE_SECONDS", 0.2)
    with pytest.raises(uploads.IsHeic):
        way_in.keep_picture(HEIC)


def test_size_is_read_before_a_point_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (HEIC, encoded(Image.new("RGB", (64, 48)), "AVIF")):
        with pytest.raises(pictures.TooManyPixels):
            pictures.draw(data, most_points=64 * 48 - 1)
        assert pictures.draw(data, most_points=64 * 48).size == (64, 48)


def whole_ones() -> dict[str, bytes]:
    image = frame().resize((60, 50))
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = display_p3()
    return {
        "jpeg": encoded(image.convert("RGB"), "JPEG", exif=exif, icc_profile=wide),
        "png": encoded(image, "PNG", icc_profile=wide),
        "webp": encoded(image, "WEBP", exif=exif, icc_profile=wide), "avif": encoded(image, "AVIF", exif=exif), "heic": HEIC,
        "palette": encoded(image.quantize(8), "PNG"), "cmyk": encoded(image.convert("CMYK"), "JPEG"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(whole_ones()))
def test_whatever_became_of_a_file_it_is_drawn_or_refused(kind: str) -> None:
    """Cut at any place, and with bytes changed by chance from a fixed seed: never another error."""
    whole, chance = whole_ones()[kind], random.Random(kind)
    for _time in range(12 if kind == "heic" else 150):  # which is decoded in a process of its own each time
        broken = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole)
        for _byte in range(chance.randrange(1, 12)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert pictures.draw(bytes(broken), most_points=ROOMY).mode == "RGB"
        except (pictures.UndrawablePicture, pictures.TooManyPixels):
            continue
