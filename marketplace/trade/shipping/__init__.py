"""How shops ship: zones, prices, the delivery promise, and the parcels."""
