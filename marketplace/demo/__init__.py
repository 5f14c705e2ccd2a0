"""The demo market: shops with character, goods, people and orders in every state. The same each time; no real person."""
