"""What staff put right by hand in a shop's money, two people at a time, and what the shop says against it."""

from marketplace.platform.adjustments.queries import find_appeal, get_adjustment

__all__ = ["find_appeal", "get_adjustment"]
