"""What shipping may refuse."""

from marketplace.kernel.errors import Invalid


class ZoneNotCovered(Invalid):
    """A shop does not send to this place."""

    code = "shipping.not_covered"
