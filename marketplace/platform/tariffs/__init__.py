"""Tariffs to come: what each would have cost the shops, and what a shop says to it. The tariff itself is in `money/fees`."""
