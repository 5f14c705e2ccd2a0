"""Pages of the tariff."""
