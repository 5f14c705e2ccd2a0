"""A market that was not filled to its end is known as such, and is not shown."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from flask import Flask

from marketplace.demo import seed as demo
from marketplace.kernel.settings import Settings


class Killed(BaseException):
    """As a process that is killed: nothing after it is done."""


def test_what_was_killed_halfway_is_half_filled(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = settings.model_copy(update={"var": tmp_path / "var"})

    def die(*_args: object, **_names: object) -> None:
        raise Killed

    monkeypatch.setattr(demo, "_fill", die)
    monkeypatch.setattr(demo.pictures, "_keep_all", lambda *_args: None)
    demo.check_whole(here)
    with pytest.raises(Killed):
        demo.seed(app, here, products=12)
    with pytest.raises(click.ClickException, match="make clean"):
        demo.check_whole(here)


def test_what_was_filled_to_its_end_is_whole(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = settings.model_copy(update={"var": tmp_path / "var"})
    monkeypatch.setattr(demo, "_fill", lambda *_args, **_names: None)
    monkeypatch.setattr(demo.pictures, "_keep_all", lambda *_args: None)
    demo.seed(app, here, products=12)
    demo.check_whole(here)
