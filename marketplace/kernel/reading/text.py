"""Lines, paragraphs and questions: one Unicode form, nothing in them that nobody sees, no longer than fits."""

from __future__ import annotations

import re
import unicodedata

from marketplace.kernel.reading.errors import Unreadable

# Joins two pictures into one (👩 + 🍳): the one sign without a shape of its own that people mean.
_JOINER = "\u200d"
_PICTURES = r"[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]"
_JOINED = re.compile(f"(?<={_PICTURES}){_JOINER}(?={_PICTURES})")
# Letters by their category, and seen by nobody: grapheme joiner, fillers of Hangul, Khmer vowels that are not written.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"  # control signs that part words
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


class TextTooLong(Unreadable):
    """More signs than are kept of it. `most` says how many are."""

    code = "reading.too_long"


def seen(text: str) -> str:
    """Give what a reader sees of a text: no control, format or half signs, none of no character, none without a shape."""
    if all(line.isprintable() for line in text.split("\n")) and _BLANK_LETTERS.isdisjoint(text):
        return text
    kept = _JOINED.sub("\0", text.replace("\0", ""))
    return "".join(letter for letter in kept if letter == "\0" or _is_seen(letter)).replace("\0", _JOINER)


def _is_seen(letter: str) -> bool:
    if letter in _SPACES:
        return True
    category = unicodedata.category(letter)
    return category not in ("Cc", "Cf", "Cs", "Cn") and letter not in _BLANK_LETTERS


def read_line(typed: str, *, most: int | None = None) -> str:
    """Read a line of text: composed letters (NFC), single spaces, nothing unseen. Raises TextTooLong over `most` signs."""
    return _within(" ".join(unicodedata.normalize("NFC", seen(typed)).split()), most)


def read_prose(typed: str, *, most: int | None = None) -> str:
    """Read paragraphs: as `read_line`, with their line breaks; more than one blank line in a row is one."""
    text = unicodedata.normalize("NFC", seen(_LINE_ENDS.sub("\n", typed)))
    lines = "\n".join(line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
    return _within(re.sub(r"\n{3,}", "\n\n", lines).strip(), most)


def read_search(typed: str, *, most: int) -> str:
    """Read what somebody looks for: compatible letters as one (NFKC: `ｃａｆé` is café), cut at `most` signs. Never refuses."""
    return " ".join(unicodedata.normalize("NFKC", seen(typed[: most * 4])).split())[:most].rstrip()


def _within(text: str, most: int | None) -> str:
    if most is not None and len(text) > most:
        raise TextTooLong(most=most)
    return text


def plain_digits(typed: str) -> str:
    """Give a short text with its digits as 0-9 and wide letters as narrow ones; `²` is no digit, and stays what it is."""
    if typed.isascii() and typed.isprintable():
        return typed
    return "".join(_plain(letter) for letter in seen(typed))


def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if unicodedata.decomposition(letter).startswith(("<wide>", "<narrow>")) or letter.isspace():
        return unicodedata.normalize("NFKC", letter)
    return letter
