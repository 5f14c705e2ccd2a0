"""What is kept of people and why; their copy of it, its erasing, their requests, and what they agreed to.

It reads every module's tables by the map in `datamap`. Erasing is the one place that writes the rows of others: see
docs/decisions/0017.
"""

from marketplace.platform.privacy import consents, erasure, exports, requests
from marketplace.platform.privacy.jobs import reapply
from marketplace.platform.privacy.rules import ConsentPurpose, Right

__all__ = [
    "ConsentPurpose",
    "Right",
    "consents",
    "erasure",
    "exports",
    "reapply",
    "requests",
]
