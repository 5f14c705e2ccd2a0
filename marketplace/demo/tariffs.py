"""Tariffs and plans of the demo market: Barro y Lumbre is in the plan for small producers and Café Montaña asks for it; Fidel
drafted the next tariff, Sergio published it, Cocina Clara accepted it; and a draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.demo.story import Story, at
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.published import VOLUME_ORDERS
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.fees import drafting, first_open_day, known_until, quiet_seasons
from marketplace.people.sellers import ShopPlan
from marketplace.platform.tariffs import accept_tariff, answer_plan_request, ask_for_plan, plan_of, set_shop_plan
from tenants.scope import PlatformScope

_ANNOUNCED_AHEAD = timedelta(days=36)
_LEAST_MINOR = 1_000
_POTTERS, _GROWERS, _SELLS_MUCH = "barro-y-lumbre", "cafe-montana", "bajio-electronica"


def decide_plan(story: Story, began: datetime) -> None:
    """Before anything is sold: one shop is in a plan, so that all of its sales are of it."""
    if _POTTERS not in story.shops:
        return
    scope, sergio = story.staff()
    with at(began), unit_of_work(scope, sergio) as work:
        set_shop_plan(
            work, _POTTERS, ShopPlan.SUPPORT,
            reason="Es de seis familias de alfareros que venden lo que hacen en San Bartolo Coyotepec.",
        )  # fmt: skip
    with at(began):
        story.worker.drain()


def _ask_for_plans(story: Story, fidel: Actor) -> None:
    if _SELLS_MUCH in story.shops:
        story.as_shop(_SELLS_MUCH, 9, lambda work: ask_for_plan(work, body="Vendemos mucho: pedimos el plan Volumen."))
        with at(story.ago(8)), unit_of_work(PlatformScope("staff"), fidel) as work:
            asked = plan_of(work, story.shops[_SELLS_MUCH]).waiting
            assert asked is not None  # a moment ago
            said = (
                f"Es desde {VOLUME_ORDERS} pedidos en 60 días, y aún no llegan. Cuando pasen de ahí, pídelo otra vez."
            )
            answer_plan_request(work, asked.id, answer=said)
        story.settle(8)
    if _GROWERS in story.shops:
        grown = "El café es de nuestro cafetal y lo tostamos nosotros."
        story.as_shop(_GROWERS, 2, lambda work: ask_for_plan(work, body=grown))


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
    _ask_for_plans(story, fidel)
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
