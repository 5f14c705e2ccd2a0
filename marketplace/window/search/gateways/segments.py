"""The one place that knows how Whoosh keeps its segments: columns and postings as arrays, and many documents written at once.

Whoosh's own matchers and writers go through postings one by one in Python; this module goes through them block by block.
What it writes is Whoosh's own format (its codec 3), and a test reads it back by Whoosh's public interface.
Whoosh 2.7.4 is frozen, so that what is used here cannot move.
"""

from __future__ import annotations

import io
import itertools
import json
import pickle
import struct
import threading
import zlib
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, KEYWORD, Schema
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from marketplace.window.search.gateways.phrases import Phrases

Numbers = NDArray[np.int64]
Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KEPT_BYTES = 48 * 1024 * 1024
KEY_BYTES = 300  # what being remembered takes itself: a word that nothing says has no postings
_SHORT = 32  # lists up to this long are not worth arrays and compression
_MAGIC_BYTES = 4
_LENGTH = struct.Struct("!i")
_EXTENT = struct.Struct("!qi")  # where a posting list begins, and how long it is
NOTHING: tuple[Ids, Weights] = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


def schema(fields: Sequence[str], columns: Mapping[str, str]) -> Schema:
    """Make a lean schema: fields of bare terms, and columns of numbers by their `struct` code; nothing is stored."""
    return Schema(
        **{name: KEYWORD() for name in fields},
        **{name: COLUMN(NumericColumn(code, default=0)) for name, code in columns.items()},
    )


class IndexSegment:
    """One part of an index, which never changes but for deletions. What is read from it is kept."""

    def __init__(self, reader: SegmentReader, columns: Mapping[str, str], folder: Path) -> None:
        self._reader = reader
        self._lock = threading.Lock()  # Whoosh's files have one reading position for all threads
        self.size: int = reader.doc_count_all()
        self.columns = {name: self._column(name, code) for name, code in columns.items()}
        self._folder = folder
        self._lexicons: dict[str, dict[str, int]] = {}
        self._postings: OrderedDict[tuple[str, str], tuple[Ids, Weights]] = OrderedDict()
        self._bytes = 0

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
        found = self._postings.get((name, term))
        if found is None:
            found = self._read(name, term)
            with self._lock:
                self._postings[name, term] = found
                self._bytes += found[0].nbytes + found[1].nbytes + KEY_BYTES
                while self._bytes > _KEPT_BYTES and len(self._postings) > 1:
                    _key, (ids, weights) = self._postings.popitem(last=False)
                    self._bytes -= ids.nbytes + weights.nbytes + KEY_BYTES
        return found

    def _read(self, name: str, term: str) -> tuple[Ids, Weights]:
        terms = self._reader._terms
        with self._lock:
            facts = terms._tindex.get(terms._keycoder(name, term.encode()))
            if facts is None:
                return NOTHING
            data = terms._postfile.get(*_EXTENT.unpack_from(facts, W3TermInfo._struct.size))
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

    @cached_property
    def phrases(self) -> Phrases:
        """How titles begin, by the words in that."""
        return Phrases(self.lexicon("beginning"))


def lexicon_file(segment: Any) -> str:
    """The name of the file beside a segment that lists its terms: Whoosh would take a second to go through them.

    It does not begin as the segment's own files do, or Whoosh would pack it among them.
    """
    return f"lexicon-{segment.segment_id()}.json"


def _read_blocks(data: bytes) -> tuple[Ids, Weights]:
    """Read all blocks of a posting list: per block its length (negative for the last), facts about it, and the postings."""
    at, last = _MAGIC_BYTES, False
    read: list[tuple[Ids, Weights]] = []
    while not last:
        (length,) = _LENGTH.unpack_from(data, at)
        last = length < 0
        start = at + _LENGTH.size
        at = start + abs(length)
        read.append(_read_block(data[start:at]))
    if len(read) == 1:
        return read[0]
    return np.concatenate([ids for ids, _weights in read]), np.concatenate([weights for _ids, weights in read])


