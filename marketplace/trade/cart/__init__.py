"""What somebody wants to buy, and what it costs right now, shop by shop."""
