"""What the catalogue does by the clock."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, SQLColumnExpression, cast, func, or_, select

from marketplace.goods.catalog import shelf
from marketplace.goods.catalog.models import Product
from marketplace.kernel.reading import Unreadable, read_gtin
from marketplace.kernel.reading.article_numbers import OWN
from marketplace.kernel.work import Work

_AT_ONCE = 300  # products; what is left is taken the next time


def tidy_article_numbers(work: Work) -> None:
    """Bring article numbers that were kept as they were typed into their one form; what is none is cleared. By the clock.

    Staff approved those products with them, so that nothing waits for review anew. What was cleared stands in the shop's
    activity, as it was written. Done when none is left; the release before may write some more meanwhile.
    """
    found = work.session.lock(
        select(Product)
        .where(Product.gtin.is_not(None), _is_out_of_form(Product.gtin))
        .order_by(Product.tenant_id, Product.id)
        .limit(_AT_ONCE)
    )
    for product in found:
        was, product.gtin = product.gtin, _read(product.gtin or "")
        shelf.show_article_number(work, product)
        if product.gtin is None:
            work.audit(
                "catalog.gtin_cleared",
                f"product:{product.id}",
                tenant_id=product.tenant_id,
                title=product.title,
                was=was,
            )


def _read(written: str) -> str | None:
    try:
        return read_gtin(written)
    except Unreadable:
        return None


def _is_out_of_form(gtin: SQLColumnExpression[str | None]) -> ColumnElement[bool]:
    """Whether a number is not fourteen digits of an article that end as they must (weights 3 and 1, modulo 10)."""
    digits = func.lpad(func.regexp_replace(gtin, "[^0-9]", "", "g"), 14, "0")
    weighed = sum(
        (cast(func.substr(digits, place, 1), Integer) * (3 if place % 2 else 1) for place in range(2, 15)),
        start=cast(func.substr(digits, 1, 1), Integer) * 3,
    )
    return or_(gtin.op("!~")("^[0-9]{14}$"), gtin.op("~")(f"^(?:{OWN})"), weighed % 10 != 0)
