"""The suite tells the truth on any day: what would fail a sound product now and then is refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
# A page carries tokens that are drawn anew each time. Five letters of one are a given word once in 64⁵ places.
_FEWEST_LETTERS = 5


def _could_be_of_a_token(word: str) -> bool:
    return len(word) < _FEWEST_LETTERS and all(
        letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in word
    )


def _words_said_to_be_absent(code: str) -> Iterator[tuple[int, str]]:
    """Line and word of each `"word" not in page`."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Compare(left=ast.Constant(value=str(word)), ops=[ast.NotIn()], comparators=[seen]):
                if ast.unparse(seen).endswith((".text", "page", "text", "html")):
                    yield node.lineno, word


def _modules_brought_in(code: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each module that is imported, and of each name that is taken from one."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((node.lineno, f"{module}.{name.name}") for name in names)


def _is_of_a_test(name: str) -> bool:
    return name.startswith("tests.") and any(part.startswith("test_") for part in name.split("."))


def test_no_test_is_imported_by_another() -> None:
    """What tests share stands in modules that are no tests: to move a test must not break its neighbours."""
    bad = "from tests.web import test_hosts\nfrom tests.web.test_hosts import visit\nfrom tests.web.asking import enter"
    assert [line for line, name in _modules_brought_in(bad) if _is_of_a_test(name)] == [1, 2]
    found = [
        f"{path.relative_to(TESTS)}:{line} {name}"
        for path in sorted(TESTS.rglob("*.py"))
        for line, name in _modules_brought_in(path.read_text("utf-8"))
        if _is_of_a_test(name)
    ]
    assert found == []


def test_no_word_is_said_to_be_absent_that_a_random_token_could_hold() -> None:
    assert [word for _line, word in _words_said_to_be_absent('assert "Uno" not in client.get("/carrito").text')] == [
        "Uno"
    ]
    found = [
        f"{path.relative_to(TESTS)}:{line} {word!r}"
        for path in sorted(TESTS.rglob("*.py"))
        for line, word in _words_said_to_be_absent(path.read_text("utf-8"))
        if _could_be_of_a_token(word)
    ]
    assert found == []
