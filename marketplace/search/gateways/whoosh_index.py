"""The index on disk: Whoosh keeps the files, the lock and the segments; `executor.py` answers from them.

The schema is lean: two fields of terms (title, text), nothing stored, and plain columns for whatever is filtered,
counted or sorted by. Brands and shops are numbers here; their names are kept beside the index.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, KEYWORD, Schema

from marketplace.catalog.taxonomy import CATEGORIES
from marketplace.search.analysis import terms, words
from marketplace.search.rules import SearchDocument

# A new version makes every host rebuild. The taxonomy is part of it, since categories are kept by number.
VERSION = "1:" + sha256(" ".join(f"{c.code}={c.number}" for c in CATEGORIES.values()).encode()).hexdigest()[:12]
_LOCK_SECONDS = 10
CONDITIONS = ("new", "used", "refurbished")
COLUMNS = (
    "listing",
    "leaf",
    "middle",
    "top",
    "brand",
    "shop",
    "condition",
    "price",
    "available",
    "free",
    "published",
    "sold",
)


def _schema() -> Schema:
    columns = {name: COLUMN(NumericColumn("Q", default=0)) for name in COLUMNS}
    return Schema(number=ID(unique=True), title=KEYWORD(scorable=True), text=KEYWORD(scorable=True), **columns)


class Index:
    """One host's index in a folder. One writer at a time; any number of readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def exists(self) -> bool:
        """Whether there is an index of this version."""
        return self.state().get("version") == VERSION and index.exists_in(str(self._files()))

    def _files(self) -> Path:
        return self.folder / str(self.state().get("files", "index-0"))

    def state(self) -> dict[str, Any]:
        """What is kept beside the index: version, folder in use, how far it followed, and names."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "state.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found

    def _keep(self, state: dict[str, Any]) -> None:
        """Write the state whole or not at all: readers see the old one or the new one."""
        target = self.folder / "state.json"
        new = target.with_suffix(".new")
        new.write_text(json.dumps(state, ensure_ascii=False), "utf-8")
        new.replace(target)

    def open(self) -> index.Index:
        """Open the files for reading."""
        return index.open_dir(str(self._files()), schema=_schema())

    def create(self) -> None:
        """Begin an empty index in a new folder; readers keep the old one until it is named in the state."""
        old = self.state()
        name = f"index-{int(str(old.get('files', 'index-0')).split('-')[1]) + 1}"
        shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / name).mkdir(parents=True)
        index.create_in(str(self.folder / name), _schema())
        self._keep({"version": VERSION, "files": name, "since": 0, "brands": [], "shops": [], "phrases": {}})
        for left_over in self.folder.glob("index-*"):
            if left_over.name not in (name, old.get("files")):
                shutil.rmtree(left_over, ignore_errors=True)

    def write(self, documents: Iterable[SearchDocument], gone: Iterable[int] = (), *, since: int | None = None) -> None:
        """Add or replace documents and forget others, in one commit; then note how far the database was followed."""
        state = self.state()
        brands, shops = _Names(state["brands"]), _Names(state["shops"])
        latest = {document.number: document for document in documents}  # the same one twice would stay twice
        writer = self.open().writer(timeout=_LOCK_SECONDS, limitmb=128)
        try:
            for number in {*gone, *latest}:
                writer.delete_by_term("number", str(number))
            for document in latest.values():
                writer.add_document(**_fields(document, brands, shops))
                _count_phrases(state["phrases"], document.title)
            # Names first: a reader that sees the new documents must know what their numbers mean.
            self._keep(state)
            writer.commit()
        except BaseException:
            writer.cancel()
            raise
        if since is not None:
            self._keep({**state, "since": since})


class _Names:
    """Names as numbers, in the order in which they came."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._number = {name: number for number, name in enumerate(names)}

    def number(self, name: str) -> int:
        if name not in self._number:
            self._number[name] = len(self._names)
            self._names.append(name)
        return self._number[name]


def _fields(document: SearchDocument, brands: _Names, shops: _Names) -> dict[str, Any]:
    leaf, *above = document.categories
    return {
        "number": str(document.number),
        "title": " ".join(terms(document.title)),
        "text": " ".join(terms(document.text)),
        "listing": document.number,
        "leaf": leaf,
        "middle": above[0] if len(above) > 1 else 0,
        "top": above[-1] if above else leaf,
        "brand": brands.number(document.brand),
        "shop": shops.number(document.shop),
        "condition": CONDITIONS.index(document.condition),
        "price": document.price_minor,
        "available": max(document.available, 0),
        "free": int(document.free_shipping),
        "published": document.published_at,
        "sold": document.popularity,
    }


_MOST_PHRASES = 20_000


def _count_phrases(phrases: dict[str, int], title: str) -> None:
    """Count the beginnings of titles (two and three words), which are what people are offered while typing."""
    spoken = title.split()
    for length in (2, 3):
        phrase = " ".join(spoken[:length]).lower()
        if len(words(phrase)) >= length - 1 and (phrase in phrases or len(phrases) < _MOST_PHRASES):
            phrases[phrase] = phrases.get(phrase, 0) + 1
