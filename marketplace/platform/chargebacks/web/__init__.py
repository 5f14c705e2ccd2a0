"""Pages of chargebacks."""
