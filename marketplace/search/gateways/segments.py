"""The one place that knows how Whoosh keeps its segments: columns and postings as arrays, and many documents written at once.

Whoosh's own matchers and writers go through postings one by one in Python; this module goes through them block by block.
What it writes is Whoosh's own format (its codec 3), and a test reads it back by Whoosh's public interface.
Whoosh 2.7.4 is frozen, so that what is used here cannot move.
"""

from __future__ import annotations

import io
import pickle
import struct
import threading
import zlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, KEYWORD, Schema
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

Numbers = NDArray[np.int64]
Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

_BLOCK = 1024  # postings read or written at once; Whoosh's 128 is for skipping, which nobody here does
_SMALL_BLOCK = 32  # not worth compressing
_MAGIC_BYTES = 4
NOTHING: tuple[Ids, Weights] = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


def schema(fields: Sequence[str], columns: Mapping[str, str]) -> Schema:
    """Make a lean schema: fields of bare terms, and columns of numbers by their `struct` code; nothing is stored."""
    return Schema(
        **{name: KEYWORD() for name in fields},
        **{name: COLUMN(NumericColumn(code, default=0)) for name, code in columns.items()},
    )


class Segment:
    """One part of an index, which never changes but for deletions. What is read from it is kept."""

    def __init__(self, reader: SegmentReader, columns: Mapping[str, str]) -> None:
        self._reader = reader
        self._lock = threading.Lock()  # Whoosh's files have one reading position for all threads
        self.size: int = reader.doc_count_all()
        self.columns = {name: self._column(name, code) for name, code in columns.items()}
        self._lexicons: dict[str, dict[str, int]] = {}

    def _column(self, name: str, code: str) -> Numbers:
        documents = self._reader._perdoc
        values = np.zeros(self.size, dtype=np.int64)
        if documents.has_column(name):
            file, start, length = documents._get_column_file(name)
            written = np.frombuffer(file.get(start, length), dtype=np.dtype(code).newbyteorder(">"))
            values[: len(written)] = written  # zeros at the end are left out
        return values

    def alive(self, reader: SegmentReader) -> Mask:
        """Which documents are not deleted, as a reader of this moment sees it."""
        mask = np.ones(self.size, dtype=bool)
        if reader.has_deletions():
            mask[np.fromiter(reader._perdoc.deleted_docs(), dtype=np.int64)] = False
        return mask

    def postings(self, name: str, term: str) -> tuple[Ids, Weights]:
        """Which documents have a term in a field, ascending, and how often."""
        terms = self._reader._terms
        with self._lock:
            try:
                offset, (length,) = terms.term_info(name, term.encode()).extent()
            except TermNotFound:
                return NOTHING
            return _read_blocks(bytes(terms._postfile.get(offset, length)))

    def lexicon(self, name: str) -> dict[str, int]:
        """Every term of a field, with how many documents have it."""
        if name not in self._lexicons:
            with self._lock:
                self._lexicons[name] = {
                    term.decode(): info.doc_frequency()
                    for (of, term), info in self._reader._terms.items_from(name, b"")
                    if of == name
                }
        return self._lexicons[name]


def _read_blocks(data: bytes) -> tuple[Ids, Weights]:
    """Read all blocks of a posting list: per block its length (negative for the last), facts about it, and the postings."""
    stream = io.BytesIO(data)
    stream.seek(_MAGIC_BYTES)
    ids: list[Ids] = []
    weights: list[Weights] = []
    last = False
    while not last:
        (length,) = struct.unpack("!i", stream.read(4))
        last = length < 0
        end = stream.tell() + abs(length)
        count, _last_id, _heaviest, compressed, *_lengths = pickle.load(stream)  # noqa: S301 - our own index, see operations.md
        block = stream.read(end - stream.tell())
        steps, often, _values = pickle.loads(zlib.decompress(block) if compressed else block)  # noqa: S301 - as above
        ids.append(np.cumsum(np.array(steps, dtype=np.int32), dtype=np.int32))
        weights.append(
            np.full(count, 1.0 if often is None else often, dtype=np.float32)
            if often is None or isinstance(often, float)
            else np.array(often, dtype=np.float32)
        )
    return (ids[0], weights[0]) if len(ids) == 1 else (np.concatenate(ids), np.concatenate(weights))


