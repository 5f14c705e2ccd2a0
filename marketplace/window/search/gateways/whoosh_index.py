"""The index on disk: which folder is in use, how far it followed the database, and what a document says in fields and columns.

`segments.py` knows how Whoosh keeps segments; `executor.py` answers from them.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from whoosh import index

from marketplace.goods.catalog import several
from marketplace.kernel.analysis import EDITION, STOP, spelled_out, terms
from marketplace.kernel.reading import key_of_name
from marketplace.window.search.gateways.segments import Batch, BatchWriter, IndexSegment, lexicon_file, schema
from marketplace.window.search.rules import SearchDocument

CONDITIONS = ("new", "used", "refurbished")
# What a document says: terms by field, and numbers by column with their width.
FIELDS = ("title", "text", "described", "said", "beginning", "spelled")
LISTED = ("said", "beginning", "spelled")  # whose terms are gone through: to mend spelling, to count values, to suggest
COLUMNS = {
    "listing": "I", "leaf": "H", "middle": "H", "top": "H", "brand": "I", "shop": "I", "condition": "B", "price": "I",
    "available": "I", "free": "B", "published": "I", "sold": "I", "grams": "I", "warranty": "H", "returns": "H",
    "words": "B", "head": "I",
}  # fmt: skip
# A change of the fields or the analyser makes every host rebuild. Categories are kept by a number of their own that stays.
VERSION = sha256(json.dumps(["6", EDITION, FIELDS, COLUMNS]).encode()).hexdigest()[:16]

_LOCK_SECONDS = 10
_LEFT_BEHIND_SECONDS = 600
_SEGMENT_DOCUMENTS = 100_000  # a segment being built is held in memory
_SMALL, _SMALL_SEGMENTS, _MOST_SEGMENTS = 5_000, 8, 24
_T = TypeVar("_T")


class Index:
    """One host's index in a folder. One writer at a time; any number of readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._segments: dict[str, IndexSegment] = {}  # the writer's own view, to find what it replaces

    def exists(self) -> bool:
        """Whether there is an index of this version, whose table of contents can be read."""
        state = self.state()
        try:
            return state.get("version") == VERSION and bool(index.exists_in(str(self.folder / state["files"])))
        except Exception:  # whatever a garbled one raises; who follows makes it anew
            return False

    def state(self) -> dict[str, Any]:
        """What is kept beside the index: its version, the folder in use, how far it followed, and which commit this is."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "state.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found

    def note_followed(self) -> None:
        """Note that at this moment the index knew all that the database said."""
        followed, now = self.folder / "followed", time.time()
        followed.touch()
        os.utime(followed, (now, now))  # by the clock that `is_left_behind` reads; a share's own may be another

    def is_left_behind(self) -> bool:
        """Whether nobody has looked after it for so long that it should no longer be asked."""
        try:
            return time.time() - (self.folder / "followed").stat().st_mtime > _LEFT_BEHIND_SECONDS
        except FileNotFoundError:
            return False

    def mark(self) -> tuple[int, int] | None:
        """Something that changes with every commit and costs next to nothing to ask for; None without an index."""
        try:
            now = (self.folder / "state.json").stat()
        except FileNotFoundError:
            return None
        return now.st_ino, now.st_mtime_ns

    def files(self) -> Path:
        """The folder in use."""
        return self.folder / str(self.state()["files"])

    def open(self) -> index.FileIndex:
        """Open the files for reading."""
        return _open(self.files())

    def names(self) -> dict[str, list[str]]:
        """Names of brands and shops by their numbers."""
        return _read_names(self.files())

    @contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Be the only indexer of this host, across processes. Says whether one is; without waiting, another may be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "indexer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def build(self, documents: Iterable[SearchDocument], *, since: int) -> int:
        """Build an index anew in a folder of its own, then put it in the old one's place; gives how many documents.

        `since` is how far the database was followed when the first document was read.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        files = Path(tempfile.mkdtemp(prefix="index-", dir=self.folder))
        index.create_in(str(files), schema(FIELDS, COLUMNS))
        names = _Names({"brand": [], "shop": []})
        count = 0
        for some in _chunks(documents, _SEGMENT_DOCUMENTS):
            writer = BatchWriter(_open(files), COLUMNS, listed=LISTED, patience_seconds=_LOCK_SECONDS)
            writer.fill(_batch(some, names))
            writer.publish()
            count += len(some)
        names.keep(files)
        old = self.state().get("files")
        self._keep(files.name, since)
        for left_over in self.folder.glob("index-*"):
            if left_over.name not in (files.name, old):  # readers may still be in the old one
                shutil.rmtree(left_over, ignore_errors=True)
        return count

    def write(self, documents: Iterable[SearchDocument], gone: Iterable[int] = (), *, since: int) -> None:
        """Add or replace documents and forget others, in one commit; then note how far the database was followed."""
        files = self.files()
        latest = {document.number: document for document in documents}  # the same one twice would stay twice
        names = _Names(_read_names(files))
        batch = _batch(latest.values(), names)
        with self._writer(files) as (writer, places):
            for number in {*gone, *latest}:
                for place in places(number):
                    writer.delete_document(place)
            writer.fill(batch)
            names.keep(files)  # first: a reader that sees the new documents must know what their numbers mean
            writer.publish()
            kept = {lexicon_file(segment) for segment in writer.segments} | {lexicon_file(writer.newsegment)}
        self._keep(files.name, since)
        for path in files.glob("lexicon-*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    @contextmanager
    def _writer(self, files: Path) -> Iterator[tuple[BatchWriter, Any]]:
        """The writer, under its lock, and what tells where the documents of a listing are."""
        writer = BatchWriter(_open(files), COLUMNS, listed=LISTED, patience_seconds=_LOCK_SECONDS)
        try:
            leaves = [leaf for leaf, _start in writer.reader().leaf_readers() if leaf.doc_count_all()]
            self._segments = {
                str(leaf.segment().segid): self._segments.get(str(leaf.segment().segid))
                or IndexSegment(leaf, COLUMNS, files)
                for leaf in leaves
            }
            listed = np.concatenate(
                [segment.columns["listing"] for segment in self._segments.values()] or [np.empty(0, dtype=np.int64)]
            )
            order = np.argsort(listed, kind="stable")

            def places(number: int) -> list[int]:
                first, end = np.searchsorted(listed, [number, number + 1], sorter=order)
                return [int(place) for place in order[first:end]]

            yield writer, places
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise

    def facts(self) -> dict[str, int]:
        """How many listings, pieces and deletions there are, and how many bytes on disk."""
        leaves = [leaf for leaf, _start in self.open().reader().leaf_readers() if leaf.doc_count_all()]
        living = sum(leaf.doc_count() for leaf in leaves)
        return {
            "listings": living, "segments": len(leaves), "deleted": sum(leaf.doc_count_all() for leaf in leaves) - living,
            "bytes": sum(path.stat().st_size for path in self.files().iterdir() if path.is_file()),
        }  # fmt: skip

    def untidy(self) -> list[int] | None:
        """The listings of the small segments, where there are many: written again, they make one. None: build anew."""
        leaves = [leaf for leaf, _start in self.open().reader().leaf_readers() if leaf.doc_count_all()]
        whole, living = sum(leaf.doc_count_all() for leaf in leaves), sum(leaf.doc_count() for leaf in leaves)
        if len(leaves) > _MOST_SEGMENTS or whole > 2 * living + _SMALL:
            return None
        small = [leaf for leaf in leaves if leaf.doc_count_all() < _SMALL]
        if len(small) <= _SMALL_SEGMENTS:
            return []
        found: list[int] = []
        for leaf in small:
            segment = IndexSegment(leaf, {"listing": COLUMNS["listing"]}, self.folder)
            found += segment.columns["listing"][segment.alive(leaf)].tolist()
        return found

    def _keep(self, files: str, since: int) -> None:
        """Write the state whole or not at all: readers see the old one or the new one."""
        _replace(self.folder / "state.json", {"version": VERSION, "files": files, "since": since})


def _open(files: Path) -> index.FileIndex:
    return index.open_dir(str(files), schema=schema(FIELDS, COLUMNS))


def _replace(target: Path, content: object) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as new:
        json.dump(content, new, ensure_ascii=False)
    Path(new.name).replace(target)


def _read_names(files: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((files / "names.json").read_text("utf-8"))
    return found


def _chunks(documents: Iterable[_T], most: int) -> Iterator[Sequence[_T]]:
    rest = iter(documents)
    while some := list(islice(rest, most)):
        yield some


class _Names:
    """Names of brands and shops as numbers, in the order in which they came. A brand's writings are one: the first is shown."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._names = names
        self._numbers = {kind: {self._key(kind, name): n for n, name in enumerate(of)} for kind, of in names.items()}
        self._new = not any(names.values())

    def number(self, kind: str, name: str) -> int:
        numbers, key = self._numbers[kind], self._key(kind, name)
        if key not in numbers:
            numbers[key] = len(self._names[kind])
            self._names[kind].append(name)
            self._new = True
        return numbers[key]

    @staticmethod
    def _key(kind: str, name: str) -> str:
        return key_of_name(name) if kind == "brand" else name

    def keep(self, files: Path) -> None:
        if self._new:
            _replace(files / "names.json", self._names)


def _batch(documents: Iterable[SearchDocument], names: _Names) -> Batch:
    batch = Batch()
    for document in documents:
        title = terms(document.title)
        batch.add(
            _numbers(document, title, names),
            {
                "title": title,
                "text": title + terms(document.text),
                "described": terms(document.description),
                "said": [said(code, one) for code, value in document.attributes.items() for one in several(value)],
                "beginning": list(beginnings(document.title)),
                "spelled": [word for word in spelled_out(document.title).split() if word not in STOP],
            },
        )
    return batch


def _numbers(document: SearchDocument, title: Sequence[str], names: _Names) -> dict[str, int]:
    leaf, *above = document.categories
    return {
        "listing": document.number, "leaf": leaf, "middle": above[0] if len(above) > 1 else 0,
        "top": above[-1] if above else leaf, "brand": names.number("brand", document.brand),
        "shop": names.number("shop", document.shop), "condition": CONDITIONS.index(document.condition),
        "price": document.price_minor, "available": document.available, "free": int(document.free_shipping),
        "published": document.published_at, "sold": document.popularity, "grams": document.billable_grams,
        "warranty": document.warranty_months, "returns": document.return_days, "words": len(title),
        "head": mark_of(title[0]) if title else 0,
    }  # fmt: skip


def mark_of(term: str) -> int:
    """A term as a number, to keep the first word of a title in a column."""
    return int.from_bytes(sha256(term.encode()).digest()[:4], "big")


def said(code: str, value: object) -> str:
    """An attribute's value as a term: `capacity_ml=600`, `color=rojo`."""
    return f"{code}={value}"


def beginnings(title: str) -> Iterator[str]:
    """The first two and three words of a title, folded and as written: what people are offered while typing."""
    written = title.split()
    for length in (2, 3):
        if len(written) >= length:
            spoken = " ".join(written[:length]).lower()
            yield f"{spelled_out(spoken)}\t{spoken}"
