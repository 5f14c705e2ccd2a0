"""Folds what stands between Jinja's braces, and the attributes of a tag."""

from __future__ import annotations

import re
import textwrap

STEP = "    "
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_PIECE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\s+|[^\s'\"]+")
_SHORTEST = 24  # no string is folded into pieces of fewer letters
_IN_TAG = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\s+|\"|[^\s\"{]+|\{)", re.DOTALL)


def fold(text: str, *, column: int, indent: str, width: int) -> str:
    """Fold an expression or a statement so that its lines end before `width`; `column` is where it begins."""
    words = _words(text)
    lines, line = [], " " * column
    for word in words:
        separate = " " if line.strip() else ""
        if len(line) + len(separate) + len(word) <= width:
            line += separate + word
            continue
        pieces = [word]
        if room := _string_in(word):
            pieces = _fold_string(word, room, width - len(line) - len(separate), width - len(indent + STEP))
        for piece in pieces:
            if line.strip() and len(line) + len(separate) + len(piece) > width:
                lines.append(line)
                line, separate = indent + STEP, ""
            line += separate + piece
            separate = ""
            if piece is not pieces[-1]:
                lines.append(line)
                line = indent + STEP
    lines.append(line)
    return "\n".join(lines)[column:]


def _words(text: str) -> list[str]:
    """Split at white space outside strings; strings that stand side by side are one."""
    words: list[str] = [""]
    for piece in _PIECE.findall(text):
        if piece.isspace():
            words.append("")
        else:
            words[-1] += piece
    joined: list[str] = []
    for word in filter(None, words):
        last = joined[-1] if joined else ""
        if word[0] in "'\"" and last[-1:] == word[0] and _ends_with_string(last):
            joined[-1] = last[:-1] + word[1:]
        else:
            joined.append(word)
    if len(joined) > 2 and len(joined[0]) == len(joined[-1]) == 2:  # the braces stay with what they hold
        joined = [f"{joined[0]} {joined[1]}", *joined[2:-1], joined[-1]] if len(joined) > 3 else joined
        joined[-2:] = [f"{joined[-2]} {joined[-1]}"]
    return joined


def fold_comment(text: str, *, column: int, indent: str, width: int) -> str:
    """Fold a comment of Jinja."""
    lines = textwrap.wrap(text, width, initial_indent=" " * column, subsequent_indent=indent + "   ")
    return "\n".join(lines).lstrip()


def flat(text: str) -> str:
    """Write it in one line."""
    return " ".join(_words(text))


def _ends_with_string(word: str) -> bool:
    found = list(_STRING.finditer(word))
    return bool(found) and found[-1].end() == len(word)


def _string_in(word: str) -> re.Match[str] | None:
    """Find the string of a word that is long enough to be folded."""
    longest = max(_STRING.finditer(word), key=lambda found: len(found.group()), default=None)
    return longest if longest and len(longest.group()) > 2 * _SHORTEST else None


def _fold_string(word: str, found: re.Match[str], first: int, rest: int) -> list[str]:
    """Fold a word at the spaces of its string; Jinja joins strings that stand side by side."""
    quote = found.group()[0]
    parts = re.findall(r"\S+\s*|\s+", found.group()[1:-1])
    before, after = word[: found.start()], word[found.end() :]
    if first < len(before) + _SHORTEST:
        first = rest
    pieces, piece, room = [], before + quote, first
    for number, part in enumerate(parts):
        tail = len(after) if number == len(parts) - 1 else 0
        if len(piece) + len(part) + 1 + tail > room and len(piece) > len(before) + _SHORTEST:
            pieces.append(piece + quote)
            piece, room, before = quote, rest, ""
        piece += part
    return [*pieces, piece + quote + after]


def fold_tag(text: str, *, column: int, indent: str, width: int) -> str:
    """Fold a tag at its attributes."""
    lines, line = [], " " * column
    whole = attributes(text)
    if len(whole) > 1 and not whole[1].startswith("{%") and column <= len(indent):
        whole[:2] = [" ".join(whole[:2])]  # the first stays with the tag's name
    for attribute in whole:
        separate = " " if line.strip() and not attribute.startswith("{%") else ""
        if line.strip() and len(line) + 1 + len(attribute) > width:
            lines.append(line)
            line, separate = indent + STEP, ""
        at = len(line) + len(separate)
        if at + len(attribute) > width and "{{" in attribute:
            folded = _fold_all(attribute, at, indent + STEP, width)
            *before, line_end = (line + separate + folded).split("\n")
            lines += before
            line = line_end
        else:
            line += separate + attribute
    lines.append(line)
    return "\n".join(lines)[column:]


def _fold_all(attribute: str, column: int, indent: str, width: int) -> str:
    """Fold every expression of an attribute that is too long."""
    done = ""
    for piece in re.split(r"(\{\{.*?\}\})", attribute, flags=re.DOTALL):
        at = len(done.rsplit("\n", 1)[-1]) + (0 if "\n" in done else column)
        done += fold(piece, column=at, indent=indent, width=width) if piece.startswith("{{") else piece
    return done


def flat_tag(text: str) -> str:
    """Write a tag in one line."""
    return "".join(one if not at or one.startswith("{%") else f" {one}" for at, one in enumerate(attributes(text)))


def attributes(text: str) -> list[str]:
    """Split a tag at the white space between its attributes; what Jinja decides inside the tag stays together."""
    found, quoted, depth = [""], False, 0
    pieces = [*_IN_TAG.findall(text), "", ""]
    for piece, following, then in zip(pieces, pieces[1:], pieces[2:], strict=False):
        outside = not depth and not quoted
        if outside and piece.isspace() and following.startswith("{%") and then.isspace():
            continue
        if outside and piece.startswith("{%") and following.isspace():
            found.append("")  # what Jinja writes here begins with white space of its own
        if piece == '"':
            quoted = not quoted
        elif piece.startswith("{%"):
            name = piece.strip("{%- ").split()[0]
            depth += (name in {"if", "for"}) - name.startswith("end")
        if piece.isspace() and not quoted:
            if depth or found[-1].endswith("%}") or following.startswith("{%"):
                found[-1] += " "
            else:
                found.append("")
        elif piece.startswith(("{{", "{%")):
            found[-1] += piece[:2] + f" {flat(piece[2:-2].strip('-+'))} " + piece[-2:]
        else:
            found[-1] += piece
    made = [one for one in found if one]
    if made[-1] == ">":
        made[-2:] = [made[-2].rstrip() + ">"]
    return made
