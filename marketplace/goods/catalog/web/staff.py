"""The tree of categories as staff keep it: each category and attribute, what a change does before it is made, and its record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import taxonomy_edits as edits
from marketplace.goods.catalog.taxonomy_errors import NoSuchAttribute, NoSuchCategory, NotYetSeen, TaxonomyEdited
from marketplace.goods.catalog.taxonomy_models import AttributeRow, CategoryRow
from marketplace.goods.catalog.taxonomy_queries import (
    attribute_rows,
    categories_asking,
    category_rows,
    changes_of,
    following_now,
)
from marketplace.goods.catalog.taxonomy_reading import TaxonomyLooked
from marketplace.goods.catalog.web.forms import (
    AttributeForm,
    CategoryEditForm,
    MergeCategoriesForm,
    attribute_form,
    category_form,
    merge_form,
)
from marketplace.goods.catalog.web.words import change_said, effect_said, kind_said
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.error_pages import status_of
from marketplace.web.pages import language, page
from marketplace.web.problems import Problem

room = STAFF.room("catalog")
_EditForm = CategoryEditForm | MergeCategoriesForm | AttributeForm


@room.get("/categorias")
@requires(StaffMay.EDIT_TAXONOMY)
def index(work: Work) -> str:
    """The tree, with what each category holds."""
    return page(
        "goods/catalog/staff/categories.html", rows=category_rows(work, language()), running=following_now(work)
    )


@room.route("/categorias/nueva", methods=["GET", "POST"])
@requires(edits.save_category)
def new_category(work: Work) -> object:
    """Make a category."""
    form = category_form(None, language())
    return _save(
        work,
        form,
        lambda: edits.save_category(work, None, form.written(), version=0, sure=form.sure.data or ""),
        lambda code: url_for(".category", code=code),
        lambda **seen: page("goods/catalog/staff/category.html", row=None, form=form, merging=None, changes=[], **seen),
    )


@room.route("/categorias/<code>", methods=["GET", "POST"])
@requires(edits.save_category)
def category(work: Work, code: str) -> object:
    """Change a category."""
    row = _category(work, code)
    form = category_form(row, language())
    return _save(
        work,
        form,
        lambda: edits.save_category(
            work, code, form.written(), version=form.version.data or 0, sure=form.sure.data or ""
        ),
        lambda _code: url_for(".category", code=code),
        lambda **seen: _category_page(work, row, form, merge_form(row, language(), formdata=None), **seen),
        now=lambda: category_form(_category(work, code), language(), formdata=None),
    )


@room.post("/categorias/<code>/juntar")
@requires(edits.merge_categories)
def merge(work: Work, code: str) -> object:
    """Let a category become part of another."""
    row = _category(work, code)
    form = merge_form(row, language())
    return _save(
        work,
        form,
        lambda: edits.merge_categories(
            work, code, into=form.into.data, version=form.version.data or 0, sure=form.sure.data or ""
        ),
        lambda _code: url_for(".category", code=code),
        lambda **seen: _category_page(work, row, category_form(row, language(), formdata=None), form, **seen),
        now=lambda: merge_form(_category(work, code), language(), formdata=None),
    )


def _category(work: Work, code: str) -> CategoryRow:
    row = work.session.get(CategoryRow, code, populate_existing=True)
    if row is None:
        raise NoSuchCategory
    return row


def _category_page(
    work: Work, row: CategoryRow, form: CategoryEditForm, merging: MergeCategoriesForm, **seen: Any
) -> str:
    return page(
        "goods/catalog/staff/category.html",
        row=row,
        form=form,
        merging=merging,
        changes=[(one, change_said(one)) for one in changes_of(work, "category", row.code)],
        **seen,
    )


@room.get("/categorias/datos")
@requires(StaffMay.EDIT_TAXONOMY)
def attributes(work: Work) -> str:
    """What can be asked of goods."""
    return page("goods/catalog/staff/attributes.html", rows=attribute_rows(work), kind_said=kind_said)


@room.route("/categorias/datos/nuevo", methods=["GET", "POST"])
@requires(edits.save_attribute)
def new_attribute(work: Work) -> object:
    """Make an attribute."""
    form = attribute_form(None)
    return _save(
        work,
        form,
        lambda: edits.save_attribute(work, None, form.written(), version=0, sure=form.sure.data or ""),
        lambda code: url_for(".attribute", code=code),
        lambda **seen: page("goods/catalog/staff/attribute.html", row=None, form=form, asking=[], changes=[], **seen),
    )


@room.route("/categorias/datos/<code>", methods=["GET", "POST"])
@requires(edits.save_attribute)
def attribute(work: Work, code: str) -> object:
    """Change an attribute."""
    row = _attribute(work, code)
    form = attribute_form(row)
    return _save(
        work,
        form,
        lambda: edits.save_attribute(
            work, code, form.written(), version=form.version.data or 0, sure=form.sure.data or ""
        ),
        lambda _code: url_for(".attribute", code=code),
        lambda **seen: page(
            "goods/catalog/staff/attribute.html",
            row=row,
            form=form,
            asking=categories_asking(work, code),
            changes=[(one, change_said(one)) for one in changes_of(work, "attribute", code)],
            **seen,
        ),
        now=lambda: attribute_form(_attribute(work, code), formdata=None),
    )


def _attribute(work: Work, code: str) -> AttributeRow:
    row = work.session.get(AttributeRow, code, populate_existing=True)
    if row is None:
        raise NoSuchAttribute
    return row


def _save(
    work: Work,
    form: _EditForm,
    act: Callable[[], str | None],
    leads: Callable[[str], str],
    show: Callable[..., str],
    now: Callable[[], Any] | None = None,
) -> object:
    """Show a form; sent, show what it does to products; sent again with that, do it.

    What changed since it was shown is shown: what the row says now, or what it would do now.
    """
    effects: Sequence[dict[str, Any]] = []
    meanwhile: list[Problem] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        asked = form.sure.data
        try:
            with work.attempt():
                code = act()
        except NotYetSeen as refusal:
            effects, status = refusal.details["effects"], 200  # type: ignore[assignment]
            form.sure.data = refusal.details["sure"]
            if asked:
                form.show(refusal)
                status = status_of(refusal)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
            if isinstance(refusal, TaxonomyEdited) and now:
                meanwhile = form.show_now(now())
        else:
            work.site.part(TaxonomyLooked).look_at_once()
            flash(
                _("Guardado. En unos segundos lo ven todas las páginas; los productos siguen poco a poco."), "success"
            )
            return redirect(leads(code or ""))
    said = [(one, effect_said(one)) for one in effects]
    return show(effects=said, shown_by=form, meanwhile=meanwhile), status
