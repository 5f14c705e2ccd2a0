"""Files in forms, taken in before the view's transaction opens: scanning and drawing hold no row and no connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, g, request

from marketplace.kernel.errors import Refusal
from marketplace.kernel.uploads import StoredPaper, StoredPicture, TooManyFiles, Uploads
from marketplace.web.hosts import settings

View = Callable[..., Any]


def uploads() -> Uploads:
    """The way in for files, of this installation."""
    found: Uploads = current_app.extensions["uploads"]
    return found


def most_upload_mb() -> int:
    """How heavy one file may be."""
    return settings().most_upload_mb


def receives_pictures(field: str, *, most: int, private_folder: str | None = None) -> Callable[[View], View]:
    """Say that a form brings pictures. Goes below the sign: only who may enter has files looked at.

    The view asks for them with `received_pictures()`, which raises what was wrong with the first bad one.
    """

    def take() -> None:
        files = [file for file in request.files.getlist(field) if file.filename]
        g.received = g.upload_refusal = None
        try:
            if len(files) > most:
                raise TooManyFiles(most=most)
            g.received = [uploads().keep_picture(file.read(), private_folder=private_folder) for file in files]
        except Refusal as refusal:
            g.upload_refusal = refusal
        finally:
            for file in files:
                file.close()

    def mark(view: View) -> View:
        view.before_work = take  # type: ignore[attr-defined]  # called by access.seal
        return view

    return mark


def received_pictures() -> list[StoredPicture]:
    """Give the pictures that came with the form, kept already. Raises what `Uploads.keep_picture` does, TooManyFiles."""
    if g.upload_refusal is not None:
        raise g.upload_refusal
    pictures: list[StoredPicture] = g.received
    return pictures


def receives_paper(field: str, *, folder: str) -> Callable[[View], View]:
    """Say that a form brings one document for the private store. Goes below the sign, as `receives_pictures` does."""

    def take() -> None:
        file = request.files.get(field)
        g.received = g.upload_refusal = None
        try:
            g.received = uploads().keep_paper(file.read() if file else b"", folder=folder)
        except Refusal as refusal:
            g.upload_refusal = refusal
        finally:
            if file:
                file.close()

    def mark(view: View) -> View:
        view.before_work = take  # type: ignore[attr-defined]  # called by access.seal
        return view

    return mark


def received_paper() -> StoredPaper:
    """Give the document that came with the form, kept already. Raises what `Uploads.keep_paper` does."""
    if g.upload_refusal is not None:
        raise g.upload_refusal
    paper: StoredPaper = g.received
    return paper
