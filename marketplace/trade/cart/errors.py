"""What the cart may refuse."""

from marketplace.kernel.errors import Invalid


class EmptyCart(Invalid):
    code = "cart.empty_cart"


class BadQuantity(Invalid):
    code = "cart.bad_quantity"
    field = "quantity"


class NoSuchSpeed(Invalid):
    """A way of delivery that the shop does not have to where it goes, or that there is none of."""

    code = "cart.no_such_speed"


class CartFull(Invalid):
    code = "cart.cart_full"
