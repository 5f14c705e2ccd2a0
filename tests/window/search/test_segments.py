"""What we write is Whoosh's format, and what we read is what Whoosh reads: the contract that lets us pass it by."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.query import Term

from marketplace.window.search.gateways.segments import Batch, BatchWriter, IndexSegment, schema

FIELDS, COLUMNS = ("title", "text"), {"listing": "I", "price": "I", "free": "B"}


def _titles(count: int) -> list[list[str]]:
    """Terms with many, few and one document; repetitions too."""
    return [["todo", *["siete"] * (1 + n % 3 if n % 7 == 0 else 0), f"solo{n}", "ñandú"] for n in range(count)]


@pytest.fixture(params=[1, 3, 2500])
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[FileIndex, list[list[str]]]:
    """An index that we wrote, of one document, a few, and of more than two blocks."""
    titles = _titles(request.param)
    made = create_in(str(tmp_path), schema(FIELDS, COLUMNS))
    batch = Batch()
    for number, title in enumerate(titles):
        batch.add(
            {"listing": number + 1, "price": number * 100, "free": number % 2}, {"title": title, "text": title[:1]}
        )
    writer = BatchWriter(made, COLUMNS, listed=["title"], patience_seconds=1)
    writer.fill(batch)
    writer.publish()
    return open_dir(str(tmp_path)), titles


def _segment(index: FileIndex, folder: Path) -> IndexSegment:
    (leaf, _start), *others = index.reader().leaf_readers()
    assert not others
    return IndexSegment(leaf, COLUMNS, folder)


def test_whoosh_finds_in_our_segments_what_we_wrote(ours: tuple[FileIndex, list[list[str]]]) -> None:
    index, titles = ours
    with index.searcher() as searcher:
        for term in ("todo", "siete", "ñandú", "solo0"):
            expected = {n for n, title in enumerate(titles) if term in title}
            assert set(searcher.docs_for_query(Term("title", term))) == expected
        assert searcher.reader().doc_frequency("title", "todo") == len(titles)
        column = searcher.reader().column_reader("price")
        assert [column[n] for n in range(len(titles))] == [n * 100 for n in range(len(titles))]


def test_we_read_the_same_postings_as_whoosh(ours: tuple[FileIndex, list[list[str]]], tmp_path: Path) -> None:
    index, _titles = ours
    segment = _segment(index, tmp_path)
    for term in ("todo", "siete", "ñandú", "solo0"):
        ids, weights = segment.postings("title", term)
        matcher = index.reader().postings("title", term)
        theirs = []
        while matcher.is_active():
            theirs.append((matcher.id(), matcher.weight()))
            matcher.next()
        assert list(zip(ids.tolist(), weights.tolist(), strict=True)) == theirs
    assert segment.lexicon("title")["todo"] == segment.size


@pytest.mark.parametrize("count", [1, 40, 1500])
def test_we_read_what_whooshs_own_writer_wrote(tmp_path: Path, count: int) -> None:
    index = create_in(str(tmp_path), schema(FIELDS, COLUMNS))
    writer = index.writer()
    for number, title in enumerate(_titles(count)):
        writer.add_document(title=" ".join(title), text="x", listing=number + 1, price=number, free=0)
    writer.commit()
    segment = _segment(open_dir(str(tmp_path)), tmp_path)
    ids, weights = segment.postings("title", "siete")
    assert ids.tolist() == [n for n in range(count) if n % 7 == 0]
    assert weights.tolist() == [1 + n % 3 for n in range(count) if n % 7 == 0]
    assert segment.columns["listing"].tolist() == list(range(1, count + 1))
    assert segment.columns["free"].tolist() == [0] * count


def test_a_term_that_nobody_says_is_nothing(ours: tuple[FileIndex, list[list[str]]], tmp_path: Path) -> None:
    ids, weights = _segment(ours[0], tmp_path).postings("title", "nada")
    assert (len(ids), len(weights)) == (0, 0)


def test_deleted_documents_stay_deleted_in_a_new_reader(
    ours: tuple[FileIndex, list[list[str]]], tmp_path: Path
) -> None:
    index, titles = ours
    writer = BatchWriter(index, COLUMNS, patience_seconds=1)
    writer.delete_document(0)
    writer.fill(Batch())
    writer.publish()
    leaves = [leaf for leaf, _start in open_dir(str(tmp_path)).reader().leaf_readers() if leaf.doc_count_all()]
    alive = [IndexSegment(leaf, COLUMNS, tmp_path).alive(leaf) for leaf in leaves]
    assert sum(int(mask.sum()) for mask in alive) == len(titles) - 1
