"""The one place that knows how Whoosh keeps its segments: columns and postings as arrays, and many documents written at once.

Whoosh's own matchers and writers go through postings one by one in Python; this module goes through them block by block.
What it writes is Whoosh's own format (its codec 3), and a test reads it back by Whoosh's public interface.
Whoosh 2.7.4 is frozen, so that what is used here cannot move.
"""

from __future__ import annotations

import io
import json
import pickle
import struct
import threading
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3PostingsWriter
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
_LENGTH = struct.Struct("!i")
NOTHING: tuple[Ids, Weights] = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


def schema(fields: Sequence[str], columns: Mapping[str, str]) -> Schema:
    """Make a lean schema: fields of bare terms, and columns of numbers by their `struct` code; nothing is stored."""
    return Schema(
        **{name: KEYWORD() for name in fields},
        **{name: COLUMN(NumericColumn(code, default=0)) for name, code in columns.items()},
    )


class Segment:
    """One part of an index, which never changes but for deletions. What is read from it is kept."""

    def __init__(self, reader: SegmentReader, columns: Mapping[str, str], folder: Path) -> None:
        self._reader = reader
        self._lock = threading.Lock()  # Whoosh's files have one reading position for all threads
        self.size: int = reader.doc_count_all()
        self.columns = {name: self._column(name, code) for name, code in columns.items()}
        self._folder = folder
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
            data = terms._postfile.get(offset, length)
        return _read_blocks(data)

    def lexicon(self, name: str) -> dict[str, int]:
        """Every term of a field, with how many documents had it when it was written."""
        if not self._lexicons:
            try:
                text = (self._folder / lexicon_file(self._reader.segment())).read_text("utf-8")
            except FileNotFoundError:  # the segment left the index meanwhile, and a newer view is on its way
                return {}
            self._lexicons = json.loads(text)
        return self._lexicons.get(name, {})


def lexicon_file(segment: Any) -> str:
    """The name of the file beside a segment that lists its terms: Whoosh would take a second to go through them.

    It does not begin as the segment's own files do, or Whoosh would pack it among them.
    """
    return f"lexicon-{segment.segment_id()}.json"


def _read_blocks(data: bytes) -> tuple[Ids, Weights]:
    """Read all blocks of a posting list: per block its length (negative for the last), facts about it, and the postings."""
    at, last = _MAGIC_BYTES, False
    ids: list[Ids] = []
    weights: list[Weights] = []
    while not last:
        (length,) = _LENGTH.unpack_from(data, at)
        last = length < 0
        end = at + _LENGTH.size + abs(length)
        stream = io.BytesIO(data[at + _LENGTH.size : end])
        count, _last_id, _heaviest, compressed, *_lengths = pickle.load(stream)  # noqa: S301 - our own index, see operations.md
        block = stream.read()
        steps, often, _values = pickle.loads(zlib.decompress(block) if compressed else block)  # noqa: S301 - as above
        ids.append(np.cumsum(steps, dtype=np.int32))
        alike = often is None or isinstance(often, float)
        weights.append(
            np.full(count, 1.0 if often is None else often, dtype=np.float32)
            if alike
            else np.asarray(often, dtype=np.float32)
        )
        at = end
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
            for term, often in Counter(said).items():
                found = known.get(term)
                if found is None:
                    found = known[term] = (array("I"), array("f"))
                found[0].append(self.count)
                found[1].append(often)
        self.count += 1


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's writer, for batches: takes its lock, writes one segment, and commits as Whoosh does."""

    def __init__(self, index: FileIndex, columns: Mapping[str, str], *, patience_seconds: float) -> None:
        super().__init__(index, timeout=patience_seconds, codec=_Codec(blocklimit=_BLOCK, compression=1))
        self._folder = Path(index.storage.folder)
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
        lexicon = {
            name: {said: len(ids) for said, (ids, _weights) in terms.items()}
            for name, terms in self._batch.postings.items()
        }
        (self._folder / lexicon_file(self.newsegment)).write_text(json.dumps(lexicon, ensure_ascii=False), "utf-8")


class _Codec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types
    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        return _BlockWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)


class _BlockWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Writes posting lists a block at a time, as arrays: Whoosh reads them as it reads its tuples, and we at once."""

    def write(self, ids: Any, weights: Any) -> None:
        """Write all postings of a term."""
        numbers = np.frombuffer(ids, dtype=np.uint32)
        often = np.frombuffer(weights, dtype=np.float32)
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        for start in range(0, len(numbers), self._blocklimit):
            end = start + self._blocklimit
            self._write_one(numbers[start:end], often[start:end], last=end >= len(numbers))
        self._blockcount = 1

    def _write_one(self, ids: NDArray[np.uint32], often: Weights, *, last: bool) -> None:
        steps = np.diff(ids, prepend=np.uint32(0))
        heaviest = float(often.max())
        same = None if heaviest == 1.0 else heaviest if float(often.min()) == heaviest else often
        data = pickle.dumps((steps, same, None), 5)
        level = self._compression if len(ids) > _SMALL_BLOCK else 0
        data = zlib.compress(data, level) if level else data
        facts = pickle.dumps((len(ids), int(ids[-1]), heaviest, level, 0, 0), 2)
        length = len(facts) + len(data)
        self._postfile.write_int(-length if last else length)
        self._postfile.write(facts)
        self._postfile.write(data)
        info = self._terminfo
        info._weight += float(often.sum())
        info._df += len(ids)
        info._maxweight = max(info._maxweight, heaviest)
        info._minid = int(ids[0]) if info._minid is None else info._minid
        info._maxid = int(ids[-1])
