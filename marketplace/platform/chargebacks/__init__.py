"""Chargebacks as staff see them: what speaks for the shop, sent to the bank in time, and who bears what is lost."""
