"""Products as files: bringing one, saying what is in it, seeing what it would do, having it done; and taking them out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.errors import Refusal
from marketplace.kernel.made_files import TableFormat
from marketplace.kernel.permissions import May
from marketplace.kernel.site import site
from marketplace.kernel.text import slugify, whole_number
from marketplace.kernel.uploads import TABLES, StoredPaper
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.error_pages import status_of
from marketplace.web.formatting import locale_code
from marketplace.web.pages import language, page
from marketplace.web.paging import Page, page_number
from marketplace.web.private_files import private_link
from marketplace.web.uploads import received_papers, receives_table, refused_uploads, uploads
from marketplace.web.words import say
from marketplace.window.imports import exporting, queries, service
from marketplace.window.imports.errors import ImportMoved, NoFile, NoSuchProductsFile
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.rules import FOLDER, MOST_MB, MOST_ZIP_MB, UNDER_WAY, BroughtAs, RunState
from marketplace.window.imports.service import BroughtFile
from marketplace.window.imports.sheets import format_of, read_sheet
from marketplace.window.imports.web.forms import ExportForm, FileForm, columns_form, template_form, written_categories
from marketplace.window.imports.web.words import origin_label, say_problem, state_label
from marketplace.window.imports.writing import write_template

room = SELLER.room("imports")
_ON_PAGE = 20
_SAMPLES = 3


def _keep(data: bytes, _name: str) -> StoredPaper:
    """Look at how a file begins, and keep it. Raises what `read_sheet` does."""
    kind = format_of(data)
    if kind is not BroughtAs.ZIP:
        read_sheet(data)
    most = MOST_ZIP_MB if kind is BroughtAs.ZIP else MOST_MB
    return uploads().keep_table(data, folder=FOLDER, extension=kind.value, most_mb=most)


def _receive(work: Work) -> UUID:
    """Take the file of the form in. Raises NoFile, or what was wrong with it."""
    for refusal in refused_uploads().values():
        raise refusal
    if "file" not in received_papers():
        raise NoFile
    stored, name = received_papers()["file"]
    kind = BroughtAs(stored.key.rpartition(".")[2])
    columns = [] if kind is BroughtAs.ZIP else read_sheet(site().uploads.private.get(stored.key)).columns
    return service.receive_file(work, BroughtFile(name, kind, stored.key, stored.size, columns), locale=locale_code())


@room.route("/productos/archivos", methods=["GET", "POST"])
@requires(service.receive_file)
@receives_table("file", _keep, ask_first=own_shop)
def index(work: Work) -> object:
    """Bring a file, have the products written into one, and see what became of earlier ones."""
    form = FileForm()
    if form.is_submitted():
        try:
            with work.attempt():
                return redirect(url_for(".show", run_id=_receive(work)))
        except Refusal as refusal:
            form.show(refusal, field="file")
    number = page_number()
    rows, total = queries.runs(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "window/imports/seller/index.html",
        form=form,
        export=ExportForm(formdata=None),
        blank=template_form(formdata=None),
        rows=rows,
        files=queries.files(work),
        page_of=Page(number, _ON_PAGE, total),
        state_label=state_label,
        origin_label=origin_label,
    ), 422 if form.is_submitted() else 200


@room.route("/productos/archivos/<uuid:run_id>", methods=["GET", "POST"])
@requires(service.check_file)
def show(work: Work, run_id: UUID) -> object:
    """One import: what its columns are, what it would do or did, and what is wrong in it."""
    run = queries.get_run(work, run_id)
    form, status = columns_form(run), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                with work.attempt():
                    service.check_file(
                        work,
                        run_id,
                        mapping=form.mapping(),
                        categories=form.categories(written_categories(run)),
                        seen_version=form.version.data,
                    )
                return redirect(url_for(".show", run_id=run_id))
            except Refusal as refusal:
                status = status_of(refusal)
                form.show(refusal)
    return page(
        "window/imports/seller/show.html",
        run=run,
        form=form,
        samples=_samples(run) if run.columns and run.state in (RunState.RECEIVED, RunState.CHECKED) else [],
        written=written_categories(run),
        waits=run.state in UNDER_WAY,
        pictures_left=queries.count_left(work, run_id),
        state_label=state_label,
        origin_label=origin_label,
        say_problem=say_problem,
        trouble=say_problem(**run.trouble) if run.trouble else "",
    ), status


def _samples(run: ImportRun) -> list[list[str]]:
    """The first rows of a file, as examples of its columns."""
    rows = read_sheet(site().uploads.private.get(run.key)).rows
    return [[*row.cells, *[""] * len(run.columns)] for row in islice(rows, _SAMPLES)]


@room.post("/productos/archivos/<uuid:run_id>/aplicar")
@requires(service.apply_file)
def apply(work: Work, run_id: UUID) -> object:
    """Have it done."""
    return _and_back(work, run_id, lambda: service.apply_file(work, run_id, seen_version=_version()))


@room.post("/productos/archivos/<uuid:run_id>/detener")
@requires(service.cancel_import)
def cancel(work: Work, run_id: UUID) -> object:
    """Stop it; what was done stays."""
    return _and_back(work, run_id, lambda: service.cancel_import(work, run_id))


def _and_back(work: Work, run_id: UUID, act: Callable[[], object]) -> object:
    queries.get_run(work, run_id)
    try:
        with work.attempt():
            act()
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".show", run_id=run_id))


def _version() -> int:
    version = whole_number(request.form.get("version", ""))
    if version is None:
        raise ImportMoved
    return version


@room.post("/productos/archivos/<uuid:run_id>/por-corregir")
@requires(service.open_rows_to_mend)
def to_mend(work: Work, run_id: UUID) -> object:
    """Fetch the rows that were not taken, each with why."""
    key = service.open_rows_to_mend(work, run_id)
    if key is None:
        flash(_("De este archivo no quedó ningún renglón por corregir."), "warning")
        return redirect(url_for(".show", run_id=run_id))
    return redirect(private_link(key), 303)


@room.post("/productos/exportar")
@requires(exporting.ask_products_file)
def export(work: Work) -> object:
    """Have the shop's products written into a file."""
    form = ExportForm()
    try:
        with work.attempt():
            if not form.validate():
                raise NoSuchProductsFile
            exporting.ask_products_file(work, TableFormat(form.kind.data))
        flash(_("Lo estamos preparando. Aquí mismo lo descargas en cuanto esté."), "success")
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".index", _anchor="exportar"))


@room.post("/productos/exportar/<uuid:file_id>")
@requires(exporting.open_products_file)
def fetch(work: Work, file_id: UUID) -> object:
    """Fetch a file that was written."""
    return redirect(private_link(exporting.open_products_file(work, file_id)), 303)


@room.get("/productos/plantilla")
@requires(May.EDIT_PRODUCTS)
def template(work: Work) -> object:
    """An empty workbook for the goods of a category, with its facts as columns."""
    form = template_form(formdata=request.args)
    if not form.validate():
        flash(_("Elige la categoría de la plantilla."), "warning")
        return redirect(url_for(".index", _anchor="plantilla"))
    code = form.categoria.data
    answer = Response(write_template(code), mimetype=TABLES["xlsx"])
    name = slugify(CATEGORIES[code].name(language()))
    answer.headers["Content-Disposition"] = f'attachment; filename="tianguis-{name}.xlsx"'
    return answer
