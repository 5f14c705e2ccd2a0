"""Brands as the market knows them: looked for, and merged where two are one."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.validators import Length

from marketplace.goods.catalog import count_products, find_brands, merge_brands
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import STAFF
from marketplace.web.forms import Carried, Form, Needed, Tidy
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = STAFF.room("moderation", "brands")
_ON_PAGE = 50


class MergeForm(Form):
    """Two brands that are one. What was counted is shown before anything is done."""

    name = Tidy(_l("La marca que sobra"), [Needed(), Length(max=60)])
    into = Tidy(_l("La que queda"), [Needed(), Length(max=60)])
    sure = Carried(most=130)  # the two that were shown before


@room.get("/marcas")
@requires(StaffMay.MODERATE)
def index(work: Work) -> str:
    """The brands that are known, with their writings."""
    return _page(work, MergeForm(formdata=None))


@room.post("/marcas")
@requires(merge_brands)
def merge(work: Work) -> object:
    """Show how many products would follow; sent again, merge."""
    form = MergeForm()
    if not form.validate():
        return _page(work, form), 422
    meant = f"{form.name.data} → {form.into.data}"
    if form.sure.data != meant:
        form.sure.data = meant
        many = count_products(work, [form.name.data]).get(form.name.data, 0)
        return _page(work, form, asked=_say_how_many(many, form.name.data, form.into.data))
    if form.carry_out(work, lambda: merge_brands(work, form.name.data, into=form.into.data)):
        flash(_("Ya son una. Sus productos la llevan en unos minutos."), "success")
        return redirect(url_for(".index"))
    return _page(work, form), 422


def _say_how_many(many: int, name: str, into: str) -> str:
    return ngettext(
        "%(num)s producto de “%(name)s” pasa a “%(into)s”. Si así es, júntalas otra vez.",
        "%(num)s productos de “%(name)s” pasan a “%(into)s”. Si así es, júntalas otra vez.",
        many,
        name=name,
        into=into,
    )


def _page(work: Work, form: MergeForm, asked: str = "") -> str:
    number, text = page_number(), text_in(request.args, "q", most=60)
    rows, total = find_brands(work, text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/moderation/staff/brands.html",
        form=form,
        asked=asked,
        rows=rows,
        text=text,
        page_of=Page(number, _ON_PAGE, total),
    )
