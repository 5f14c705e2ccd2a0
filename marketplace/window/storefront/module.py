"""What the house knows of storefront."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.window.storefront.web import (
    api,
    articles,
    beside,
    buyer,
    crawlers,
    months,
    prices,
    promotions,
    review,
    seller,
    selling,
    simulations,
    terms,
    words,
)
from marketplace.window.storefront.web.todos import STEPS, TODOS

MODULE = Module(
    name="storefront",
    rooms=(
        buyer.room,
        selling.room,
        crawlers.room,
        seller.room,
        months.room,
        prices.room,
        promotions.room,
        articles.room,
        review.room,
        beside.room,
        terms.room,
    ),
    api=(api.room, simulations.room),
    words=words.WORDS,
    shown=("storefront_selling_buyer.sell_here", "storefront_buyer.how", "storefront_buyer.legal"),
    labels={"product_state": seller.state_label},
    nav=(
        NavLink(35, _l("Precios y ganancia"), "storefront_prices_seller.index", May.EDIT_PRODUCTS),
        NavLink(34, _l("Promociones"), "storefront_promotions_seller.index", May.EDIT_PRODUCTS),
        NavLink(36, _l("Meses sin intereses"), "storefront_months_seller.index", May.EDIT_SHOP),
    ),
    todos=TODOS,
    steps=STEPS,
)
