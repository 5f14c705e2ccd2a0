"""Tables of shipping: each shop's published terms, and the parcels it sends."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from tenants.ownership import PublicShelf


class ShippingTerms(PublicShelf):
    """How a shop ships: from where, how soon, at which price for each zone. One row a shop; `id` is the shop's own."""

    __tablename__ = "shipping_terms"

    postal_code: Mapped[str]
    state_code: Mapped[str]
    handling_days: Mapped[int]  # business days to pack
    cutoff_hour: Mapped[int]  # paid before this hour (Mexico City) counts today
    free_from_minor: Mapped[int | None]  # goods of this much ship free; None: never
    uncovered_states: Mapped[list[Any]]
    # zone -> {base_minor (first kg), per_kg_minor (each further), min_days, max_days}; a missing zone is not served. One with
    # a faster way has the same of it under `express`.
    rates: Mapped[dict[str, Any]]
    version: Mapped[int]
