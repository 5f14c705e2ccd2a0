"""The house stands as it was designed: owners, signs, words, facts, front doors, and who may say what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from flask import Flask

from marketplace.goods.catalog.taxonomy import ATTRIBUTES, CATEGORIES, leaves
from marketplace.kernel.errors import Refusal
from marketplace.kernel.events import Fact
from marketplace.modules import MODULES
from marketplace.web.access import DoorWithoutSign, check_signs
from marketplace.web.audiences import LOOK
from marketplace.web.words import WORDS
from tenants.ownership import Base, kind_of
from tests.architecture.pages import ROOT

CODE = [*ROOT.glob("marketplace/**/*.py"), *ROOT.glob("tenants/**/*.py")]


def _places(pattern: str) -> set[str]:
    found = re.compile(pattern)
    return {path.relative_to(ROOT).as_posix() for path in CODE if found.search(path.read_text("utf-8"))}


def _subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def test_every_table_has_an_owner(app: Flask) -> None:
    for mapper in Base.registry.mappers:
        assert kind_of(mapper.class_)


def test_no_row_leads_to_another_by_itself() -> None:
    """Loading along a relationship is a read nobody wrote down; rows are asked for where they are needed."""
    assert _places(r"\brelationship\(|\bbackref\(") == set()


def test_every_door_has_a_sign(app: Flask) -> None:
    check_signs(app)


def test_looks_into_shops_only_read(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(LOOK.prefix)]
    assert rules
    for rule in rules:
        if rule.endpoint == "staff_staff.reason":
            continue  # where the reason is given
        assert rule.endpoint.split(".")[0].endswith("_look"), rule
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}, rule


def test_a_door_without_a_sign_does_not_open() -> None:
    app = Flask("a house with an open door")
    app.add_url_rule("/", "open", lambda: "anybody")
    with pytest.raises(DoorWithoutSign, match="open"):
        check_signs(app)


def test_only_the_unit_of_work_commits() -> None:
    assert _places(r"\.commit\(") == {"marketplace/kernel/work.py", "marketplace/window/search/gateways/segments.py"}


def test_only_listed_places_stand_above_the_walls() -> None:
    assert _places(r"PlatformScope\(") == {
        "marketplace/goods/addresses/jobs.py",
        "marketplace/goods/groups/prices.py",  # what goods cost who is in a group: the prices are their shops'
        "marketplace/money/ledger/sealing.py",  # the hashes of others' entries, beside one's own
        "marketplace/app.py",  # who is signed in
        "marketplace/platform/channels/service.py",  # whose an API key is
        "marketplace/cli.py",
        "marketplace/demo/backstage.py",
        "marketplace/demo/papers.py",
        "marketplace/demo/moderated.py",
        "marketplace/demo/recalled.py",
        "marketplace/demo/places.py",
        "marketplace/demo/rights.py",
        "marketplace/demo/held.py",
        "marketplace/demo/market_rules.py",
        "marketplace/demo/tariffs.py",
        "marketplace/demo/seed.py",
        "marketplace/demo/story.py",
        "marketplace/doctor.py",
        "marketplace/platform/notifications/jobs.py",
        "marketplace/trade/orders/guests.py",  # which guest's purchase a browser may open
        "marketplace/money/payments/asking.py",
        "marketplace/money/payouts/jobs.py",
        "marketplace/money/cfdi/jobs.py",  # what is asked of whoever stamps, between two works
        "marketplace/platform/privacy/jobs.py",
        "marketplace/platform/moderation/jobs.py",  # which pictures were not looked at yet
        "marketplace/platform/chargebacks/jobs.py",  # what is asked of the provider, between two works
        "marketplace/money/payouts/onboarding.py",
        "marketplace/demo/claimed_back.py",
        "marketplace/demo/paid_in_cash.py",
        "marketplace/demo/promotions.py",  # the clock begins one
        "marketplace/demo/groups.py",  # Darío accepts an invitation
        "marketplace/demo/invoices.py",
        "marketplace/window/quality/traffic.py",  # what a process counted of all shops
        "marketplace/window/search/service.py",
        "marketplace/people/sellers/queries.py",  # whether an address is a member's
        "marketplace/platform/upkeep/jobs.py",
        "marketplace/web/audiences.py",  # doors whose sign says why, staff, webhooks, membership
        "marketplace/web/health.py",  # how the jobs stand
        "marketplace/worker.py",
        "tenants/wall.py",
    }


def test_only_listed_reasons_open_a_door_above_the_walls(app: Flask) -> None:
    reasons = {
        view.sign.above for view in app.view_functions.values() if getattr(view, "sign", None) and view.sign.above
    }
    assert reasons == {
        "sign-in",
        "sign-up",
        "sign-out",
        "own account",
        "own language",
        "twin payment",
        "checkout",
        "own payment",
        "own refund",
        "account link",
        "guest link",
        "guest purchases",
        "own cancellation",
        "own delivery",
        "demo mailbox",
        "invitation",
        "own groups",  # what they are called is their shops'
        "watch letters",
        "privacy request",
        "own cart",
        "report",  # anybody's, and what became of it by the link's secret
        "public decisions",
        "time of reviews",  # of all applications, as one number
    }


def test_only_listed_places_write_plain_sql() -> None:
    assert _places(r"= plain_sql\(|: plain_sql\(") == {
        "marketplace/people/accounts/limits.py",
        "marketplace/care/recalls/service.py",
        "marketplace/goods/catalog/shelf.py",
        "marketplace/goods/catalog/price_history.py",
        "marketplace/goods/catalog/bulk.py",
        "marketplace/goods/groups/prices.py",
        "marketplace/kernel/work.py",
        "marketplace/demo/bulk.py",
        "marketplace/goods/inventory/service.py",
        "marketplace/kernel/quarantine.py",
        "marketplace/kernel/queue.py",
        "marketplace/trade/checkout/unpaid_limits.py",
        "marketplace/window/quality/traffic.py",
        "marketplace/window/search/service.py",
    }


def test_every_fact_has_a_reaction() -> None:
    for path in ROOT.glob("marketplace/**/events.py"):
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    facts = {fact for fact in _subclasses(Fact) if fact.__module__.startswith("marketplace.")}
    assert facts - {reaction.fact for module in MODULES for reaction in module.reactions} == set()


def test_every_refusal_has_words(app: Flask) -> None:
    for path in ROOT.glob("marketplace/**/errors.py"):
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    refusals = [one for one in _subclasses(Refusal) if one.__module__.startswith("marketplace.")]
    assert {one.code for one in refusals} - set(WORDS) == set()
    assert len({one.code for one in refusals}) == len(refusals)


def test_no_http_below_the_web() -> None:
    allowed = {
        "marketplace/app.py",
        "marketplace/plan.py",
        "marketplace/worker.py",
        "marketplace/installation.py",
        "marketplace/doctor.py",
        "marketplace/demo/places.py",
        "marketplace/demo/seed.py",
        "marketplace/demo/story.py",
        "marketplace/money/fees/receipt.py",  # what the receipt says, in the reader's language
        "marketplace/money/fees/saying.py",  # and how it names rules
        "marketplace/people/market_rules/saying.py",  # what rules say, in the reader's language
        "marketplace/window/storefront/cards.py",  # cards are written whole and kept
        "marketplace/platform/notifications/render.py",
        "marketplace/platform/desk/statement_files.py",  # what a file says, in its reader's language, by a job too
        "marketplace/serve.py",  # closes the connections of an app that is made before its processes are
        "tenants/db.py",  # the engine is Flask-SQLAlchemy's, and the app holds the installation
    }
    below = {
        place
        for place in _places(r"^(from|import) flask|\n(from|import) flask")
        if not place.endswith(("/module.py", "/datamap.py")) and "/web/" not in place
    }
    assert below == allowed
    # What is kept has a title in people's language, and knows nothing else of the web.
    assert {
        place for place in _places(r"(from|import) flask(?!_babel import lazy_gettext)") if "datamap" in place
    } == set()


def test_what_people_are_told_borrows_no_words_of_other_modules_pages() -> None:
    """A code is said by its module's label (`Module.labels`), or a page could not change its words alone."""
    others = r"from marketplace\.(?!platform\.notifications\.)\w+\.\w+\.web\b"
    assert [place for place in _places(others) if place.startswith("marketplace/platform/notifications/")] == []


