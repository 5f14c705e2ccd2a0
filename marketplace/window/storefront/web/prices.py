"""Precios y ganancia: what each piece leaves and earns, what it costs (for the shop's eyes alone), and lists to simulate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField
from wtforms.validators import NumberRange, Optional

from marketplace.goods.catalog import set_costs
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.taxes import NoRateInForce
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, MoneyField, Needed
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say
from marketplace.window.storefront import price_lists, queries
from marketplace.window.storefront.errors import BadPriceList
from marketplace.window.storefront.queries import OwnVariant
from marketplace.window.storefront.simulating import PriceAsked, PriceSimulated, simulate_prices
from marketplace.window.storefront.web.words import cell_problem_said

room = SELLER.room("storefront", "prices")
_ON_PAGE = 30
_MOST_MINOR = 500_000_000
_PROBLEMS_SHOWN = 50


class CostsForm(Form):
    """What each variant of a page costs the shop. The boxes are added by `_costs_form`."""

    def costs(self) -> dict[UUID, int | None]:
        """What was said, by variant."""
        return {
            UUID(name.removeprefix("cost_")): box.data for name, box in self._fields.items() if name.startswith("cost_")
        }


class PriceListForm(Form):
    """A list of prices."""

    file = FileField(
        _l("Tu lista (CSV)"),
        [Needed()],
        description=_l(
            "Con las columnas clave, categoria, precio, costo y meses (3, 6, 9, 12, 18, 24 o nada); hasta 5,000 "
            "renglones. No la guardamos."
        ),
        render_kw={"accept": ".csv,text/csv"},
    )


def _costs_form(rows: list[OwnVariant], **kwargs: Any) -> CostsForm:
    fields: dict[str, Field] = {
        f"cost_{row.id}": MoneyField(
            _("Lo que te cuesta %(what)s", what=row.said),
            [Optional(), NumberRange(0, _MOST_MINOR, message=_("Escribe un costo de cero en adelante."))],
        )
        for row in rows
    }
    form: CostsForm = type("PageCostsForm", (CostsForm,), fields)(
        data={f"cost_{row.id}": row.cost_minor for row in rows}, **kwargs
    )
    return form


@room.get("/precios")
@requires(May.EDIT_PRODUCTS)
def index(work: Work) -> object:
    """What each variant leaves, by the shop's own terms."""
    return _index(work)


def _index(
    work: Work, costs: CostsForm | None = None, listed: PriceListForm | None = None, status: int = 200
) -> object:
    number = page_number()
    rows, total = queries.own_variants(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    simulated, refused = _simulate(work, rows)
    return page(
        "window/storefront/seller/prices.html",
        rows=rows,
        simulated=simulated,
        refused=refused,
        costs=costs or _costs_form(rows, formdata=None),
        listed=listed or PriceListForm(formdata=None),
        page_of=Page(number, _ON_PAGE, total),
    ), status


def _simulate(work: Work, rows: list[OwnVariant]) -> tuple[list[PriceSimulated | None], str]:
    asked = [PriceAsked(row.category, row.price_minor, row.cost_minor) for row in rows]
    try:
        return [*simulate_prices(work, asked)], ""
    except NoRateInForce as refusal:
        return [None for _row in rows], say(refusal)


@room.post("/precios/costos")
@requires(set_costs)
def save_costs(work: Work) -> object:
    """Note what the variants of a page cost."""
    number = page_number()
    rows, _total = queries.own_variants(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    shown = [row for row in rows if f"cost_{row.id}" in request.form]
    form = _costs_form(shown)
    if not form.validate_on_submit():
        whole = _costs_form(rows)
        whole.validate()  # which says at each box what is wrong with it
        return _index(work, whole, status=422)
    set_costs(work, form.costs())
    flash(_("Guardado. Solo lo ve tu tienda."), "success")
    return redirect(url_for(".index", pagina=number if number > 1 else None))


@room.post("/precios/simular")
@requires(simulate_prices)
def simulate_list(work: Work) -> object:
    """Answer a list of prices with what each leaves, as a file; or with what is wrong with it, cell by cell."""
    form = PriceListForm()
    content = _received()
    try:
        listed = price_lists.read_price_list(content)
        answers = price_lists.write_answers(listed, simulate_prices(work, [one.asked for one in listed]))
    except BadPriceList as refusal:
        form.file.errors = _said(refusal)
        return _index(work, listed=form, status=422)
    except Refusal as refusal:
        form.show(refusal)
        return _index(work, listed=form, status=422)
    answer = Response(answers, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.seat.slug}-precios.csv"'
    return answer


def _received() -> bytes:
    """Read the file that came, no further than a list may be long; nothing where none came."""
    file = request.files.get("file")
    if file is None:
        return b""
    try:
        return file.read(price_lists.MOST_BYTES + 1)
    finally:
        file.close()


def _said(refusal: BadPriceList) -> list[str]:
    problems = refusal.details.get("problems")
    if not isinstance(problems, list):
        return [
            {
                "none": _("Falta este dato."),
                "file": _("Ese archivo no es una lista que podamos leer. Guárdala como CSV."),
                "heads": _("Faltan las columnas categoria y precio en el primer renglón."),
                "rows": _("La lista debe tener de 1 a 5,000 renglones."),
            }[str(refusal.details["problem"])]
        ]
    said = [cell_problem_said(one) for one in problems[:_PROBLEMS_SHOWN]]
    if len(problems) > _PROBLEMS_SHOWN:
        said.append(_("Y %(n)s más.", n=len(problems) - _PROBLEMS_SHOWN))
    return said
