"""The ways machines come in: a shop's API keys."""
