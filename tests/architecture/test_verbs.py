"""Whom a verb is for stands on the verb, and the door takes its sign from there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from flask import Flask

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED, May, StaffMay
from marketplace.kernel.verbs import PROOF, needs_of, permission_of, verb, verbs
from marketplace.kernel.work import SYSTEM, Actor, AuditLine, Work, unit_of_work
from marketplace.trade.orders import service as orders
from marketplace.web.access import requires, sign_of
from tenants.roles import Role
from tenants.scope import PlatformScope, SellerScope
from tests.cast import Cast

ROOT = Path(__file__).parent.parent.parent
ROOMS = sorted(ROOT.glob("marketplace/*/*/web/*.py"))
# What is written by these is written for whoever calls.
_WRITES = {"tell", "audit", "add_all"}


def _module(path: Path) -> Any:
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def _named(node: ast.AST, names: dict[str, Any], own: dict[str, ast.FunctionDef], seen: set[str]) -> Iterator[Any]:
    """What a view names: functions of other modules, also by way of helpers in its own file."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in own and part.id not in seen:
            seen.add(part.id)
            yield from _named(ast.Module(own[part.id].body, []), names, own, seen)
        elif isinstance(part, ast.Name):
            yield names.get(part.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            beside = names.get(part.value.id)
            yield getattr(beside, part.attr, None) if isinstance(beside, ModuleType) else None


def _asked(view: ast.FunctionDef) -> ast.expr | None:
    """What the sign of a view is taken from."""
    for mark in view.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "requires":
            return mark.args[0]
    return None


def _changes(view: ast.FunctionDef) -> bool:
    route = " ".join(ast.unparse(mark) for mark in view.decorator_list)
    return any(word in route for word in ("room.post(", "'POST'", "'PATCH'", "'PUT'", "'DELETE'"))


def _doors() -> Iterator[tuple[str, ast.expr, dict[str, Any], set[Callable[..., Any]]]]:
    """Each door of members that changes something: its name, its sign, what is known there, and the verbs it calls."""
    for path in ROOMS:
        own, names = _functions(path), vars(_module(path))
        for name, view in own.items():
            asked = _asked(view)
            if asked is None or not _changes(view):
                continue
            found = {
                one for one in _named(ast.Module(view.body, []), names, own, {name}) if isinstance(one, FunctionType)
            }
            place = ".".join(path.relative_to(ROOT / "marketplace").with_suffix("").parts)
            yield f"{place}.{name}", asked, names, {one for one in found if _is_verb(one)}


def _is_verb(one: Any) -> bool:
    return isinstance(one, FunctionType) and needs_of(one) is not None


def test_a_door_that_changes_something_takes_its_sign_from_the_verb_it_calls(app: Flask) -> None:
    by_themselves = set()
    for place, asked, names, called in _doors():
        taken = eval(compile(ast.Expression(asked), place, "eval"), dict(names))
        if isinstance(taken, May | StaffMay):
            by_themselves.add(place)
        else:
            assert taken in called, place
    assert by_themselves == {
        # The same verb is the buyer's; a shop's side of it is asked for inside.
        "care.messaging.web.seller.thread",
        "care.messaging.web.seller.question",
        "trade.orders.web.seller.cancel",
        # Who may only look may look; what is sent is asked for by the view and by the verb.
        "money.payouts.web.seller.account",
        "trade.shipping.web.seller.settings",
    }


def test_no_door_asks_for_less_than_its_verbs(app: Flask) -> None:
    """A second verb behind one door may need another permission where the data decides whether it is called."""
    other = set()
    for place, asked, names, called in _doors():
        taken = eval(compile(ast.Expression(asked), place, "eval"), dict(names))
        sign = taken if isinstance(taken, May | StaffMay) else permission_of(taken)
        other |= {(place, verb.__name__) for verb in called if needs_of(verb) not in (sign, PROOF)}
    assert other == {
        ("money.payouts.web.seller.account", "give_account"),
        ("trade.shipping.web.seller.settings", "publish_terms"),
        ("window.storefront.web.api.change_variant", "set_price"),
        ("window.storefront.web.api.change_variant", "set_variant_facts"),
        ("trade.orders.web.seller.cancel", "pack_order"),  # the forms of the page beside
        ("trade.orders.web.seller.cancel", "ship_order"),
    }


def _writers() -> set[Callable[..., Any]]:
    """Functions of the modules that take a work and write with it, found by what they say."""
    said: dict[tuple[Path, str], ast.FunctionDef] = {}
    for path in ROOT.glob("marketplace/*/*/**/*.py"):
        if "web" not in path.parts and path.name not in ("module.py", "datamap.py"):
            said |= {(path, name): node for name, node in _functions(path).items()}
    writing = {key for key, node in said.items() if _writes_itself(node)}
    while True:
        names = {name for _path, name in writing if not name.startswith("_")}
        more = {
            (path, name)
            for (path, name), node in said.items()
            if (path, name) not in writing
            and any(
                one in names or (path, one) in writing
                for one in (_called(call) for call in ast.walk(node) if isinstance(call, ast.Call))
            )
        }
        if not more:
            break
        writing |= more
    return {
        getattr(_module(path), name)
        for path, name in writing
        if not name.startswith("_") and said[path, name].args.args and said[path, name].args.args[0].arg == "work"
    }


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _writes_itself(function: ast.FunctionDef) -> bool:
    for part in ast.walk(function):
        if isinstance(part, ast.Call):
            name, whole = _called(part), ast.unparse(part.func)
            if name in _WRITES or whole in ("work.session.add", "work.session.delete", "rows.add"):
                return True
            if whole in ("update", "insert", "delete"):
                return True
        if isinstance(part, ast.Assign) and any(isinstance(one, ast.Attribute) for one in part.targets):
            return True
    return False


def test_whatever_a_page_a_hook_or_the_api_calls_to_write_says_whom_it_is_for(app: Flask) -> None:
    writers, unmarked = _writers(), set()
    assert orders.pack_order in writers  # they are found
    for path in ROOMS:
        own, names = _functions(path), vars(_module(path))
        for view in own.values():
            called = {one for one in _named(view, names, own, set()) if isinstance(one, FunctionType)}
            unmarked |= {f"{one.__module__}.{one.__name__}" for one in called if one in writers and not _is_verb(one)}
    assert unmarked == set()


def test_every_verb_of_a_permission_stands_in_a_role(app: Flask) -> None:
    given = frozenset().union(*GRANTED.values(), *STAFF_GRANTED.values())
    needed = {needs for needs in verbs().values() if isinstance(needs, May | StaffMay)}
    assert len(needed) > 12
    assert needed <= given


@pytest.mark.parametrize("who", [*Role, *STAFF_GRANTED, "machine"], ids=str)
def test_every_verb_refuses_who_is_not_permitted_and_does_nothing(market: Cast, who: Role | str) -> None:
    may: frozenset[str] = frozenset()
    if isinstance(who, Role):
        may = frozenset(GRANTED[who])
    elif who in STAFF_GRANTED:
        may = frozenset(STAFF_GRANTED[who])
    actor = SYSTEM if who == "machine" else Actor(str(who), market.pia.id, str(who), may)
    refused = 0
    for do, needs in verbs().items():
        if not isinstance(needs, May | StaffMay) or needs in may or not do.__module__.startswith("marketplace."):
            continue
        scope = SellerScope(market.alpaca.id) if isinstance(needs, May) else PlatformScope("staff")
        with unit_of_work(scope, actor) as work:
            before = work.session.query(AuditLine).count()
            with pytest.raises(NotAllowed) as caught:
                do(work)  # asked before anything else, also before what it is to be done to
            assert caught.value.details == {"permission": needs}
            assert not work.facts
            assert work.session.query(AuditLine).count() == before
            assert not work.session.new
            assert not work.session.dirty
        refused += 1
    assert refused or who == Role.OWNER or who == "administrator"


def test_a_verb_does_for_who_is_permitted_what_it_does(market: Cast) -> None:
    done = []

    @verb(needs=May.SHIP_ORDERS)
    def send(work: Work, *, what: str) -> str:
        """Send."""
        done.append(what)
        return what

    with market.as_pia() as work:
        assert send(work, what="lana") == "lana"
    with pytest.raises(NotAllowed), market.above() as work:
        send(work, what="estambre")
    assert done == ["lana"]
    assert sign_of(requires(send)(lambda work: "")).permission == May.SHIP_ORDERS  # type: ignore[union-attr]


def test_a_door_takes_no_sign_from_what_needs_no_permission() -> None:
    with pytest.raises(LookupError, match="deliver_order"):
        requires(orders.deliver_order)
    with pytest.raises(LookupError, match="mark_delivered"):
        requires(orders.mark_delivered)
