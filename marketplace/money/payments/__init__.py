"""Charges and refunds: the money of a purchase, taken and given back. Outside providers live behind gateways here."""
