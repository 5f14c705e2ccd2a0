"""Offers side by side, on what matters."""
