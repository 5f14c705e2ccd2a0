"""What a module gives to others is named at its front door, and taken from there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.architecture.pages import ROOT

_FLOORS = ("people", "goods", "money", "trade", "care", "window", "platform")
# Facts and tables are read where they stand; `module.py` speaks to the house alone.
_BESIDE_THE_DOOR = {"events", "models"}
# What is pure takes what is pure: a front door would bring the database along (`pyproject.toml`: rules are pure).
_PURE = {
    "rules", "models", "events", "errors", "goods", "taxonomy", "tariff", "rates", "ranking", "applying", "told", "schedules",
}  # fmt: skip


def _modules() -> dict[str, Path]:
    return {
        ".".join(door.parent.relative_to(ROOT).parts): door.parent
        for floor in _FLOORS
        for door in (ROOT / "marketplace" / floor).glob("*/__init__.py")
    }


def _taken() -> Iterator[tuple[Path, str, str, list[str]]]:
    """Each import of another module: the file, the module, what of it, and the names."""
    modules = _modules()
    for path in (ROOT / "marketplace").rglob("*.py"):
        own = next((name for name, folder in modules.items() if folder in path.parents), "")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            module = ".".join(node.module.split(".")[:3])
            if module in modules and module != own:
                yield path, module, node.module[len(module) + 1 :], [alias.name for alias in node.names]


def test_others_come_in_by_the_front_door() -> None:
    elsewhere = {
        f"{path.relative_to(ROOT).as_posix()}: {module}.{inside}"
        for path, module, inside, _names in _taken()
        if inside
        and (room := inside.split(".")[0]) not in _BESIDE_THE_DOOR
        and room != "web"  # see test_rooms
        and not (path.stem in _PURE and room in _PURE)
    }
    assert elsewhere == set()


def test_the_front_door_names_what_it_gives() -> None:
    unnamed = {
        f"{path.relative_to(ROOT).as_posix()}: {module} has no {name}"
        for path, module, inside, names in _taken()
        if not inside
        for name in names
        if name not in getattr(import_module(module), "__all__", ()) and name not in {"module", "web"}
    }
    assert unnamed == set()


def test_nothing_stands_at_a_front_door_that_nobody_takes() -> None:
    taken = {(module, name) for _path, module, inside, names in _taken() if not inside for name in names}
    for path in (ROOT / "marketplace").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        whole = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        taken |= {
            (whole[node.value.id], node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole
        }
    idle = {
        f"{module}.{name}" for module in _modules() for name in getattr(import_module(module), "__all__", ())
        if (module, name) not in taken
    }  # fmt: skip
    assert idle == set()
