"""What the page of a product says that a sale leaves."""

from __future__ import annotations

from marketplace.goods.catalog import costs_of
from marketplace.kernel.work import Work
from marketplace.money.fees import receipt
from marketplace.money.taxes import NoRateInForce
from marketplace.people.sellers import own_shop
from marketplace.web.words import say
from marketplace.window.storefront.simulating import LeftByPlan, left_by_plans, simulate_sale
from marketplace.window.storefront.web.forms import ProductForm


def first_receipt(work: Work, form: ProductForm) -> receipt.Receipt | str | None:
    """What the first variant with a price leaves, with what it earns where the shop said what it costs."""
    first = next((entry.form for entry in form.variants if entry.form["price"].data), None)
    if first is None:
        return None
    cost = costs_of(work, [first.variant_id]).get(first.variant_id) if first.variant_id else None
    return receipt_of(work, form.category.data, first["price"].data, cost)


def receipt_of(work: Work, category: str, price_minor: int, cost_minor: int | None = None) -> receipt.Receipt | str:
    """What one piece at this price leaves. On a day without legal rates it is the sentence that says so."""
    try:
        return simulate_sale(work, category, price_minor, cost_minor=cost_minor)
    except NoRateInForce as refusal:
        return say(refusal)


def first_plans(work: Work, form: ProductForm) -> list[LeftByPlan]:
    """What the first variant with a price leaves in months."""
    first = next((entry.form for entry in form.variants if entry.form["price"].data), None)
    return [] if first is None else plans_of(work, form.category.data, first["price"].data)


def plans_of(work: Work, category: str, price_minor: int) -> list[LeftByPlan]:
    """What one piece at this price leaves in each plan of months, where the shop offers any; else nothing."""
    offered_from = own_shop(work).instalments_from_minor
    if offered_from is None or price_minor < offered_from:
        return []
    try:
        return left_by_plans(work, category, price_minor)
    except NoRateInForce:
        return []