def _read_block(data: bytes) -> tuple[Ids, Weights]:
    stream = io.BytesIO(data)
    count, _last_id, _heaviest, compressed, *_lengths = pickle.load(stream)  # noqa: S301 - our own index, see operations.md
    block = stream.read()
    steps, often, _values = pickle.loads(zlib.decompress(block) if compressed else block)  # noqa: S301 - as above
    if isinstance(steps, array):
        ids: Ids = np.frombuffer(steps, steps.typecode).cumsum(dtype=np.int32)
    else:
        ids = np.array([*itertools.accumulate(steps)], dtype=np.int32)
    if often is None or isinstance(often, float):
        return ids, np.full(count, often or 1, dtype=np.float32)
    return ids, np.array(often, dtype=np.float32)


class Written(NamedTuple):
    """A posting list as it goes to disk, with what the table of terms says of it."""

    documents: int
    weight: float
    heaviest: float
    first: int
    last: int
    block: bytes


class Batch:
    """Documents to be written together: their numbers by column, and which term stands in which document how often."""

    def __init__(self) -> None:
        self.count = 0
        self._numbers: list[tuple[int, ...]] = []
        self._columns: tuple[str, ...] = ()
        self._terms: dict[str, defaultdict[str, int]] = {}  # field -> term -> its number
        self._said: dict[str, tuple[Any, Any]] = {}  # field -> numbers of terms, and the document of each

    def add(self, numbers: Mapping[str, int], terms: Mapping[str, Sequence[str]]) -> None:
        """Add a document: a number for each column, always the same ones, and the terms of each field."""
        self._columns = tuple(numbers)
        self._numbers.append(tuple(numbers.values()))
        for name, said in terms.items():
            if name not in self._terms:
                self._terms[name] = defaultdict(itertools.count().__next__)
                self._said[name] = (array("Q"), array("I"))
            known = self._terms[name]
            which, documents = self._said[name]
            which.extend([known[term] for term in said])
            documents.extend([self.count] * len(said))
        self.count += 1

    def columns(self) -> dict[str, Numbers]:
        """The numbers by column."""
        values = np.array(self._numbers, dtype=np.int64).reshape(self.count, len(self._columns))
        return {name: values[:, place] for place, name in enumerate(self._columns)}

    def fields(self) -> list[str]:
        """The fields of which something is said, in order."""
        return sorted(self._terms)

    def postings(self, name: str) -> Iterator[tuple[bytes, Written]]:
        """Give a field's terms in Whoosh's order, each with its documents and how often it stands in them."""
        terms = self._terms[name]
        which, documents = (np.frombuffer(one, dtype=one.typecode) for one in self._said[name])
        pairs, often = np.unique(which << np.uint64(32) | documents, return_counts=True)
        ends = np.searchsorted(pairs >> np.uint64(32), np.arange(len(terms) + 1, dtype=np.uint64)).tolist()
        ids = (pairs & np.uint64(2**32 - 1)).astype(np.uint32)
        plain_ids, plain_often = ids.tolist(), often.tolist()
        for term, number in sorted((term.encode(), number) for term, number in terms.items()):
            start, end = ends[number], ends[number + 1]
            if end - start <= _SHORT:
                yield term, _short_list(plain_ids[start:end], plain_often[start:end])
            else:
                yield term, _long_list(ids[start:end], often[start:end])


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Whoosh's writer, for batches: takes its lock, writes one segment, and commits as Whoosh does."""

    def __init__(
        self, index: FileIndex, columns: Mapping[str, str], *, listed: Collection[str] = (), patience_seconds: float
    ) -> None:
        """Wait for the lock at most so long. The terms of the `listed` fields are kept in a file of their own."""
        super().__init__(index, timeout=patience_seconds)
        self._listed = listed
        self._folder = Path(index.storage.folder)
        self._codes = columns
        self._batch = Batch()

    def fill(self, batch: Batch) -> None:
        """Take the documents of this commit."""
        self._batch = batch
        self._added = batch.count > 0
        self.docnum = self.docbase + batch.count

    def publish(self) -> None:
        """Commit. Segments with nothing left in them leave the index."""
        self.commit(mergetype=lambda _writer, segments: [one for one in segments if one.doc_count()])

    def _flush_segment(self) -> None:
        self._write_columns()
        lexicon = {name: self._write_field(name) for name in self._batch.fields()}
        self.fieldwriter.close()
        target = self._folder / lexicon_file(self.newsegment)
        kept = {name: terms for name, terms in lexicon.items() if name in self._listed}
        target.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

    def _write_columns(self) -> None:
        documents = self.perdocwriter
        documents._doccount = self._batch.count
        for name, values in self._batch.columns().items():
            code = self._codes[name]
            documents._create_column(name, NumericColumn(code, default=0))
            column = documents._get_column(name)
            fitting = np.clip(values, 0, np.iinfo(code).max)
            column._dbfile.write(fitting.astype(np.dtype(code).newbyteorder(">")).tobytes())
            column._count = self._batch.count
        documents.close()

    def _write_field(self, name: str) -> dict[str, int]:
        """Write a field's posting lists and the table that finds them; gives how many documents have each term."""
        fields = self.fieldwriter
        fields.start_field(name, self.schema[name])
        beginning = struct.pack("!H", fields._fieldid)
        counts = {}
        offset = fields._postfile.tell()
        for term, written in self._batch.postings(name):
            facts = W3TermInfo._struct.pack(
                0, written.weight, written.documents, 0, 0, written.heaviest, written.first, written.last
            )
            fields._postfile.write(written.block)
            fields._tindex.add(beginning + term, facts + _EXTENT.pack(offset, len(written.block)))
            offset += len(written.block)
            counts[term.decode()] = written.documents
        fields.finish_field()
        return counts


