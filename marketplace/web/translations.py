"""The catalogues of words: compiled from their sources when these are newer, so that nothing compiled is committed."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).parent.parent / "translations"


def compile_catalogues(folder: Path) -> str:
    """Compile what changed into a folder; gives the folder for Flask-Babel."""
    for source in SOURCES.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(SOURCES).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as words, new.open("wb") as compiled:
            write_mo(compiled, read_po(words))
        new.replace(target)
    return str(folder.resolve())
