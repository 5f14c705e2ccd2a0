"""Staff decide one revision, with reasons; what they saw is what is published, or nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.errors import HeldByColleague, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.errors import AlreadyDecided, ChangedMeanwhile, ReasonsNeeded, RuleNotInForce
from marketplace.platform.moderation.models import ModerationCase
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast


@pytest.fixture
def submitted(market: Cast, worker: Worker) -> tuple[object, object]:
    """A product before staff: its id and its case's."""
    product_id = make.draft(market)
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    worker.drain()
    with market.above() as work:
        return product_id, work.session.scalars(select(ModerationCase.id)).one()


def listings(market: Cast) -> int:
    with market.above() as work:
        return len(work.session.scalars(select(Listing)).all())


def test_what_nobody_approved_is_not_on_the_shelf(market: Cast, submitted: tuple) -> None:
    assert listings(market) == 0


def test_approved_is_for_sale(market: Cast, submitted: tuple) -> None:
    with market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    with market.above() as work:
        listing = work.session.scalars(select(Listing)).one()
        assert (listing.title, listing.price_minor, listing.available) == (make.YARN.title, 20_000, 10)


@pytest.mark.parametrize("lacking", ["rule", "facts", "how_to_fix"])
def test_declining_needs_rule_facts_and_remedy(market: Cast, submitted: tuple, lacking: str) -> None:
    reasons = {"rule": "misleading", "facts": "Dice 100 g y pesa 50.", "how_to_fix": "Corrige el peso."}
    with pytest.raises(RuleNotInForce if lacking == "rule" else ReasonsNeeded), market.as_sergio() as work:
        moderation.decline_listing(work, submitted[1], **{**reasons, lacking: ""})


def test_nobody_decides_about_a_shop_they_work_in(market: Cast, submitted: tuple) -> None:
    pia = Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"])
    for verb in (moderation.take_case, moderation.approve_listing):
        with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
            verb(work, submitted[1])
    assert listings(market) == 0


def test_the_shop_reads_who_decided_and_why(market: Cast, submitted: tuple) -> None:
    with market.as_sergio() as work:
        moderation.decline_listing(work, submitted[1], rule="misleading", facts="Pesa 50 g.", how_to_fix="Corrígelo.")
    with market.as_alicia() as work:
        case = work.session.scalars(select(ModerationCase)).one()
        assert (case.decided_by, case.facts) == ("Sergio Núñez", "Pesa 50 g.")
        assert products.get_product(work, submitted[0]).state == "declined"
    with market.as_bruno() as work:
        assert work.session.scalars(select(ModerationCase)).all() == []
    assert listings(market) == 0


def test_a_decision_is_taken_once(market: Cast, submitted: tuple) -> None:
    with market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    with pytest.raises(AlreadyDecided), market.as_sergio() as work:
        moderation.decline_listing(work, submitted[1], rule="misleading", facts="x", how_to_fix="y")


def test_what_changed_meanwhile_is_not_published_unseen(market: Cast, submitted: tuple) -> None:
    with market.as_alicia() as work:
        products.edit_product(work, submitted[0], replace(make.YARN, title="Otra cosa"))
    with pytest.raises(ChangedMeanwhile), market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    assert listings(market) == 0


def test_what_a_colleague_took_is_theirs_to_decide(market: Cast, submitted: tuple) -> None:
    with unit_of_work(
        PlatformScope("staff"), Actor("Diego Uc", market.diego.id, "moderator", STAFF_GRANTED["moderator"])
    ) as work:
        moderation.take_case(work, submitted[1])
    with pytest.raises(HeldByColleague), market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    assert listings(market) == 0
    with unit_of_work(
        PlatformScope("staff"), Actor("Diego Uc", market.diego.id, "moderator", STAFF_GRANTED["moderator"])
    ) as work:
        moderation.release_case(work, submitted[1])
    with market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    assert listings(market) == 1


def test_what_was_taken_and_forgotten_is_free_after_half_an_hour(
    market: Cast, submitted: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(
        PlatformScope("staff"), Actor("Diego Uc", market.diego.id, "moderator", STAFF_GRANTED["moderator"])
    ) as work:
        moderation.take_case(work, submitted[1])
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with market.as_sergio() as work:
        moderation.approve_listing(work, submitted[1])
    assert listings(market) == 1
