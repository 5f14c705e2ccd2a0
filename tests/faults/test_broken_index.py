"""The search index is missing or garbled: PostgreSQL answers instead, and the worker makes a new one where it can tell."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace.window.search import service as search
from marketplace.window.search.gateways.whoosh_index import Index
from tests import make
from tests.cast import Cast

pytestmark = [
    pytest.mark.faults,
    # Whoosh leaves files open when it cannot read them.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]


@pytest.fixture
def index(market: Cast, tmp_path: Path) -> Iterator[Index]:
    make.goods(market)
    made = Index(tmp_path / "search")
    search.rebuild(made)
    yield made
    gc.collect()


def found(app: Flask) -> bool:
    """Whether somebody who searches now finds the yarn."""
    answer = app.test_client().get("/buscar?q=alpaca")
    return answer.status_code == 200 and "Estambre de alpaca Nube" in answer.text


def test_a_missing_one(index: Index, another_app: Callable[..., Flask]) -> None:
    shutil.rmtree(index.folder)
    app = another_app(var=index.folder.parent)
    assert found(app)
    with app.app_context():
        search.follow(index)
    assert index.exists()
    assert found(app)


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "names.json", "lexicon-*"])
def test_a_garbled_one(index: Index, another_app: Callable[..., Flask], pattern: str) -> None:
    files = list(index.files().glob(pattern))
    assert files
    for file in files:
        file.write_bytes(b"garbled" * 50)
    assert found(another_app(var=index.folder.parent))


def test_a_garbled_state_is_built_anew(index: Index, another_app: Callable[..., Flask]) -> None:
    (index.folder / "state.json").write_text("{")
    app = another_app(var=index.folder.parent)
    assert found(app)
    with app.app_context():
        search.follow(index)
    assert index.exists()
    assert found(app)
