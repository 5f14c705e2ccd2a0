"""Pure decisions about the addresses that a person keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from marketplace.kernel.reading import key_of_name

MOST_ADDRESSES = 10
LONGEST_LABEL = 40

# What tells one door from another; the rest says how to find it.
_DOOR = ("postal_code", "settlement", "street", "exterior", "interior")


def is_same_door(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two addresses are of one door, however they are written."""
    return all(key_of_name(one.get(part) or "") == key_of_name(other.get(part) or "") for part in _DOOR)


def free_number(taken: Collection[int]) -> int | None:
    """Give the lowest number that no address of a person has; None when they have as many as one may."""
    return next((number for number in range(1, MOST_ADDRESSES + 1) if number not in taken), None)
