"""Rules of the demo market: a second version since some weeks, a third that Sonia drafted and Sergio announced, which two shops
accepted, and a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from marketplace.demo.story import Story, at
from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.market_rules import RuleText, accept_rules, announce_rules, open_draft, save_draft
from tenants.scope import PlatformScope

_SECOND_SINCE = timedelta(days=45)
_NOTICE = timedelta(days=16)
_ANNOUNCED_AHEAD = timedelta(days=20)
_ACCEPT = ("cocina-clara", "cafe-montana")
_PEOPLE = RuleText(
    "pictures_of_people", "listing", "Fotos de personas con su permiso", "Pictures of people with their permission",
    "Quien sale en una foto dijo que sí; de menores lo dice quien los cuida.",
    "Whoever is in a picture said yes; for minors, those who care for them.", "LFPDPPP art. 7; LFDA art. 87",
)  # fmt: skip


def enter_second(connection: Connection, now: datetime) -> None:
    """Enter the second version, in force since some weeks; `connection` is the owner's of the tables."""
    begins = morning_of(mexican_day(now) - _SECOND_SINCE)
    connection.execute(_INSERT_SECOND, {"announced": begins - _NOTICE, "begins": begins})
    connection.execute(_INSERT_RULES)


def tell(story: Story) -> None:
    """What comes: a rule about pictures of people, and plainer words about what misleads."""
    sonia = Actor("Sonia Ríos", story.people["sonia"], "moderator", frozenset(STAFF_GRANTED["moderator"]))
    with at(story.ago(4)), unit_of_work(PlatformScope("staff"), sonia) as work:
        draft = open_draft(work)
        save_draft(
            work,
            draft.id,
            rules=[*(_plainer(RuleText(**row)) for row in draft.rules), _PEOPLE],
            summary="Las fotos de personas llevan su permiso, y se dice mejor qué engaña.",
            summary_en="Pictures of people need their permission, and what misleads is said better.",
            starts_on=mexican_day(work.now) + _ANNOUNCED_AHEAD,
            seen_revision=draft.revision,
        )
        draft_id, revision = draft.id, draft.revision
    scope, sergio = story.staff()
    with at(story.ago(3)), unit_of_work(scope, sergio) as work:
        version = announce_rules(work, draft_id, seen_revision=revision)
    story.settle(3)

    def accept(work: Work) -> None:
        accept_rules(work, version)

    for slug in _ACCEPT:
        if slug in story.shops:
            story.as_shop(slug, 2, accept)
    with at(story.ago(1)), unit_of_work(PlatformScope("staff"), sonia) as work:
        open_draft(work)


def _plainer(rule: RuleText) -> RuleText:
    if rule.code != "misleading":
        return rule
    return replace(
        rule,
        body="Lo que dices del producto es cierto y lo puedes comprobar: materiales, medidas, origen, efectos, precio y fotos.",
        body_en="What you say of a product is true and you can prove it: materials, measures, origin, effects, price, pictures.",
    )


_INSERT_SECOND = text(
    "INSERT INTO rules_version (version, announced_at, in_force_from, rule_count, summary, summary_en) "
    "SELECT 2, :announced, :begins, rule_count, 'Dice qué piezas antiguas y qué animales no se venden.', "
    "'It says which antique pieces and animals are not sold.' FROM rules_version WHERE version = 1"
)
_INSERT_RULES = text(
    "INSERT INTO market_rule (version, code, position, section, title, title_en, body, body_en, source) "
    "SELECT 2, code, position, section, title, title_en, "
    "body || CASE code WHEN 'prohibited' THEN ' Tampoco marfil, carey ni piezas prehispánicas originales.' ELSE '' END, "
    "body_en || CASE code WHEN 'prohibited' THEN ' Nor ivory, tortoiseshell or original pre-Hispanic pieces.' ELSE '' END, "
    "source FROM market_rule WHERE version = 1"
)
