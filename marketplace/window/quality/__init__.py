"""What a listing says and lacks, how often it is seen, opened and bought, and what those that say more have of it."""

from marketplace.window.quality.facts import stated
from marketplace.window.quality.jobs import measure_facts
from marketplace.window.quality.queries import lacks_of
from marketplace.window.quality.rules import ListingFact
from marketplace.window.quality.traffic import WRITE_SECONDS, Traffic, write_traffic_down

__all__ = [
    "WRITE_SECONDS",
    "ListingFact",
    "Traffic",
    "lacks_of",
    "measure_facts",
    "stated",
    "write_traffic_down",
]
