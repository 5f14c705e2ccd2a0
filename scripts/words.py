"""The words that people read: collect them (`update`), or say what English lacks or says in vain (`check`)."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "marketplace" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
# A template that cannot be read is an error, or its words would go from the catalogues.
_LOUD = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
METHODS = [("marketplace/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def collect() -> Catalog:
    """Collect every word of the code and the templates."""
    catalog = Catalog(project="Tianguis", locale="es_MX", fuzzy=False)
    for folder in ("marketplace", "templates"):
        methods = [(p.removeprefix(f"{folder}/"), m) for p, m in METHODS if p.startswith(folder)]
        for name, line, message, comments, context in extract_from_dir(
            ROOT / folder, methods, _LOUD, keywords=KEYWORDS, strip_comment_tags=True
        ):
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def english() -> Catalog:
    """Read the English catalogue."""
    if not ENGLISH.exists():
        return Catalog(project="Tianguis", locale="en", fuzzy=False)
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def update() -> None:
    """Write what the code says now into the English catalogue, keeping what is translated."""
    catalog = english()
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as target:
        write_po(target, catalog, width=120, sort_output=True, omit_header=False, no_location=True)


def missing() -> list[str]:
    """List what has no English yet."""
    known = english()
    lacking = []
    for message in collect():
        if not message.id:
            continue
        key = _key(message)
        found = known.get(key, message.context)
        said = found.string if found else ""
        if not (all(said) if isinstance(said, tuple) else said):
            lacking.append(key)
    return lacking


def unsaid() -> list[str]:
    """List what the English catalogue still holds and nothing says any more."""
    said = collect()
    return [key for message in english() if (key := _key(message)) and said.get(key, message.context) is None]


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    lacking, left = missing(), unsaid()
    for text in lacking:
        print(f"no English: {text}")
    for text in left:
        print(f"no longer said: {text}")
    if sys.argv[1:] == ["check"] and (lacking or left):
        sys.exit(1)
