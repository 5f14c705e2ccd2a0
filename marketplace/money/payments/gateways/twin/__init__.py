"""A twin of Stripe on this machine: it answers its client as Stripe would, takes no real money, and says so.

It stands behind `stripe.HTTPClient`, so that everything before it is what runs with real money. It keeps what it was told
in a file of its own, beside the market's database, and moves money only when somebody plays the payer, the bank or the
till of OXXO (`acts`). Production refuses it. It shows the shape of Stripe, and what we know of how it behaves; no more.
"""

from marketplace.money.payments.gateways.twin.http import Mishap, StripeTwin
from marketplace.money.payments.gateways.twin.store import TwinStore

__all__ = ["Mishap", "StripeTwin", "TwinStore"]
