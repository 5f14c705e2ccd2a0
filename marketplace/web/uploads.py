"""Files in forms, taken in before the view's transaction opens: scanning and drawing hold no row and no connection.

What came with a form that was not done stays for the next sending of it: the page shown again carries a signed token for
each file, good for whom it was written, at that address and box, for half a day. Files that no row names then are swept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Response, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from marketplace.kernel.errors import OutsideFailure, Refusal
from marketplace.kernel.reading import read_line
from marketplace.kernel.signing import timed_signer
from marketplace.kernel.site import site
from marketplace.kernel.uploads import StoredPaper, StoredPicture, TooHeavy, TooManyFiles, Uploads
from marketplace.kernel.work import OutcomeUnknown
from marketplace.web.audiences import person_id
from marketplace.web.browsers import browser_id
from marketplace.web.hosts import settings

View = Callable[..., Any]
_REFUSED = 400  # and above: the form is shown again, or an error page
_KEPT = "-kept"  # after a box's name: the tokens of what it brought before
_KEPT_SECONDS = 12 * 60 * 60  # well within the day after which files that nobody names are swept
_LONGEST_NAME = 80


def uploads() -> Uploads:
    """The way in for files, of this installation."""
    found: Uploads = site().uploads
    return found


def most_upload_mb() -> int:
    """How heavy one file may be."""
    return settings().most_upload_mb


@dataclass(frozen=True)
class Received:
    """A file that came with a form, now or when it was sent before."""

    box: str
    name: str
    stored: StoredPicture | StoredPaper
    is_new: bool

    @property
    def token(self) -> str:
        """What the form carries, to have it again."""
        kept = {"box": self.box, "name": self.name, "is": type(self.stored).__name__, **vars(self.stored)}
        return str(_tokens().dumps(kept))


def _tokens() -> URLSafeTimedSerializer:
    """What signs and reads tokens: of this person or browser, at this address."""
    return timed_signer(f"upload|{person_id() or browser_id()}|{request.path}")


def _read_token(box: str, token: str) -> Received | None:
    """Find what a token is of; None where it is not ours, not of this box, too old, or the file is gone."""
    try:
        kept = _tokens().loads(token, max_age=_KEPT_SECONDS)
    except BadData:
        return None
    name, kind = kept.pop("name"), kept.pop("is")
    if kept.pop("box") != box:
        return None
    stored = StoredPicture(**kept) if kind == StoredPicture.__name__ else StoredPaper(**kept)
    return Received(box, name, stored, is_new=False) if uploads().has(stored) else None


def receives_pictures(
    *fields: str, most: int, ask_first: View, private_folder: str | None = None
) -> Callable[[View], View]:
    """Say that a form brings pictures. Goes below the sign: only who may enter has files looked at.

    `ask_first` is called before, as the view would be, and reads only: it raises what the view would where the thing is
    not theirs or takes no pictures now. The view asks for them with `received_pictures()`, which raises what was wrong
    with the first bad one; the good ones beside it stay.
    """

    def keep(data: bytes, _name: str) -> StoredPicture:
        return uploads().keep_picture(data, private_folder=private_folder)

    return _receives(fields, keep, ask_first, most=most)


def received_pictures(box: str | None = None) -> list[StoredPicture]:
    """Give the pictures that came with the form, or in one box of it, kept already.

    Raises what `Uploads.keep_picture` does, TooManyFiles.
    """
    for refusal in g.upload_refusals.values():
        raise refusal
    return [one.stored for one in g.received if box in (None, one.box)]


def receives_papers(
    fields: Iterable[str], *, folder: str, ask_first: View, raw: Mapping[str, int] | None = None
) -> Callable[[View], View]:
    """Say that a form brings documents for the private store, one a box. Otherwise as `receives_pictures`.

    `raw` names boxes whose file is looked at and given to the view as it came (`read_raw`), and the most bytes of each.
    """

    def keep(data: bytes, name: str) -> StoredPaper:
        return uploads().keep_paper(data, folder=folder, name=name)

    return _receives(tuple(fields), keep, ask_first, most=1, raw=raw or {})


def receives_table(field: str, keep: Callable[[bytes, str], StoredPaper], *, ask_first: View) -> Callable[[View], View]:
    """Say that a form brings one file that `keep` looks into and keeps, or refuses. Otherwise as `receives_pictures`."""
    return _receives((field,), keep, ask_first, most=1)


def received_papers() -> dict[str, tuple[StoredPaper, str]]:
    """Give the documents that came with the form, by their box, with what the files were called."""
    return {one.box: (one.stored, one.name) for one in g.received if isinstance(one.stored, StoredPaper)}


def read_raw(box: str) -> bytes | None:
    """Give the file of a box of `raw` as it came; None where none came, or `refused_uploads` says what was wrong with it."""
    found: dict[str, bytes] = g.raw_files
    return found.get(box)


def refused_uploads() -> dict[str, Refusal]:
    """Give what was wrong with files that came with the form, by their box."""
    found: dict[str, Refusal] = g.upload_refusals
    return found


def kept_uploads(box: str) -> list[Received]:
    """List what a box brought, for the page that shows its form again: it carries their tokens, and they stay."""
    found = [one for one in g.get("received", []) if one.box == box]
    g.kept_shown = g.get("kept_shown", frozenset()) | {one.stored.key for one in found}
    return found


def _forget_received() -> None:
    """Let the stores forget what came with this sending of a form and is not shown to go with the next: no row names it.

    What came with an earlier one is left to the sweep: the form may have been sent twice, and a row may name it.
    """
    for one in g.received:
        if one.is_new and one.stored.key not in g.get("kept_shown", ()):
            uploads().forget(one.stored)


def _take(box: str, keep: Callable[[bytes, str], StoredPicture | StoredPaper], most: int) -> None:
    """Take in what one box brings; of several, the good ones stay when one is bad."""
    files = [file for file in request.files.getlist(box) if file.filename]
    tokens = dict.fromkeys(request.form.getlist(f"{box}{_KEPT}")[: most + 1])
    before = [kept for kept in (_read_token(box, token) for token in tokens) if kept]
    if most == 1 and files:
        before = []  # another one in its place
    g.received += before
    if len(before) + len(files) > most:
        g.upload_refusals[box] = TooManyFiles(most=most)
        return
    for file in files:
        name = read_line(file.filename or "")[-_LONGEST_NAME:]
        try:
            g.received.append(Received(box, name, keep(file.read(), name), is_new=True))
        except OutsideFailure as refusal:
            g.upload_refusals[box] = refusal
            return
        except Refusal as refusal:
            g.upload_refusals.setdefault(box, refusal)


def _read_raw(box: str, most_bytes: int) -> None:
    """Look at a file that no store keeps."""
    for file in [file for file in request.files.getlist(box) if file.filename][:1]:
        data = file.read(most_bytes + 1)
        try:
            if len(data) > most_bytes:
                raise TooHeavy(most=most_bytes // 1024 // 1024)
            uploads().check(data)
            g.raw_files[box] = data
        except Refusal as refusal:
            g.upload_refusals[box] = refusal


_NO_RAW: Mapping[str, int] = MappingProxyType({})


def _receives(
    boxes: tuple[str, ...],
    keep: Callable[[bytes, str], StoredPicture | StoredPaper],
    may_bring_files: View,
    *,
    most: int,
    raw: Mapping[str, int] = _NO_RAW,
) -> Callable[[View], View]:
    def with_files(ask_first: Callable[[], None], run: Callable[[], Response]) -> Response:
        """Take the files in, if the thing is theirs; keep them where the view wants them and its work commits."""
        g.received, g.upload_refusals, g.raw_files = [], {}, {}
        bring = [box for box in (*boxes, *raw) if any(file.filename for file in request.files.getlist(box))]
        try:
            if bring:
                ask_first()
            for box in boxes:
                _take(box, keep, most)
            for box, most_bytes in raw.items():
                _read_raw(box, most_bytes)
        except Refusal as refusal:
            g.upload_refusals[bring[0]] = refusal  # the view says it, at its field
        except BaseException:
            _forget_received()
            raise
        finally:
            for file in (one for files in request.files.listvalues() for one in files):
                file.close()
        return _answer(run)

    def mark(view: View) -> View:
        view.with_files, view.may_bring_files = with_files, may_bring_files  # type: ignore[attr-defined]  # for access.seal
        return view

    return mark


def _answer(run: Callable[[], Response]) -> Response:
    """Answer, and forget what came where nothing came of it."""
    try:
        answer = run()
    except OutcomeUnknown:
        raise  # a row may name them
    except BaseException:
        g.kept_shown = frozenset()  # of a page that was not shown
        _forget_received()
        raise
    if answer.status_code >= _REFUSED:
        _forget_received()
    return answer
