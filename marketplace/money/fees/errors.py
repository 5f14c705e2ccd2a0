"""What fees may refuse."""

from marketplace.kernel.errors import Invalid


class PriceNeeded(Invalid):
    """There is nothing to simulate without a price."""

    code = "fees.price_needed"
    field = "price"
