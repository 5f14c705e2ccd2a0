"""What tests of the window need: the index followed, what is found, prices that move and letters about them."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from marketplace.goods.catalog.models import Listing, ListingChange
from marketplace.kernel.work import unit_of_work
from marketplace.platform.notifications.models import Mail
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.queries import Surroundings, search
from marketplace.window.search.rules import SearchPage, SearchQuery
from marketplace.window.search.service import follow, rebuild
from marketplace.window.watching.jobs import ask_for_digests
from marketplace.window.watching.models import Watcher
from marketplace.window.watching.service import save_search
from marketplace.worker import Worker
from tenants.scope import PublicScope
from tests import make
from tests.cast import Cast
from tests.faults.waiting import until
from tests.installation import settings_of


def found(client: FlaskClient, path: str) -> list[str]:
    """The titles that a page shows, in its order."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [unescape(title) for title in re.findall(r"<h3><a href=[^>]+>([^<]+)</a>", answer.text)]


def catch_up(market: Cast, index: Index) -> int:
    """Follow until the index knows the latest change; gives how many listings it wrote.

    A transaction anywhere on the server may hold it back a moment.
    """
    with market.above() as work:
        latest = work.session.scalar(select(func.max(ListingChange.xid))) or 0

    written: list[int] = []

    def knows() -> bool:
        written.append(follow(index))
        return bool(index.state().get("since", 0) > latest)

    until(knows)
    return sum(written)


def find(index: Index, text: str = "", **more: object) -> SearchPage:
    with unit_of_work(PublicScope(), read_only=True) as work:
        facts = Surroundings().facts(work, None)
        return search(work, Executor(index), SearchQuery(text=text, **more), facts)  # type: ignore[arg-type]


def page_of(product_id: object) -> str:
    return f"/vender/hilos-alpaca/productos/{product_id}"


def form_of(desk: FlaskClient, product_id: object) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    page = desk.get(page_of(product_id)).text
    form = {}
    for tag in re.findall(r"<input [^>]*>", page):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in said and said.get("type") not in ("file", "checkbox", "radio", "submit"):
            form[said["name"]] = unescape(said.get("value", ""))
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        form[name] = chosen[1] if chosen else ""
    for name, body in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        form[name] = unescape(body).strip()
    return form


def index(app: Flask) -> None:
    rebuild(Index(settings_of(app).search_dir))


def save(market: Cast, address: str, words: str = "estambre") -> None:
    with market.as_carla() as work:
        save_search(work, market.carla.id, words=words, address=address, place=None)


def price(market: Cast, goods: make.Goods, minor: int, available: int = 5) -> None:
    with market.above() as work:
        work.session.execute(
            update(Listing).where(Listing.number == goods.number).values(price_minor=minor, available=available)
        )


def digest(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        ask_for_digests(work)
    worker.drain()


def the_next_day(market: Cast) -> None:
    """The last letter was written yesterday."""
    with market.above() as work:
        work.session.execute(update(Watcher).values(lettered_on=Watcher.lettered_on - 1))


def letters(market: Cast) -> list[Mail]:
    with market.above() as work:
        return list(work.session.scalars(select(Mail).where(Mail.key.startswith("news:")).order_by(Mail.created_at)))
