"""Files in forms, taken in before the view's transaction opens: scanning and drawing hold no row and no connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, request

from marketplace.kernel.errors import Refusal
from marketplace.kernel.site import site
from marketplace.kernel.uploads import StoredPaper, StoredPicture, TooManyFiles, Uploads
from marketplace.kernel.work import OutcomeUnknown
from marketplace.web.hosts import settings

View = Callable[..., Any]
_REFUSED = 400  # and above: the form is shown again, or an error page


def uploads() -> Uploads:
    """The way in for files, of this installation."""
    found: Uploads = site().uploads
    return found


def most_upload_mb() -> int:
    """How heavy one file may be."""
    return settings().most_upload_mb


def receives_pictures(
    field: str, *, most: int, ask_first: View, private_folder: str | None = None
) -> Callable[[View], View]:
    """Say that a form brings pictures. Goes below the sign: only who may enter has files looked at.

    `ask_first` is called before, as the view would be, and reads only: it raises what the view would where the thing is
    not theirs or takes no pictures now. The view asks for them with `received_pictures()`, which raises what was wrong
    with the first bad one.
    """

    def take() -> None:
        files = [file for file in request.files.getlist(field) if file.filename]
        if len(files) > most:
            raise TooManyFiles(most=most)
        for file in files:
            g.received.append(uploads().keep_picture(file.read(), private_folder=private_folder))

    return _receives(field, take, ask_first)


def received_pictures() -> list[StoredPicture]:
    """Give the pictures that came with the form, kept already. Raises what `Uploads.keep_picture` does, TooManyFiles."""
    _raise_refusal()
    pictures: list[StoredPicture] = g.received
    return pictures


def receives_paper(field: str, *, folder: str, ask_first: View) -> Callable[[View], View]:
    """Say that a form brings one document for the private store. Otherwise as `receives_pictures`."""

    def take() -> None:
        file = request.files.get(field)
        g.received.append(uploads().keep_paper(file.read() if file else b"", folder=folder))

    return _receives(field, take, ask_first)


def received_paper() -> StoredPaper:
    """Give the document that came with the form, kept already. Raises what `Uploads.keep_paper` does."""
    _raise_refusal()
    paper: StoredPaper = g.received[0]
    return paper


def forget_received() -> None:
    """Let the stores forget what came with the form: no row will name it."""
    for one in g.received:
        uploads().forget(one)
    g.received = []


def _raise_refusal() -> None:
    if g.upload_refusal is not None:
        raise g.upload_refusal


def _receives(field: str, take: Callable[[], None], may_bring_files: View) -> Callable[[View], View]:
    def with_files(ask_first: Callable[[], None], run: Callable[[], Response]) -> Response:
        """Take the files in, if the thing is theirs; keep them where the view wants them and its work commits."""
        g.received, g.upload_refusal = [], None
        files = [file for file in request.files.getlist(field) if file.filename]
        try:
            if files:
                ask_first()
            take()
        except Refusal as refusal:
            forget_received()
            g.upload_refusal = refusal  # the view says it, at its field
        except BaseException:
            forget_received()
            raise
        finally:
            for file in files:
                file.close()
        try:
            answer = run()
        except OutcomeUnknown:
            raise  # a row may name them
        except BaseException:
            forget_received()
            raise
        if answer.status_code >= _REFUSED:
            forget_received()
        return answer

    def mark(view: View) -> View:
        view.with_files, view.may_bring_files = with_files, may_bring_files  # type: ignore[attr-defined]  # for access.seal
        return view

    return mark
