"""What taxes may refuse."""

from marketplace.kernel.errors import Conflict


class NoRateInForce(Conflict):
    """No legal rate is published for this moment: nothing is sold at a guess. `details["kind"]` names what is missing."""

    code = "taxes.no_rate_in_force"
