"""One name means one thing: no class of the house is called as another one is."""

from __future__ import annotations

import ast
from collections import Counter

from tests.architecture.pages import ROOT


def _classes(code: str) -> list[str]:
    return [node.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ClassDef)]


def test_no_two_classes_have_one_name() -> None:
    files = (ROOT / "marketplace").rglob("*.py")
    names = Counter(name for path in files for name in _classes(path.read_text("utf-8")))
    assert {name for name, count in names.items() if count > 1} == set()


def test_the_reader_sees_classes_inside_others_too() -> None:
    assert _classes("class A:\n    class B: ...\ndef f():\n    class C: ...") == ["A", "B", "C"]
