"""The glass receipt: with a pencil, from what is shown and nothing else, one comes to the same centavo."""

from __future__ import annotations

import html
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.money.fees.queries import FrozenLine
from marketplace.money.fees.receipt import Receipt, frozen, simulated
from marketplace.money.fees.rules import Fee, FeeKind, Sale, SoldLine, TaxStanding, fees_for
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.taxes.law import SCHEDULE
from tests.web.asking import client_of

_STEP = re.compile(
    r"\$([\d,.]+) × ([\d.]+) %(?: \+ \$([\d,.]+))?(?: \((?:al menos|at least) \$([\d,.]+)\))?"
    r"(?: \((?:hasta|up to) \$([\d,.]+)\))? = \$([\d,.]+)"
)
_BACK = re.compile(r"de vuelta \$([\d,.]+)")
prices = st.integers(1, 9_000_000)


def minor(shown: str | None) -> int:
    return int(Decimal((shown or "0").replace(",", "")) * 100)


def by_pencil(step: str) -> int:
    """Work out a line from its sentence; it must come to what the sentence says."""
    found = _STEP.search(step)
    assert found, step
    base, percent, fixed, floor, cap, said = found.groups()
    worth = Decimal(minor(base)) * Decimal(percent) / 100
    amount = int(worth.quantize(Decimal(1), ROUND_HALF_UP)) + minor(fixed)
    amount = max(amount, minor(floor))
    if cap:
        amount = min(amount, minor(cap))
    assert amount == minor(said), step
    return amount


def check(receipt: Receipt) -> None:
    for line in receipt.lines:
        if line.steps:
            back = sum(minor(found[1]) for step in line.steps if (found := _BACK.search(step)))
            assert sum(by_pencil(step) for step in line.steps if not _BACK.search(step)) - back == abs(line.minor)
    assert receipt.gross_minor + sum(line.minor for line in receipt.lines) == receipt.net_minor


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    lines=st.lists(
        st.tuples(prices, st.sampled_from(["hogar", "novela", "miel", "laptops", "alebrijes"])), min_size=1, max_size=4
    ),
    fixed=st.integers(0, 300),
    shipping=st.integers(0, 40_000),
    own=st.integers(0, 40_000),
    standing=st.sampled_from(TaxStanding),
)
def test_every_line_can_be_worked_out(
    app: Flask, lines: list[tuple[int, str]], fixed: int, shipping: int, own: int, standing: TaxStanding
) -> None:
    sold = [SoldLine(str(n), category, price) for n, (price, category) in enumerate(lines)]
    sale = Sale(sold, shipping, own, standing, fixed)
    fees = fees_for(sale, SCHEDULE)
    kept = [FrozenLine(kind, sum(f.amount_minor for f in of), tuple(of)) for kind, of in _by_kind(fees).items()]
    with app.test_request_context():
        check(simulated(sale, fees))
        check(frozen(sale.gross_minor, kept, names={"0": "Lámpara"}))


def _by_kind(fees: list[Fee]) -> dict[FeeKind, list[Fee]]:
    return {kind: of for kind in FeeKind if (of := [fee for fee in fees if fee.rule.kind is kind])}


def _simulated(sale: Sale) -> Receipt:
    return simulated(sale, fees_for(sale, SCHEDULE))


def test_two_commissions_are_two_lines_with_their_own_rates(app: Flask) -> None:
    sold = [SoldLine("a", "laptops", 116_000), SoldLine("b", "lamparas", 116_000)]
    with app.test_request_context():
        receipt = _simulated(Sale(sold, 0, 0, TaxStanding.REGISTERED))
    commissions = [line for line in receipt.lines if line.label == "Comisión"]
    assert [line.rule[:4] for line in commissions] == ["8 % ", "10 %"]
    check(receipt)


def test_a_share_of_the_fixed_cost_says_that_it_is_one(app: Flask) -> None:
    sale = Sale([SoldLine("a", "hogar", 116_000)], 0, 0, TaxStanding.REGISTERED, 107)
    with app.test_request_context():
        said = [line for line in _simulated(sale).lines if line.label == "Cobro del pago"]
        whole = _simulated(Sale(sale.lines, 0, 0, sale.standing))
    assert "3.6 % de lo que se pagó + $1.07, tu parte de los $3.00 fijos del pago" in said[0].rule
    assert said[0].steps == ["$1,160.00 × 3.6 % + $1.07 = $42.83"]
    assert not any("tu parte" in line.rule for line in whole.lines)


def steps_on(page: str) -> list[str]:
    return [html.unescape(step) for step in re.findall(r'<br><span class="num">(.*?)</span>', page)]


def test_the_pages_of_a_split_purchase_show_the_real_shares(app: Flask, market: Cast, worker: Worker) -> None:
    yarn, hammer = make.goods(market, price_minor=33_300), make.goods(market, shop=market.abedul, price_minor=77_700)
    make.paid_order(market, worker, [make.line(yarn), make.line(hammer)])
    with market.above() as work:
        orders = {order.shop_slug: order.code for order in work.session.scalars(select(Order))}
    carla = client_of(app, market.carla)
    fixed = 0
    for code in orders.values():
        steps = steps_on(carla.get(f"/pedidos/{code}").text)
        assert steps
        assert all(by_pencil(step) >= 0 for step in steps)
        fixed += sum(minor(found[3]) for step in steps if (found := _STEP.search(step)))
    assert fixed == 300
    said = " ".join(carla.get(f"/pedidos/{code}").text for code in orders.values())
    assert "parte de esta tienda en los $3.00 fijos del pago" in said
    for of_the_shop in ("tu parte", "que pagas tú", "por ti", "tu envío", "Te llegan", "Vuelve a quien compró"):
        assert of_the_shop not in said  # the buyer reads it
    alicias = client_of(app, market.alicia).get(f"/vender/hilos-alpaca/pedidos/{orders['hilos-alpaca']}").text
    assert "tu parte de los $3.00 fijos del pago" in alicias
    assert [by_pencil(step) for step in steps_on(alicias)]


@pytest.mark.parametrize("path", ["/tarifas?precio=349.99&categoria=libros", "/tarifas?precio=0.01"])
def test_the_simulators_steps_too(browser_client: FlaskClient, path: str) -> None:
    assert [by_pencil(step) for step in steps_on(browser_client.get(path).text)]


def test_the_law_is_named_by_its_article_and_the_tariff_by_its_version(browser_client: FlaskClient) -> None:
    page = browser_client.get("/tarifas").text
    receipt = page[page.index('id="receipt"') : page.index("</section>")]
    assert "LIF 2026 art. 25" in receipt
    assert "tarifa v1" in receipt
    for anchor in set(re.findall(r'href="/tarifas#([^"]+)"', receipt)):
        assert f'id="{anchor}"' in page, anchor


def test_a_book_keeps_more(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    path = "/vender/hilos-alpaca/productos/simular?variants-0-price=300&category={}"
    book, lamp = (alicia.get(path.format(category)).text for category in ("novela", "lamparas"))
    assert "$300.00 × 2.5 %" in book
    assert "$258.62 × 2.5 %" in lamp  # without the IVA that a book has none of
