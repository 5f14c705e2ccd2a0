"""Every form of the house with what no keyboard sends, box by box, and every question that an address may carry.

Nothing breaks, nothing is taken for code, and where something is refused, what was typed stands there still. Each box gets
three values, which go round with its name; `make fuzz` gives each box all of them, and asks everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from marketplace.kernel.settings import Settings
from marketplace.worker import Worker
from tenants.db import rest
from tests.doors import world as worlds
from tests.doors.forms import WRITTEN
from tests.doors.hostile import EVERY, values_for, with_value
from tests.doors.people import EVERYBODY
from tests.doors.sending import Counter, faults_of, lost_in
from tests.doors.states import BESIDE, put_under_way
from tests.doors.walking import walk
from tests.money.fees.tariffs import forgotten
from tests.people.market_rules import announcing as rules
from tests.platform.tariffs.announcing import announce

pytestmark = pytest.mark.slow

# Who meets forms that no other meets; the others of a shop and of the staff see what some of these see.
FEW = (*BESIDE, "anonymous", "buyer", "other buyer", "neighbour", "owner", "warehouse", "moderator", "administrator")

# What machines send, and no page's form.
NO_FORM = {
    "orders_api.ship_order": "JSON, with a key: tests/api/test_schema.py",
    "storefront_api.change_product": "JSON, with a key: tests/api/test_schema.py",
    "storefront_api.change_variant": "JSON, with a key: tests/api/test_schema.py",
    "groups_api.change_group_prices": "JSON, with a key: tests/api/test_schema.py",
    "groups_buyer.accept": "the link of a letter: tests/goods/groups/test_pages.py",
    "invoices_api.decline_invoice": "JSON, with a key: tests/trade/invoices/test_api.py",
    # Of states that nothing is in here:
    "imports_seller.apply": "tests/window/imports/test_import_file.py",
    "imports_seller.cancel": "tests/window/imports/test_import_file.py",
    "imports_seller.to_mend": "tests/window/imports/test_import_file.py",
    "moderation_buyer.appeal_dismissal": "tests/platform/moderation/test_report.py",
    "moderation_measures_staff.release": "tests/platform/moderation/test_queue.py",
    "sellers_buyer.meanwhile": "what is typed, while it is: tests/web/test_while_applying.py",
    "storefront_beside_seller.keep": "what is typed, while it is: tests/window/storefront/test_beside_product.py",
    "storefront_simulations_api.simulate": "JSON, with a key: tests/window/storefront/test_simulate_prices.py",
    "orders_hooks.hear_carrier": "signed by the carrier: tests/trade/parcels",
    "payments_hooks.hear_provider": "signed by the provider: tests/money/payments",
}
# Where something is asked for that only somebody's telephone, key, paper or file says, or that waits for something else.
NOBODY_KNOWS = {
    "imports_seller.index",  # a file: tests/window/imports/test_import_file.py
    "addresses_old_seller.index",  # keys of products: tests/goods/addresses/test_lead_old_addresses.py
    "category_files_staff.index",  # a file: tests/window/category_files/test_apply_category_file.py
    # prices and days that fit what there is: tests/window/storefront/test_price_pages.py, tests/goods/catalog/test_promotions.py
    "storefront_promotions_seller.steps", "storefront_promotions_seller.new",
    "groups_seller.paste_prices",  # keys of the shop: tests/goods/groups/test_pages.py
    "catalog_staff.new_category", "catalog_staff.new_attribute",  # codes and values: tests/goods/catalog/test_save_*.py
    "moderation_articles_staff.index",  # two listings that are one article: tests/window/compare/test_article.py
    # a beginning, and an end behind it: tests/platform/moderation/test_measure.py
    "moderation_measures_staff.of_listing", "moderation_measures_staff.of_shop", "moderation_measures_staff.of_reports",
    "recalls_seller.new", "recalls_staff.new",  # days that are over: tests/care/recalls/test_pages.py
    "storefront_prices_seller.simulate_list",
    "worktable_seller.save",  # its boxes stand in other cells of the row: tests/window/worktable/test_save_row.py
    "market_rules_staff.announce",  # while another is announced: tests/people/market_rules/test_announce_rules.py
    "tariffs_staff.publish",  # while another is announced: tests/platform/tariffs/test_console.py
    "accounts_entry_buyer.second_step", "accounts_entry_buyer.prove", "accounts_factors_buyer.confirm_app",
    "accounts_factors_buyer.add_key", "payouts_seller.prove",
    "invoices_seller.send",  # the XML that whoever stamps for the shop gave it: tests/trade/invoices/test_pages.py
}  # fmt: skip


@pytest.fixture(scope="module")
def counter(app: Flask, settings: Settings, tables: list[str], empty_tables: str) -> Iterator[Counter]:
    """A market with something in every state, walked through by everybody, and open for what they send."""
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        connection.execute(text(empty_tables))
    with app.app_context(), forgotten(owner), rules.forgotten(owner), pytest.MonkeyPatch.context() as patch:
        world = worlds.build(app, Worker(app))
        patch.setattr("marketplace.platform.desk.web.statements.MOST_AT_ONCE", 0)
        announce(world.market, Worker(app))
        rules.announced(world.market)
        patch.setitem(WRITTEN, "number", str(world.named["number"]))
        began = put_under_way(app, world, Worker(app))
        counter = Counter(walk(app, world, began, [*BESIDE, *EVERYBODY] if EVERY else FEW), owner, tables)
        counter.open()
        yield counter
        assert counter.close() == []
        rest()
    owner.dispose()


def test_the_walk_meets_every_form_there_is(app: Flask, counter: Counter) -> None:
    sent_to = {rule.endpoint for rule in app.url_map.iter_rules() if {"POST", "PUT", "PATCH"} & (rule.methods or set())}
    met = {one.endpoint for one in counter.walk.forms.values() if one.form.method == "post"}
    assert sent_to - met == set(NO_FORM)
    assert counter.walk.faults == []


def test_whoever_means_it_is_understood(counter: Counter) -> None:
    """Each button of each form, filled by somebody who means it: what follows is tried on forms that would be taken."""
    refused = []
    for met in counter.walk.forms.values():
        for button in range(len(met.form.buttons)):
            told = [answer.status_code for answer in counter.send(met, met.form.filled(button))]
            if max(told) >= 400 and met.endpoint not in NOBODY_KNOWS:
                refused.append(f"{met.endpoint} of {met.who} on {met.page}: {told} {met.form.filled(button)}")
    assert refused == [], "\n".join(refused)


def test_what_nobody_knows_is_asked_for_by_forms_that_were_met(counter: Counter) -> None:
    assert {met.endpoint for met in counter.walk.forms.values()} >= NOBODY_KNOWS


def test_nothing_that_is_sent_breaks_a_form_or_is_lost(counter: Counter) -> None:
    faults = []
    for met in counter.walk.forms.values():
        for box in met.form.boxes.values():
            for said, values in values_for(box.name, met.endpoint, files=box.kind == "file"):
                pairs = with_value(met.form.filled(), box.name, values)
                answers = counter.send(met, pairs)
                found = [
                    *faults_of(answers),
                    *(lost_in(answers[0].text, met, pairs) if answers[0].status_code == 422 else ()),
                ]
                faults += [f"{met.endpoint}: {box.name} ({said}) of {met.who} on {met.page} {fault}" for fault in found]
    assert faults == [], "\n".join(faults)


def test_no_question_breaks_a_page(counter: Counter) -> None:
    faults = []
    for endpoint, names in counter.walk.questions.items():
        for name, (who, path) in names.items():
            for said, values in values_for(name, endpoint):
                answer = counter.walk.client(who).get(f"{path}?{urlencode([(name, value) for value in values])}")
                faults += [f"{endpoint}: {name} ({said}) of {who} at {path} {fault}" for fault in faults_of([answer])]
    assert faults == [], "\n".join(faults)
