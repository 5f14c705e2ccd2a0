"""A tariff that is announced in the demo market: Fidel drafted it, Sergio published it, Cocina Clara accepted it; and a draft."""

from __future__ import annotations

from datetime import timedelta

from marketplace.demo.story import Story, at
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.fees import drafting, first_open_day, known_until, quiet_seasons
from marketplace.platform.tariffs import accept_tariff
from tenants.scope import PlatformScope

_ANNOUNCED_AHEAD = timedelta(days=36)
_LEAST_MINOR = 1_000


def tell(story: Story) -> None:
    """What changes: one in a hundred less for food, at least ten pesos of commission for what has no rule of its own."""
    fidel = Actor("Fidel Ochoa", story.people["fidel"], "finance", frozenset(STAFF_GRANTED["finance"]))
    with at(story.ago(4)), unit_of_work(PlatformScope("staff"), fidel) as work:
        known = quiet_seasons(work)
        starts_on = first_open_day(known, mexican_day(work.now) + _ANNOUNCED_AHEAD)
        if starts_on > known_until(known):
            return
        draft = drafting.open_draft(work)
        drafting.save_draft(
            work,
            draft.id,
            rules=[_changed(rule) for rule in draft.rules],
            summary="Baja un punto la comisión de alimentos. La general cobra al menos $10 por pieza.",
            summary_en="Food pays one point less commission. The general one takes at least $10 for each piece.",
            starts_on=starts_on,
            seen_revision=draft.revision,
        )
        draft_id, revision = draft.id, draft.revision
    story.settle(4)
    scope, sergio = story.staff()
    with at(story.ago(3)), unit_of_work(scope, sergio) as work:
        version = drafting.publish_draft(work, draft_id, seen_revision=revision)
    story.settle(3)
    _accept(story, "cocina-clara", version)
    with at(story.ago(1)), unit_of_work(PlatformScope("staff"), fidel) as work:
        idea = drafting.open_draft(work)
        drafting.save_draft(
            work,
            idea.id,
            rules=[_changed(rule) for rule in idea.rules],
            summary="Idea: lo mismo para otoño.",
            summary_en="An idea: the same for autumn.",
            starts_on=None,
            seen_revision=idea.revision,
        )
    story.settle(1)


def _changed(rule: dict[str, object]) -> dict[str, object]:
    if rule["kind"] == "commission" and rule["category"] == "alimentos":
        return {**rule, "rate_bp": 600}
    if rule["kind"] == "commission" and rule["category"] is None:
        return {**rule, "floor_minor": _LEAST_MINOR}
    return rule


def _accept(story: Story, slug: str, version: int) -> None:
    if slug not in story.shops:
        return

    def accept(work: Work) -> None:
        accept_tariff(work, version)

    story.as_shop(slug, 2, accept)
