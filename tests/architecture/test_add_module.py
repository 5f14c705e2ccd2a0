"""To add a module is to add a folder, and the line that names it: everything else finds it by what it says of itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from marketplace.kernel import jobs
from marketplace.kernel.ages import ages_at
from marketplace.kernel.module import Module, build_house, over
from marketplace.kernel.work import unit_of_work
from marketplace.modules import MODULES
from marketplace.plan import write_plan
from marketplace.platform.privacy.kept import kept_tables
from marketplace.trade.orders.models import OrderEvent
from marketplace.trade.orders.web.words import event_label
from marketplace.web.words import WORDS
from tenants import clock
from tenants.names import RESERVED, slug_problem
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.web.asking import enter

_FILES = {
    "__init__.py": '"""Postcards."""\n',
    "web.py": """
from marketplace.kernel.permissions import May
from marketplace.web.access import anyone, requires
from marketplace.web.audiences import BUYER, SELLER

buyer, seller = BUYER.room("postcards"), SELLER.room("postcards")

@buyer.get("/postales")
@anyone
def index(work):
    return "Postales de Puebla"

@seller.get("/postales")
@requires(May.VIEW_SHOP)
def own(work):
    return "Tus postales"
""",
    "module.py": """
from datetime import timedelta
from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone
from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Activity, ActivityKind, Module, NavLink, StaffTodo
from marketplace.kernel.permissions import May, StaffMay
from marketplace.people.accounts.models import Account
from postcards import web

MODULE = Module(
    name="postcards",
    rooms=(web.buyer, web.seller),
    words={"postcards.torn": "La postal está rota."},
    activity=(Activity(ActivityKind.ORDERS, {"postcards.send": "Mandó la postal a %(who)s"}),),
    events_said={"postcard_sent": "%(who)s mandó una postal"},
    staff_todos=(
        StaffTodo(15, lambda work: (3, 1), lambda count: "postales por leer", "postcards_buyer.index", StaffMay.MODERATE),
    ),
    over=lambda ages: {"postcard": Account.created_at < ages.year},
    clock=(ClockJob("count_postcards", timedelta(days=1), Lane.BULK, lambda work: None),),
    nav=(NavLink(35, "Postales", "postcards_seller.own", May.VIEW_SHOP),),
    files={"postcards": lambda work: iter(["postcards/one.webp"])},
    keeps={"postcard": Table(For.TALK, Keep.YEAR, cells(gone(DataKind.CONTENT, "greeting")), title="Tus postales viejas")},
    private=("/postales/borrador",),
    shown=("postcards_buyer.index",),
)
""",
}


@pytest.fixture
def postcards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Module]:
    """A module of three files that this house has never seen."""
    folder = tmp_path / "postcards"
    folder.mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found: Module = import_module("postcards.module").MODULE
    yield found
    for name in [name for name in sys.modules if name.partition(".")[0] == "postcards"]:
        del sys.modules[name]
    build_house(MODULES)
    WORDS.pop("postcards.torn", None)
    RESERVED.discard("postales")


def test_whoever_reads_the_house_knows_it(
    app: Flask,
    market: Cast,
    another_app: Callable[..., Flask],
    postcards: Module,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert app.test_client().get("/postales").status_code == 404
    monkeypatch.setattr("marketplace.app.MODULES", (*MODULES, postcards))  # the line that names it
    house = another_app()
    house.config["WTF_CSRF_ENABLED"] = False
    client = house.test_client()
    assert client.get("/postales").text == "Postales de Puebla"
    assert client.get("/vender/hilos-alpaca/postales").status_code == 302
    assert "Disallow: /postales/borrador" in client.get("/robots.txt").text
    assert "/postales</loc>" in client.get("/sitemap/paginas.xml").text
    enter(client, market.alicia)
    assert "/vender/hilos-alpaca/postales" in client.get("/vender/hilos-alpaca/").text
    assert client.get("/vender/hilos-alpaca/postales").text == "Tus postales"
    assert kept_tables()["postcard"].personal
    assert "Tus postales viejas" in client.get("/privacidad/que-guardamos").text
    assert "count_postcards" in jobs.BY_THE_CLOCK
    assert WORDS["postcards.torn"] == "La postal está rota."
    plan = write_plan(house)
    for said in (
        "postcards.count_postcards: every 1 day",
        "    GET /postales",
        "  returns.decide: owner, manager, service",
        "postcards.postcard (talk, year): greeting",
    ):
        assert said in plan


def test_what_it_does_is_said_where_others_are(
    app: Flask, market: Cast, another_app: Callable[..., Flask], postcards: Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.app.MODULES", (*MODULES, postcards))
    house = another_app()
    house.config["WTF_CSRF_ENABLED"] = False
    with market.as_alicia() as work:
        work.audit("postcards.send", "postcard:1", who="Ana")
    client = house.test_client()
    enter(client, market.alicia)
    for filtered in ("", "?tipo=orders"):
        assert "Mandó la postal a Ana" in client.get(f"/vender/hilos-alpaca/actividad{filtered}").text
    assert "Mandó la postal" not in client.get("/vender/hilos-alpaca/actividad?tipo=team").text
    with house.test_request_context():
        assert event_label(OrderEvent(kind="postcard_sent", by="Ana", note="")) == "Ana mandó una postal"
    assert "postcard" in over(ages_at(clock.now()))
    assert slug_problem("postales") == "reserved"
    staff = house.test_client()
    enter(staff, market.sergio)
    today = staff.get("/operacion/").text
    assert "<strong>3</strong> postales por leer" in today
    assert "1 fuera de plazo" in today


def test_its_files_are_swept_when_no_row_names_them(app: Flask, market: Cast, postcards: Module) -> None:
    from marketplace.kernel.module import files_in_use

    assert "postcards" not in files_in_use()
    build_house((*MODULES, postcards))
    with unit_of_work(PlatformScope("test"), read_only=True) as work:
        assert list(files_in_use()["postcards"](work)) == ["postcards/one.webp"]


def test_a_name_that_two_modules_say_is_refused(app: Flask, postcards: Module) -> None:
    with pytest.raises(ValueError, match="module postcards, clock job count_postcards, table postcard"):
        build_house((*MODULES, postcards, postcards))


def test_every_folder_on_a_floor_is_a_module_that_is_named() -> None:
    floors = Path(__file__).parents[2] / "marketplace"
    # The demo stands on all floors and is none: what it holds is told to nobody.
    folders = {
        path.parent.name for path in floors.glob("*/*/__init__.py") if path.parents[1].name not in ("demo", "kernel")
    }
    assert {module.name for module in MODULES} == folders
