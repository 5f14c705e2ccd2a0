"""Whatever is written down about a shop is said in words on its activity page."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from marketplace.kernel.module import activity
from marketplace.people.sellers.web.activity import KINDS, modules_of, say
from tenants.names import DomainState

ROOT = Path(__file__).parents[3]
# Written down above shops, about people, applications, the market's own work: no shop reads these.
NOT_OF_A_SHOP = (
    "accounts.", "application.", "category_files.", "jobs.", "upkeep.", "staff.role", "staff.remove", "checkout.place",
    "orders.give_up", "orders.claim_purchase", "groups.accept", "groups.leave",
    "database.", "fees.", "market_rules.announce", "market_rules.draft", "market_rules.drop_draft", "market_rules.withdraw",
    "finance.", "payments.judge_again", "adjustments.ask", "adjustments.withdraw", "adjustments.decline",
    "payments.charge", "payout_file.", "search.", "privacy.withdraw", "privacy.request",
    "privacy.forget_aged",
    "privacy.extend", "privacy.erase", "privacy.consent", "privacy.carry_out", "privacy.cancel_erasure",
    "privacy.ask_erasure", "privacy.answer",
)  # fmt: skip
SAID = {
    "title": "Rebozo",
    "code": "ABCD",
    "who": "Pía",
    "email": "a@b.mx",
    "amount_minor": 1,
    "from_minor": 1,
    "wrap_minor": 1,
    "messages": True,
    "state": "x",
    "changed": ["name"],
    "version": 2,
    "paper": "retention",
    "month": "2026-10",
    "regime": "625",
    "postal_code": "06700",
    "plan": "support",
    "measure": "limit",
    "what": "price",
    "total": 2,
    "steps": [[3, 900]],
    "name": "x",
    "valid_from": "2026-10-05T06:00:00+00:00",
}


OTHER = "Otra acción"


def _verbs() -> set[str]:
    found = set()
    for path in ROOT.glob("marketplace/**/*.py"):
        found |= set(re.findall(r"\.audit\(\s*\"([a-z_.]+)\"", path.read_text("utf-8")))
    found |= {f"addresses.domain_{state}" for state in DomainState if state is not DomainState.PENDING}
    return {verb for verb in found if not verb.startswith(NOT_OF_A_SHOP)}


def test_every_verb_of_a_shop_has_a_sentence(app: Flask) -> None:
    verbs = _verbs()
    assert len(verbs) > 40
    with app.test_request_context():
        for verb in sorted(verbs):
            changed = (
                {"role": "service", "before": "owner", "after": "service"}
                if verb.startswith("team")
                else {"before": 1, "after": 2}
            )
            said = {**SAID, **changed, "added": ["orders.view"], "taken": []}
            assert say(verb, said) != OTHER, verb


def test_what_no_module_says_is_said_plainly(app: Flask) -> None:
    with app.test_request_context():
        assert say("postcards.send", {"title": "Rebozo"}) == OTHER


def test_details_of_another_release_are_no_error(app: Flask) -> None:
    with app.test_request_context():
        assert say("team.role", {"before": "emperor"}) == OTHER
        assert say("catalog.price", {}) == OTHER
        assert say("inventory.stock", {"before": 5, "after": 9}) == "Corrigió las piezas: 5 → 9"
        assert say("catalog.pause", {}) == "Puso en pausa —"


def test_every_verb_that_is_said_is_among_the_verbs_of_a_filter(app: Flask) -> None:
    filtered = {word for kind in KINDS for word in modules_of(kind)}
    assert {verb.partition(".")[0] for one in activity() for verb in one.said} == filtered
    assert "disputes" in modules_of("orders")
    assert modules_of("nothing") == []
