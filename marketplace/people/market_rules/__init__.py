"""The rules of the market: versions that are announced ahead, what changes between them, and who accepted which."""

from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.queries import version_in_force
from marketplace.people.market_rules.rules import RuleText
from marketplace.people.market_rules.service import (
    accept_rules,
    announce_rules,
    note_acceptance,
    open_draft,
    save_draft,
)

__all__ = [
    "RuleText",
    "RulesVersion",
    "accept_rules",
    "announce_rules",
    "note_acceptance",
    "open_draft",
    "save_draft",
    "version_in_force",
]
