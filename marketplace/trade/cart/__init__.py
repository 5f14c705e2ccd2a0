"""What somebody wants to buy, and what it costs right now, shop by shop."""

from marketplace.trade.cart.choosing import AskedChoices, read_choices
from marketplace.trade.cart.errors import EmptyCart
from marketplace.trade.cart.prices import PricedCart, PricedLine, ShopPart, find_plan_of_cart, price_cart
from marketplace.trade.cart.rules import LONGEST_MESSAGE, CartLine, Change, ShopChoice
from marketplace.trade.cart.service import (
    choose_for_shops,
    count_pieces,
    forget_choices,
    read_cart,
    take_out_of_cart,
)

__all__ = [
    "LONGEST_MESSAGE",
    "AskedChoices",
    "CartLine",
    "Change",
    "EmptyCart",
    "PricedCart",
    "PricedLine",
    "ShopChoice",
    "ShopPart",
    "choose_for_shops",
    "count_pieces",
    "find_plan_of_cart",
    "forget_choices",
    "price_cart",
    "read_cart",
    "read_choices",
    "take_out_of_cart",
]
