"""Tianguis, the product: a marketplace where each stall belongs to whoever runs it."""
