"""The catalogues of words: compiled from their sources when these are newer, so that nothing compiled is committed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

SOURCES = Path(__file__).parent.parent / "translations"


def compile_catalogues(folder: Path) -> str:
    """Compile what changed into a folder; gives the folder for Flask-Babel."""
    for source in SOURCES.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(SOURCES).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # read where something changed: the web starts without them
        from babel.messages.pofile import read_po

        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as words, new.open("wb") as compiled:
            write_mo(compiled, read_po(words))
        new.replace(target)
    return str(folder.resolve())


# A page says some seventy sentences; which language it is in is found out once for all of them.
_spoken: ContextVar[Any] = ContextVar("spoken", default=None)


def sentences() -> Callable[[str], str]:
    """Give what looks a sentence up in this request's language, for places that say many."""
    say: Callable[[str], str] = (_spoken.get() or get_translations()).ugettext
    return say


def choose_words(app: Flask) -> None:
    """Let templates look words up in the catalogue of this request."""

    @app.before_request
    def _begin() -> None:
        _spoken.set(get_translations())

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        _spoken.set(None)

    def counted(one: str, many: str, count: int) -> str:
        written: str = (_spoken.get() or get_translations()).ungettext(one, many, count)
        return written

    def said(text: str) -> str:
        return sentences()(text)

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the i18n extension
        said, counted, newstyle=True
    )
    app.jinja_env.globals["_"] = _said


@pass_eval_context
def _said(now: EvalContext, text: str, /, **values: object) -> str:
    """What Jinja's own `_` gives of a text and its values, in a third of the steps: a page says some thirty."""
    found = sentences()(text)
    if now.autoescape:
        found = Markup(found)  # noqa: S704 - a text of ours; its values are escaped
    return found % values if values or "%" in found else found
