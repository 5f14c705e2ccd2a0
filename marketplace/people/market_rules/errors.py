"""What may be refused about the rules of the market."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchRulesVersion(NotFound):
    code = "market_rules.no_such_version"


class NoSuchRulesDraft(NotFound):
    code = "market_rules.no_such_draft"


class RulesDraftChanged(Conflict):
    """Somebody else saved it meanwhile, or it is announced or thrown away."""

    code = "market_rules.draft_changed"


class OwnRulesDraft(NotAllowed):
    """Two people: who wrote any part of a draft does not announce it."""

    code = "market_rules.own_draft"


class RulesNotWhole(Invalid):
    """Some rule lacks a language or its source, or two have one code. `faults` are `rules.RuleFault`s."""

    code = "market_rules.not_whole"
    field = "rules"


class RulesUnchanged(Invalid):
    code = "market_rules.unchanged"
    field = "rules"


class RulesSummaryMissing(Invalid):
    code = "market_rules.summary_missing"
    field = "summary"


class RulesDayMissing(Invalid):
    code = "market_rules.day_missing"
    field = "starts_on"


class RulesTooSoon(Invalid):
    """It begins before its notice is over. `days` are needed, `earliest` is the first day."""

    code = "market_rules.too_soon"
    field = "starts_on"


class AnotherRulesAnnounced(Conflict):
    """Another version is announced and has not begun. `version` is it."""

    code = "market_rules.another_announced"


class RulesReasonMissing(Invalid):
    """Why a version is taken back is written in `least` letters or more: everybody reads it."""

    code = "market_rules.reason_missing"
    field = "reason"


class RulesBegun(Conflict):
    """They are in force: what was announced holds."""

    code = "market_rules.begun"


class NoRulesAnnounced(Conflict):
    """No version is announced by that number: it began, or was taken back."""

    code = "market_rules.nothing_announced"
