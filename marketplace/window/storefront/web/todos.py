"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.goods.catalog import to_mend
from marketplace.goods.catalog.models import Product
from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_mend(work: Work) -> Any:
    return count_own(work, Product, to_mend())


def _say_to_mend(count: int) -> str:
    return ngettext("producto por corregir", "productos por corregir", count)


TODOS = (Todo(80, _to_mend, _say_to_mend, "worktable_seller.index", May.EDIT_PRODUCTS, {"estado": "declined"}),)
