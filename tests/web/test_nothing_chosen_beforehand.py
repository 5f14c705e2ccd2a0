"""What is decided is somebody's own decision: no list of choices begins with one of them chosen, where choosing matters."""

from __future__ import annotations

import re

from flask import Flask
from wtforms import RadioField, SelectField, SelectMultipleField

from marketplace.web.forms import Choose, Form
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.web.forms import form_classes

# A state that most goods are in, who pays the way back, what a form shows as it is now (when a shop is paid), the least that a
# role may do, a card that is charged at once, a rule of a tariff that is for the shops of all plans, a
# colonia, of which none is chosen until the postal code says them.
AS_IT_IS = {
    "condition", "return_paid_by", "role", "line", "carrier", "category", "person", "every", "weekday", "months",
    "shop_plan", "listed_settlement",
}  # fmt: skip


def lists_of(form: type[Form]) -> dict[str, type]:
    found = {name: getattr(getattr(form, name), "field_class", None) for name in dir(form)}
    return {
        name: kind
        for name, kind in found.items()
        if isinstance(kind, type) and issubclass(kind, SelectField) and not issubclass(kind, SelectMultipleField)
    }


def test_each_list_begins_with_nothing_or_says_why_it_may_not() -> None:
    begins = {
        (form.__name__, name)
        for form in form_classes()
        for name, kind in lists_of(form).items()
        if not issubclass(kind, (Choose, RadioField)) and name not in AS_IT_IS
    }
    # which begin with a dash: an approval has no reason, an invoice that is sent none, a purchase without one no tax data,
    # what has an article number says no reason for having none, and not all goods say where they were made
    dashes = {("ApplicationDecisionForm", "reason"), ("InvoiceDeclineForm", "reason")}
    dashes |= {("ProductForm", "no_gtin"), ("ProductForm", "origin_country"), ("VariantForm", "picture")}
    dashes |= {("PiecesForm", "reason"), ("RowForm", "reason")}  # pieces that did not change have no reason
    dashes |= {("MarketRuleForm", "section")}  # a row without a code is no rule
    # a file is a workbook unless asked otherwise, and can be asked for again
    dashes |= {("ExportForm", "kind")}
    # a category is to VAT what the one above is, stands in the first level, and of no attribute is more or less better
    dashes |= {("CategoryEditForm", "goods"), ("CategoryEditForm", "parent"), ("AttributeForm", "better")}
    assert begins == dashes | {("CheckoutForm", "regime"), ("CheckoutForm", "use")}
    assert sum(issubclass(kind, Choose) for form in form_classes() for kind in lists_of(form).values()) >= 10


def test_the_gravest_rule_is_not_chosen_by_who_forgets_to_choose(app: Flask, market: Cast) -> None:
    product = make.draft(market)
    make.approve(market, product)
    sergio = client_of(app, market.sergio)
    case = re.search(r"/operacion/publicaciones/[0-9a-f-]{36}", sergio.get("/operacion/decisiones").text)
    assert case is not None
    answer = sergio.post(f"{case[0]}/no-aprobar", data={"facts": "Algo", "how_to_fix": "Así"})
    assert answer.status_code == 422
    page = sergio.post("/operacion/cierres", data={"facts": "Vendió lo que no tenía."}).text
    assert page.count("Elige uno.") == 4  # shop and ground, above and at their boxes
    shown = re.findall(r"(?s)<select.*?</select>", page)
    assert shown
    assert all(re.search(r'<option selected value="">', one) for one in shown)
