"""Whether something may be sold here, asked before it is written: what is known of it, and no decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, Attribute, Category, asks_norm, is_leaf, leaves
from marketplace.kernel.analysis import terms
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.work import Work
from marketplace.money.fees import FeeKind, Rule, schedule_in_force
from marketplace.money.taxes import Law, Listed, NoRateInForce, Rate, law_in_force, listed
from marketplace.people.market_rules import RuleSection, RuleText, rules_of, version_in_force
from marketplace.people.sellers import ShopPlan
from marketplace.platform.moderation.checks import Flag, check_words
from marketplace.platform.moderation.rules import DECIDE_DAYS

EXAMPLE_MINOR = 50_000  # a piece of so much, by which the commission is said
_MOST_SUGGESTED = 5


@dataclass(frozen=True)
class CategoryAsks:
    """What a category asks of goods, and what is taken of their price.

    `rate` is None where no legal rate is published for today: nothing of the kind can be sold then.
    """

    category: Category
    required: Sequence[Attribute]
    asked: Sequence[Attribute]
    norm: bool  # whether it is sold with an official standard's certificate
    goods: Listed
    rate: Rate | None
    commission: Rule


@dataclass(frozen=True)
class SellingKnown:
    """What is known of something that somebody would sell. `flags` are words that were found in what they wrote of it."""

    flags: Sequence[Flag]
    rules: Sequence[RuleText]  # of listings, in force; those that a flag names first
    version: int
    of_category: CategoryAsks | None
    suggested: Sequence[Category]  # by the words, where no category was chosen
    answer_by: datetime  # of who reviews it, were it submitted now


def known_of_selling(work: Work, text: str, category: str, plan: ShopPlan = ShopPlan.BASE) -> SellingKnown:
    """Say what is known of goods by words and by their category, which may be empty. Nothing of it is kept."""
    flags, version = check_words(text) if text else [], version_in_force(work)
    named = {flag.rule for flag in flags}
    rules = [rule for rule in rules_of(work, version) if rule.section == RuleSection.LISTING]
    return SellingKnown(
        flags,
        sorted(rules, key=lambda rule: rule.code not in named),
        version,
        _asks_of(work, CATEGORIES[category], plan) if is_leaf(category) else None,
        [] if is_leaf(category) or not text else suggest_categories(text),
        closing_after(work.now, DECIDE_DAYS),
    )


def suggest_categories(text: str) -> list[Category]:
    """Suggest the categories whose names share most words with a text, in either language; none where none does."""
    said = set(terms(text))
    shared = {one: len(said & {*terms(one.es), *terms(one.en)}) for one in leaves()}
    return sorted((one for one in shared if shared[one]), key=lambda one: -shared[one])[:_MOST_SUGGESTED]


def _asks_of(work: Work, category: Category, plan: ShopPlan) -> CategoryAsks:
    asked = [ATTRIBUTES[code] for code in category.attributes if not ATTRIBUTES[code].retired]
    goods = listed(category.code)
    return CategoryAsks(
        category,
        [one for one in asked if one.code in category.required],
        [one for one in asked if one.code not in category.required],
        asks_norm(category.path) is not None,
        goods,
        _rate_of(law_in_force(work), goods),
        schedule_in_force(work).rule(
            FeeKind.COMMISSION, category=category.code, price_minor=EXAMPLE_MINOR, shop_plan=plan
        ),
    )


def _rate_of(law: Law, goods: Listed) -> Rate | None:
    try:
        return law.iva(goods.goods)
    except NoRateInForce:
        return None
