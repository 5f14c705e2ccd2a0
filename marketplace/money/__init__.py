"""What it costs: taxes, the market's fees, payments."""