def test_every_template_exists_and_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in [*CODE, *ROOT.glob("templates/**/*")] if path.is_file())
    named = set(re.findall(r"""['"]([a-z_]+/[a-z_/]+\.(?:html|txt|xml)|error\.html)['"]""", text))
    named |= {
        f"mail/{path.name}" for path in ROOT.glob("templates/mail/*.txt")
    }  # the words of what is told: by its kind
    there = {path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.*")}
    assert named == there


def test_every_template_can_be_read(app: Flask) -> None:
    for name in app.jinja_env.list_templates(extensions=["html", "txt", "xml"]):
        app.jinja_env.get_template(name)


def test_pages_carry_no_inline_script_or_style() -> None:
    for path in ROOT.glob("templates/**/*.html"):
        if path.parent.name == "mail":
            continue
        source = path.read_text("utf-8")
        # Data that machines read is no script; it is written by one filter, which escapes what would end the block.
        source = re.sub(r'<script type="application/ld\+json">\{\{ [a-z_]+\|tojson \}\}</script>', "", source)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", source), path


def test_no_registry_or_cdn_address_in_any_file() -> None:
    listed = [*ROOT.glob("requirements/*"), *ROOT.glob("*.toml"), ROOT / "Makefile", *ROOT.glob("templates/**/*.html")]
    for path in listed:
        assert not re.search(
            r"pypi\.org|files\.pythonhosted|cdn\.|unpkg|jsdelivr|--index-url", path.read_text("utf-8")
        ), path


def test_verbs_never_commit_and_take_work_first() -> None:
    for path in ROOT.glob("marketplace/**/service.py"):
        if path.parent.name in ("accounts", "channels", "search"):
            continue  # hashing, finding a key's holder and following the log are no verbs on rows
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert node.args.args[0].arg == "work", f"{path.parent.name}.{node.name}"


def test_files_and_functions_stay_readable() -> None:
    long: dict[str, int] = {}
    for path in (*CODE, *ROOT.glob("bench/*.py"), *ROOT.glob("scripts/**/*.py")):
        text, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
        if (lines := len(text.splitlines())) > 400:
            long[name] = lines
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (n := (node.end_lineno or 0) - node.lineno + 1) > 50:
                long[f"{name}: {node.name}"] = n
    assert long == {}


def test_the_taxonomy_is_what_was_promised() -> None:
    assert len(CATEGORIES) >= 120
    assert sum(bool(leaf.attributes) for leaf in leaves()) >= 25
    assert all(code in ATTRIBUTES for one in CATEGORIES.values() for code in one.attributes)


def test_rows_are_locked_by_the_one_verb_that_reads_them_again() -> None:
    assert _places(r"with_for_update|FOR UPDATE (OF|SKIP)") == {
        "tenants/wall.py",
        "marketplace/goods/inventory/service.py",  # one statement takes the stock of several shops
        "marketplace/kernel/queue.py",  # the claim of the queue
        "marketplace/goods/catalog/shelf.py",  # one statement computes prices and pieces again
    }
