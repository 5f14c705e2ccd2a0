"""What no keyboard sends, and what does not fit; and how a form is sent with it."""

from __future__ import annotations

import os
import unicodedata
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from tests.doors.forms import PageForm, Pairs, kind_of
from tests.web.asking import picture

SCRIPT = "\"'><script>alert(7)</script>'; DROP TABLE account;--{{ 71237*89 }}${71237*89}"
COUNTED = "6340093"  # what a page would say that takes text for a template

TEXTS: dict[str, list[str | bytes]] = {
    "empty": [""],
    "long": ["x" * 10_000],
    "control signs": ["a\x00\x07\x1b\x85\r\nBcc: b"],
    "no UTF-8": [b"a\xff\xc0\xaf\xed\xa0\x80b"],
    "strange digits": ["²٣½Ⅷ１"],
    "huge": ["1" + "0" * 30],
    "negative": ["-1"],
    "no number": ["1e309"],
    "not a number": ["NaN"],
    "unseen signs": ["\u202e\u2066a\u200b\u00ad\ufeff\U000e0041"],
    "code": [SCRIPT],
    "twice": ["1", "2", SCRIPT],
    "missing": [],
    "elsewhere": ["javascript:alert(7)//../../etc/passwd"],
    "another site": ["//evil.example/\\@x"],
}
_PHOTO = picture()[0].getvalue()
FILES: dict[str, list[tuple[str, bytes] | str]] = {
    "missing": [],
    "empty": [("foto.jpg", b"")],
    "no picture": [("foto.jpg", b"no picture")],
    "a page": [("constancia.pdf", b"<script>alert(7)</script>")],
    "a bad name": [("../../../etc/passwd\x00\u202egpj.jpg" + "x" * 300, _PHOTO)],
    "cut off": [("foto.jpg", _PHOTO[:200])],
    "text": ["foto.jpg"],
    "twenty": [("foto.jpg", _PHOTO)] * 20,
}
EVERY = bool(os.environ.get("EVERY_VALUE"))
_AT_A_TIME = 3


def values_for(box_name: str, endpoint: str, *, files: bool = False) -> list[tuple[str, list[Any]]]:
    """What to try in a box: everything where that was asked for (`make fuzz`), else three that go round with the name."""
    every: list[tuple[str, list[Any]]] = list((FILES if files else TEXTS).items())
    if EVERY:
        return every
    begin = crc32(f"{endpoint} {kind_of(box_name)}".encode())
    return [every[(begin + step * len(every) // _AT_A_TIME) % len(every)] for step in range(_AT_A_TIME)]


def with_value(pairs: Pairs, name: str, values: list[Any]) -> Pairs:
    """Put other values into one box; the others stay as they are."""
    place = next((at for at, (known, _text) in enumerate(pairs) if known == name), len(pairs))
    rest = [pair for pair in pairs if pair[0] != name]
    return [*rest[:place], *((name, value) for value in values), *rest[place:]]


def body_of(form: PageForm, pairs: Pairs) -> dict[str, Any]:
    """Write a form as a browser sends it, whatever its texts are."""
    if not form.has_files:
        return {"data": urlencode(pairs), "content_type": "application/x-www-form-urlencoded"}
    parts = b"".join(_part(name, value) for name, value in pairs)
    return {"data": parts + b"--limit--\r\n", "content_type": "multipart/form-data; boundary=limit"}


def _part(name: str, value: Any) -> bytes:
    head = f'--limit\r\nContent-Disposition: form-data; name="{name}"'.encode()
    if isinstance(value, tuple):
        named = value[0].encode().replace(b'"', b"%22")
        return head + b'; filename="' + named + b'"\r\nContent-Type: image/jpeg\r\n\r\n' + value[1] + b"\r\n"
    text = value if isinstance(value, bytes) else value.encode()
    return head + b"\r\n\r\n" + text + b"\r\n"


def written(value: Any) -> str:
    """What of a value a page can show again: single spaces, nothing unseen, nothing that is no text."""
    text = unicodedata.normalize("NFC", value if isinstance(value, str) else "")
    shown = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(shown.replace("\ufffd", "").split())
