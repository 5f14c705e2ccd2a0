"""Pages of the shop window, from both sides."""
