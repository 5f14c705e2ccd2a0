"""What is kept of people and why; their copy of it, its erasing, their requests, and what they agreed to.

It reads every module's tables by the map in `datamap`. Erasing is the one place that writes the rows of others: see
docs/decisions/0017.
"""

from marketplace.platform.privacy import consents, erasure, exports, requests
from marketplace.platform.privacy.jobs import reapply
from marketplace.platform.privacy.requests import count_waiting
from marketplace.platform.privacy.rules import Purpose, Right

__all__ = [
    "Purpose",
    "Right",
    "consents",
    "count_waiting",
    "erasure",
    "exports",
    "reapply",
    "requests",
]
