"""Decoding strangers' pictures into what every screen shows alike: upright, sRGB, eight bits, on white."""

from __future__ import annotations

import io
import re
import subprocess
import sys

from PIL import Image, ImageCms

from marketplace.kernel import heic_decoder

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|hevx|mif1|msf1)", re.DOTALL)
_BRANDS_BYTES = 64  # in which a file says what it is, and what else it is like
_PATIENCE_SECONDS = 40
_ORIENTATION = 0x0112  # of EXIF
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
_WHITE = (255, 255, 255)


class UndrawablePicture(Exception):
    """It cannot be decoded, or is of another format."""


class TooManyPixels(Exception):
    """It says of itself that it is larger than is taken."""


def draw(data: bytes, *, most_points: int) -> Image.Image:
    """Decode a picture: upright, in sRGB, eight bits, what is transparent on white.

    Raises TooManyPixels before anything is decoded, UndrawablePicture.
    """
    try:
        opened = Image.open(io.BytesIO(data if not is_heic(data) else _decoded(data, most_points)), formats=FORMATS)
        if opened.width * opened.height > most_points:
            raise TooManyPixels
        opened.load()
        return _upright(_on_white(_in_srgb(_eight_bits(opened))), opened)
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except Exception as error:  # what a decoder raises about a file that lies is anybody's guess
        raise UndrawablePicture from error


def is_heic(data: bytes) -> bool:
    """Whether a file says of itself that it is a HEIC, as iPhones make them; AVIF comes in the same box."""
    return _HEIC.match(data) is not None and b"avif" not in data[:_BRANDS_BYTES]


def _decoded(heic: bytes, most_points: int) -> bytes:
    """Give a HEIC as PNG. Raises TooManyPixels, UndrawablePicture: also where its decoder died or did not end."""
    child = [sys.executable, "-I", heic_decoder.__file__, str(most_points)]
    try:
        done = subprocess.run(child, input=heic, capture_output=True, timeout=_PATIENCE_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UndrawablePicture from error
    if done.returncode == heic_decoder.TOO_LARGE:
        raise TooManyPixels
    if done.returncode != 0:
        raise UndrawablePicture
    return done.stdout


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring sixteen bits of grey down to eight; Pillow would cut them off at white."""
    if not image.mode.startswith("I"):
        return image
    grey = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    grey.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return grey


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring colours from the picture's profile to sRGB, which every screen assumes; one that is broken is left out."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    plain = image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")
    try:
        colours = ImageCms.profileToProfile(
            plain, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    assert colours is not None  # only drawing in place gives none
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _on_white(image: Image.Image) -> Image.Image:
    """Lay what is transparent on white, as the page is; plain conversion shows what was left below: mostly black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    shown = image.convert("RGBA")
    ground = Image.new("RGB", shown.size, _WHITE)
    ground.paste(shown, mask=shown.getchannel("A"))
    return ground


def _upright(image: Image.Image, opened: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held. What else stands in its EXIF is not looked at, and may be anything."""
    try:
        turn = _UPRIGHT.get(opened.getexif().get(_ORIENTATION, 1))
    except Exception:
        return image
    return image if turn is None else image.transpose(turn)
