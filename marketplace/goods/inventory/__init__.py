"""Stock: how much there is, why, and what is held for somebody who is paying."""
