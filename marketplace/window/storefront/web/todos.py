"""What waits for a shop, as its first page says it, and the first steps of what it sells."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.goods.catalog import ProductState, to_mend
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.module import FirstStep, Todo, any_own, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_mend(work: Work) -> Any:
    return count_own(work, Product, to_mend())


def _say_to_mend(count: int) -> str:
    return ngettext("producto por corregir", "productos por corregir", count)


TODOS = (Todo(80, _to_mend, _say_to_mend, "worktable_seller.index", May.EDIT_PRODUCTS, {"estado": "declined"}),)
STEPS = (
    FirstStep(
        50, _l("Tu primer producto, escrito"), _l("Empieza con el nombre; lo demás se guarda mientras escribes."),
        lambda work: any_own(work, Product), "storefront_seller.new", May.EDIT_PRODUCTS,
    ),
    FirstStep(
        60, _l("Tu primer producto, enviado a revisión"), _l("Desde su página. Te decimos qué le falta."),
        lambda work: any_own(work, Product, Product.state != ProductState.DRAFT), "worktable_seller.index",
        May.EDIT_PRODUCTS,
    ),
    FirstStep(
        65, _l("A la venta"), _l("Empieza cuando lo aprobamos."), lambda work: any_own(work, Listing),
        "worktable_seller.index", May.EDIT_PRODUCTS,
    ),
)  # fmt: skip
