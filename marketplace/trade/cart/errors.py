"""What the cart may refuse."""

from marketplace.kernel.errors import Invalid


class EmptyCart(Invalid):
    code = "cart.empty_cart"


class BadQuantity(Invalid):
    code = "cart.bad_quantity"
    field = "quantity"


class CartFull(Invalid):
    code = "cart.cart_full"
