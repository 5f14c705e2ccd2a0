"""Every box that somebody types in is read by one of the readers, and takes no more than is kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, fields
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, MultipleFileField, SubmitField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.goods.inventory import VariantRow
from marketplace.kernel.ids import new_id
from marketplace.web.api import TextLine
from marketplace.web.forms import Carried, Day, Form, Password, Prose, Reads, Seen
from marketplace.window.storefront.web.forms import count_form, product_form
from tests.architecture.pages import ROOT
from tests.web.forms import form_classes

# What nobody types, or what only takes what it offers.
CHOSEN = (SelectFieldBase, BooleanField, FileField, MultipleFileField, SubmitField, Day, Seen, Carried)
LONGEST = 5_000  # signs, of a description
PASTED = {"GroupLinesForm.lines", "InviteToGroupForm.addresses"}  # lists: as long as their most lines may be


def boxes_of(form: PlainForm) -> Iterator[Any]:
    for box in form:
        if isinstance(box, FieldList):
            yield from boxes_of((box.entries or [box.append_entry()])[0].form)
        elif isinstance(box, FormField):
            yield from boxes_of(box.form)
        elif box.name.split("-")[-1] != "csrf_token":
            yield box


def most_of(box: Any) -> int | None:
    said = [one.max for one in box.validators if isinstance(one, Length)]
    return min([*said, *([box.longest] if getattr(box, "longest", None) else [])], default=None)


def is_well_made(box: Any) -> bool:
    if isinstance(box, CHOSEN):
        return True
    if not isinstance(box, (Reads, Prose, Password)) or type(box) is Reads:
        return False
    return 0 < (most_of(box) or 0) <= LONGEST


@pytest.fixture
def every_box(app: Flask) -> list[tuple[str, Any]]:
    """Each box of each form of every room, the forms that are made for a product among them."""
    with app.test_request_context():
        made = [kind() if not issubclass(kind, Form) else kind(meta={"csrf": False}) for kind in form_classes()]
        leaves = {path for one in CATEGORIES.values() for path in one.path}
        made += [product_form(code, "es", meta={"csrf": False}) for code in sorted(leaves)]
        made.append(count_form([VariantRow(new_id(), "A", "", {}, 100, 1, 0)]))
        return [(f"{type(form).__name__}.{box.short_name}", box) for form in made for box in boxes_of(form)]


def test_each_box_has_a_reader_and_an_end(every_box: list[tuple[str, Any]]) -> None:
    assert len({name for name, _box in every_box}) > 80
    assert {name for name, box in every_box if not is_well_made(box)} == PASTED
    assert all(most_of(box) for name, box in every_box if name in PASTED)


def test_the_browser_knows_where_a_box_ends(every_box: list[tuple[str, Any]]) -> None:
    typed = [(name, box) for name, box in every_box if isinstance(box, (Reads, Prose, Password))]
    assert {name for name, box in typed if f'maxlength="{most_of(box)}"' not in str(box())} == set()


def test_a_box_without_an_end_or_a_reader_would_be_noticed(app: Flask) -> None:
    from wtforms import StringField, TextAreaField

    from marketplace.web.forms import Tidy

    class Careless(PlainForm):
        line, prose, plain = Tidy(), Prose(), StringField("", [Length(max=3)])
        area, number, hidden = TextAreaField("", [Length(max=3)]), FileField(), HiddenField()

    with app.test_request_context():
        assert [box.name for box in Careless() if not is_well_made(box)] == ["line", "prose", "plain", "area", "hidden"]


def test_no_form_of_the_house_is_missed() -> None:
    written = {
        name
        for path in ROOT.glob("marketplace/**/*.py")
        for name in re.findall(r"^class (\w+)\((?:\w*Form)\):", path.read_text("utf-8"), re.MULTILINE)
    }
    assert written - {one.__name__ for one in form_classes()} - {"Form"} == set()
    assert not any(isinstance(value, UnboundField) for value in vars(Form).values())


def test_each_text_that_the_api_takes_is_read_and_has_an_end(app: Flask) -> None:
    """Texts of the schemas that take something: those that only offer a choice, and those of answers, need no end."""
    taken = {"ShipmentSchema", "VariantChangeSchema", "OrderListArguments", "PageArguments"}
    schemas = [one for one in _all(Schema) if one.__module__.startswith("marketplace.")]
    assert taken <= {one.__name__ for one in schemas}
    for schema in (one for one in schemas if one.__name__ in taken):
        for name, field in schema().fields.items():
            chosen = any(type(one).__name__ == "OneOf" for one in field.validators)
            assert isinstance(field, TextLine) or chosen or not isinstance(field, fields.String), (
                f"{schema.__name__}.{name}"
            )


def _all(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)


def test_nobody_reads_numbers_by_themselves() -> None:
    """`isdigit` takes `²`, which `int` does not; `type=int` takes `1_000` and any length."""
    alone = re.compile(
        r"type=int\b|(?:int|float|Decimal)\((?:request|self\.args|form\.|valuelist|typed|text\b)|\.isdigit\(\)|\.isdecimal\(\)"
    )
    # A shape that was checked to its last sign before; parts of words for searching; headers.
    may = {
        "marketplace/kernel/text.py", "marketplace/kernel/analysis.py", "marketplace/web/signatures.py", "tenants/names.py",
        "tenants/watch.py", "marketplace/window/compare/rules.py", "marketplace/window/search/coverage.py",
        "marketplace/window/search/gateways/matching.py", "marketplace/money/cfdi/reading.py",
    }  # fmt: skip
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("marketplace", "tenants")
        for path in ROOT.glob(f"{folder}/**/*.py")
        if alone.search(path.read_text("utf-8"))
    }
    assert {one for one in found if not one.startswith("marketplace/kernel/reading/")} - may == set()
