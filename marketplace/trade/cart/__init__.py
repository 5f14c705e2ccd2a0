"""What somebody wants to buy, and what it costs right now, shop by shop."""

from marketplace.trade.cart.errors import EmptyCart
from marketplace.trade.cart.prices import PricedCart, PricedLine, ShopPart, find_plan_of_cart, price_cart
from marketplace.trade.cart.rules import CartLine, Change
from marketplace.trade.cart.service import cart_lines, count_pieces, take_out_of_cart

__all__ = [
    "CartLine",
    "Change",
    "EmptyCart",
    "PricedCart",
    "PricedLine",
    "ShopPart",
    "cart_lines",
    "count_pieces",
    "find_plan_of_cart",
    "price_cart",
    "take_out_of_cart",
]
