"""What something costs its buyer, and all that goes with the price."""
