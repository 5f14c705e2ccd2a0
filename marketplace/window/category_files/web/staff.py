"""Many categories at once: the tree of today as a file, one that is brought, what it would do, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from marketplace.goods.catalog import categories_kept
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.error_pages import status_of
from marketplace.web.forms import Form
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.spreadsheets import answer_table
from marketplace.web.uploads import read_raw, receives_papers, refused_uploads
from marketplace.web.words import say
from marketplace.window.category_files import queries, service
from marketplace.window.category_files.errors import NoCategoryFile
from marketplace.window.category_files.reading import write_category_line
from marketplace.window.category_files.rules import COLUMNS, MOST_BYTES, CategoryFileState
from marketplace.window.category_files.web import words

room = STAFF.room("category_files")
_ON_PAGE = 20
_ROWS_ON_PAGE = 100


class CategoryFileForm(Form):
    """A file of categories."""

    file = FileField(_l("Archivo CSV o Excel"), render_kw={"accept": ".csv,.xlsx,text/csv"})


def _anybody(_work: Work) -> None:
    """Whoever may enter may bring one."""


@room.route("/categorias/archivos", methods=["GET", "POST"])
@requires(service.bring_category_file)
@receives_papers((), folder="", ask_first=_anybody, raw={"file": MOST_BYTES})
def index(work: Work) -> object:
    """Take the tree of today, bring a file, and see those that were brought."""
    form, status = CategoryFileForm(), 200
    if form.is_submitted():
        try:
            with work.attempt():
                return redirect(url_for(".show", file_id=service.bring_category_file(work, _brought())))
        except Refusal as refusal:
            form.show(refusal, field="file")
            status = status_of(refusal)
    number = page_number()
    rows, total = queries.files(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "window/category_files/staff/index.html",
        form=form,
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        columns_of_file=COLUMNS,
        state_label=words.state_label,
    ), status


def _brought() -> bytes:
    for refusal in refused_uploads().values():
        raise refusal
    data = read_raw("file")
    if not data:
        raise NoCategoryFile
    return data


@room.get("/categorias/hoy.csv")
@requires(StaffMay.EDIT_TAXONOMY)
def today(work: Work) -> Response:
    """The tree of today, which can be changed and brought again."""
    rows = [write_category_line(code, data) for code, data in categories_kept(work)]
    return answer_table([COLUMNS, *rows], "categorias")


@room.get("/categorias/archivos/<uuid:file_id>")
@requires(StaffMay.EDIT_TAXONOMY)
def show(work: Work, file_id: UUID) -> str:
    """What each row of a file would do, or did."""
    brought, number = service.get_file(work, file_id), page_number()
    at = (number - 1) * _ROWS_ON_PAGE
    rows = list(zip(brought.lines, brought.found, strict=False))
    return page(
        "window/category_files/staff/show.html",
        brought=brought,
        rows=[(line, one, _fault(one)) for line, one in rows[at : at + _ROWS_ON_PAGE]],
        counts=Counter(one["kind"] for one in brought.found),
        waits=brought.state in (CategoryFileState.BROUGHT, CategoryFileState.APPLYING),
        page_of=Page(number, _ROWS_ON_PAGE, len(rows)),
        state_label=words.state_label,
        kind_label=words.kind_label,
    )


def _fault(found: dict[str, object]) -> str:
    return words.fault_said(found["fault"]) if "fault" in found else ""  # type: ignore[arg-type]  # as the service wrote it


@room.post("/categorias/archivos/<uuid:file_id>/aplicar")
@requires(service.apply_category_file)
def apply(work: Work, file_id: UUID) -> object:
    """Have it done."""
    return _and_back(work, file_id, service.apply_category_file)


@room.post("/categorias/archivos/<uuid:file_id>/dejar")
@requires(service.drop_category_file)
def drop(work: Work, file_id: UUID) -> object:
    """Leave it."""
    return _and_back(work, file_id, service.drop_category_file)


def _and_back(work: Work, file_id: UUID, act: Callable[[Work, UUID], None]) -> object:
    service.get_file(work, file_id)
    try:
        with work.attempt():
            act(work, file_id)
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".show", file_id=file_id))
