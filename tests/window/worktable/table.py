"""Asking the table of products, as a browser does."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import BulkAct, Listing, Product, Variant
from tests import make
from tests.cast import Cast

SHOP = "/vender/hilos-alpaca"
TABLE = f"{SHOP}/productos"


def titles(client: FlaskClient, **asked: Any) -> list[str]:
    """The products of the table in their order, by title."""
    answer = client.get(f"{TABLE}?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return [html.unescape(one) for one in re.findall(r'productos/[0-9a-f-]{36}">([^<]+)</a>', answer.text)]


def row(client: FlaskClient, goods: make.Goods, **typed: object) -> dict[str, str]:
    """The form of a row as the page has it, with what somebody types."""
    page = client.get(TABLE).text
    boxes = re.findall(rf'<input[^>]*form="f-{goods.variant_id}"[^>]*>', page)
    form = re.search(rf'(?s)<form id="f-{goods.variant_id}".*?</form>', page)
    assert form is not None
    found = [dict(re.findall(r'(\w+)="([^"]*)"', box)) for box in [*boxes, *re.findall(r"<input[^>]*>", form[0])]]
    return {**{one["name"]: one["value"] for one in found}, **{name: str(value) for name, value in typed.items()}}


def hidden(page: str) -> list[tuple[str, str]]:
    """What the form of a preview that is sent carries."""
    form = re.findall(r'(?s)<form method="post" action="[^"]*/productos/cambiar".*?</form>', page)[0]
    boxes = [dict(re.findall(r'(\w+)="([^"]*)"', box)) for box in re.findall(r'<input type="hidden"[^>]*>', form)]
    return [(html.unescape(box["name"]), html.unescape(box["value"])) for box in boxes]


def preview(client: FlaskClient, **asked: Any) -> str:
    """The page that says what an act would do."""
    answer = client.get(f"{TABLE}/cambiar?{urlencode({**asked, 'ver': '1'}, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: FlaskClient, page: str, **more: str) -> Any:
    """Send the form of a preview."""
    body = urlencode([*hidden(page), *more.items()])
    return client.post(f"{TABLE}/cambiar", data=body, content_type="application/x-www-form-urlencoded")


def act(client: FlaskClient, **asked: Any) -> str:
    """Do it; gives the address of the act."""
    answer = send(client, preview(client, **asked))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def prices(market: Cast) -> dict[str, int]:
    """What each product of the market costs, by title: its first form's price, and the shelf's beside it where it is shown."""
    with market.above() as work:
        found = work.session.execute(
            select(Product.title, Variant.price_minor, Listing.price_minor)
            .join(Variant, Variant.product_id == Product.id)
            .outerjoin(Listing, Listing.id == Product.id)
        )
        own = {title: (price, shown) for title, price, shown in found}
    assert all(shown in (None, price) for price, shown in own.values())
    return {title: price for title, (price, _shown) in own.items()}


def states(market: Cast) -> dict[str, str]:
    """In which state each product is, by title."""
    with market.above() as work:
        return dict(work.session.execute(select(Product.title, Product.state)).all())


def latest_act(market: Cast) -> BulkAct:
    """The act that was begun last."""
    with market.above() as work:
        return work.session.scalars(select(BulkAct).order_by(BulkAct.made_at.desc())).all()[0]
