"""The rules of the market: versions that are announced ahead, what changes between them, and who accepted which."""

from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.queries import (
    newest_rules,
    rules_in_force,
    rules_named,
    rules_of,
    version_in_force,
    version_with,
)
from marketplace.people.market_rules.rules import RuleSection, RuleText
from marketplace.people.market_rules.saying import title_of
from marketplace.people.market_rules.service import (
    accept_rules,
    announce_rules,
    note_acceptance,
    open_draft,
    save_draft,
)

__all__ = [
    "RuleSection",
    "RuleText",
    "RulesVersion",
    "accept_rules",
    "announce_rules",
    "newest_rules",
    "note_acceptance",
    "open_draft",
    "rules_in_force",
    "rules_named",
    "rules_of",
    "save_draft",
    "title_of",
    "version_in_force",
    "version_with",
]
