"""The sentences of the product desk's refusals."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.web.words import WORDS as SAID
from marketplace.window.storefront.price_lists import CellProblem

WORDS = {
    "storefront.leaves_less": _l(
        "A ese precio te llegan %(net_minor)s centavos por pieza. Si así lo quieres, confírmalo."
    ),
    "storefront.below_cost": _l(
        "A ese precio te quedan %(net_minor)s centavos por pieza, menos de los %(cost_minor)s que te cuesta. Si así lo "
        "quieres, confírmalo."
    ),
    "storefront.bad_price_list": _l("No pudimos leer esa lista. Revisa los renglones marcados."),
}


def cell_problem_said(problem: CellProblem) -> str:
    """Say what is wrong with a cell of a list of prices."""
    why = {
        "missing": _("falta"),
        "months": _("debe ser 3, 6, 9, 12, 18 o 24, o quedar vacío"),
        "unknown": _("no es un código de categoría de Tianguis"),
    }.get(problem.why) or str(SAID.get(problem.why, SAID["invalid"]))
    return _("Renglón %(row)s, %(column)s: %(why)s", row=problem.row, column=problem.column, why=why)
