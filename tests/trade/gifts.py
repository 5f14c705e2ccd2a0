"""What tests of gifts and of the faster way need: a shop that offers them."""

from __future__ import annotations

from marketplace.people.sellers import offer_gifts, own_shop
from marketplace.trade.shipping import Terms, publish_terms
from marketplace.trade.shipping.queries import own_terms
from tests.cast import Cast

EXPRESS = {"base_minor": 19_000, "per_kg_minor": 4_000, "min_days": 1, "max_days": 1}


def offers_gifts(market: Cast, *, wrap_minor: int | None = 4_500, messages: bool = True) -> None:
    """Hilos Alpaca wraps, and puts messages into its parcels."""
    with market.as_alicia() as work:
        offer_gifts(work, wrap_minor=wrap_minor, messages=messages, seen_version=own_shop(work).version)


def sends_faster(market: Cast, *, free_from_minor: int | None = None, express: bool = True) -> None:
    """Hilos Alpaca has a faster way to other states, and nowhere else; or, without `express`, none any more."""
    with market.as_alicia() as work:
        found = own_terms(work)
        assert found is not None
        national = {name: value for name, value in found.rates["national"].items() if name != "express"}
        rates = {**found.rates, "national": national | ({"express": EXPRESS} if express else {})}
        terms = Terms(
            found.postal_code, found.state_code, found.handling_days, found.cutoff_hour, free_from_minor,
            found.uncovered_states, rates,
        )  # fmt: skip
        publish_terms(work, market.alpaca.id, terms)
