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
