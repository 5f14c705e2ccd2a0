"""What versions and their rules say, in the reader's language."""

from __future__ import annotations

from flask_babel import get_locale

from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.rules import RuleText


def _in_english() -> bool:
    return str(get_locale()).startswith("en")


def title_of(rule: RuleText) -> str:
    """What a rule is called."""
    return rule.title_en if _in_english() else rule.title


def body_of(rule: RuleText) -> str:
    """What a rule says."""
    return rule.body_en if _in_english() else rule.body


def summary_of(version: RulesVersion) -> str:
    """Say in a sentence what a version changes."""
    return version.summary_en if _in_english() else version.summary