def _short_list(ids: list[int], often: list[int]) -> Written:
    """Write a short posting list as Whoosh does, in tuples."""
    heaviest, first, last = max(often), ids[0], ids[-1]
    steps = (first, *(after - before for before, after in itertools.pairwise(ids)))
    weights: Any = tuple(map(float, often))
    if min(often) == heaviest:
        weights = None if heaviest == 1 else float(heaviest)
    data = pickle.dumps((steps, weights, None), 2)
    return Written(len(ids), float(sum(often)), float(heaviest), first, last, _block(len(ids), last, heaviest, 0, data))


def _long_list(ids: NDArray[np.uint32], often: NDArray[np.int64]) -> Written:
    """Write a long posting list as arrays: Whoosh goes through them as through its own tuples, and we need not.

    It is not compressed: who asks for a word first waits for its list to be read, and that took most of the time.
    """
    heaviest, first, last = float(often.max()), int(ids[0]), int(ids[-1])
    weights: Any = _packed(often)
    if float(often.min()) == heaviest:
        weights = None if heaviest == 1 else heaviest
    data = pickle.dumps((_packed(np.diff(ids, prepend=np.uint32(0))), weights, None), 5)
    return Written(len(ids), float(often.sum()), heaviest, first, last, _block(len(ids), last, heaviest, 0, data))


def _packed(numbers: NDArray[Any]) -> array[int]:
    """Keep whole numbers in as few bytes each as the largest one needs."""
    code = next(code for code in "BHI" if numbers.max() <= np.iinfo(code).max)
    return array(code, numbers.astype(code).tobytes())


def _block(count: int, last: int, heaviest: float, level: int, data: bytes) -> bytes:
    """A posting list in one block: a header, the block's length (negative: it is the last), facts to skip by, postings."""
    facts = pickle.dumps((count, last, heaviest, level, 0, 0), 2)
    block: bytes = WHOOSH3_HEADER_MAGIC + _LENGTH.pack(-len(facts) - len(data)) + facts + data
    return block