@dataclass
class Batch:
    """Documents to be written together: their numbers by column, and who has which term how often."""

    count: int = 0
    columns: dict[str, list[int]] = field(default_factory=dict)
    postings: dict[str, dict[str, tuple[Any, Any]]] = field(default_factory=dict)  # field -> term -> documents, weights

    def add(self, numbers: Mapping[str, int], terms: Mapping[str, Sequence[str]]) -> None:
        """Add a document: a number for each column, the terms of each field."""
        for name, value in numbers.items():
            self.columns.setdefault(name, []).append(value)
        for name, said in terms.items():
            known = self.postings.setdefault(name, {})
            for term in said:
                found = known.get(term)
                if found is None:
                    found = known[term] = (array("I"), array("f"))
                documents, weights = found
                if documents and documents[-1] == self.count:
                    weights[-1] += 1.0
                else:
                    documents.append(self.count)
                    weights.append(1.0)
        self.count += 1


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's writer, for batches: takes its lock, writes one segment, and commits as Whoosh does."""

    def __init__(self, index: FileIndex, columns: Mapping[str, str], *, patience_seconds: float) -> None:
        super().__init__(index, timeout=patience_seconds, codec=_Codec(blocklimit=_BLOCK, compression=1))
        self._codes = columns
        self._batch = Batch()

    def fill(self, batch: Batch) -> None:
        """Take the documents of this commit."""
        self._batch = batch
        self._added = batch.count > 0
        self.docnum = self.docbase + batch.count

    def publish(self, keep: Callable[[Any], bool] = lambda _segment: True) -> None:
        """Commit. Segments that are not to be kept, and those with nothing left in them, leave the index."""
        self.commit(mergetype=lambda _writer, segments: [one for one in segments if one.doc_count() and keep(one)])

    def _flush_segment(self) -> None:
        documents = self.perdocwriter
        documents._doccount = self._batch.count
        for name, values in self._batch.columns.items():
            documents._create_column(name, NumericColumn(self._codes[name], default=0))
            column = documents._get_column(name)
            column._dbfile.write(np.array(values, dtype=np.dtype(self._codes[name]).newbyteorder(">")).tobytes())
            column._count = self._batch.count
        documents.close()
        fields = self.fieldwriter
        for name in sorted(self._batch.postings):
            fields.start_field(name, self.schema[name])
            terms = self._batch.postings[name]
            for said in sorted(terms, key=str.encode):
                ids, weights = terms[said]
                fields.start_term(said.encode())
                fields._postwriter.write(ids, weights)
                fields.finish_term()
            fields.finish_field()
        fields.close()


class _Codec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types
    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        return _BlockWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)


class _BlockWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Writes posting lists a block at a time."""

    _ids: Any
    _weights: Any
    _compression: int

    def write(self, ids: Any, weights: Any) -> None:
        """Write a term's postings but for the last block, which finishing the term writes."""
        for start in range(0, len(ids), self._blocklimit):
            if self._ids:
                self._write_block()
            self._ids = ids[start : start + self._blocklimit]
            self._weights = weights[start : start + self._blocklimit]
            self._maxweight = max(self._weights)

    def _write_block(self, last: bool = False) -> None:
        level = self._compression
        self._compression = level if len(self._ids) > _SMALL_BLOCK else 0
        super()._write_block(last)
        self._compression = level

    def _mini_ids(self) -> tuple[int, ...]:
        return tuple(np.diff(np.frombuffer(self._ids, dtype=np.uint32), prepend=np.uint32(0)).tolist())

    def _mini_weights(self) -> Any:
        if len(set(self._weights)) > 1:
            return tuple(self._weights)
        return None if self._weights[0] == 1.0 else self._weights[0]
