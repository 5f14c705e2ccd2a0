"""Shops as they show themselves: page, terms, people. Opening one is a verb here."""
