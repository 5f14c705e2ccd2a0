"""On the first of a month each shop gets the draft of its global invoice: what nobody asked an invoice for, to the centavo."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from marketplace.kernel.calendar import mexican_day, month_after, month_before, month_of, morning_of
from marketplace.money.cfdi.reading import parse_xml
from marketplace.trade.invoices.drafting import draft_global
from marketplace.trade.invoices.models import GlobalInvoice, GlobalInvoiceLine
from marketplace.trade.invoices.monthly import draw_up_globals
from marketplace.trade.orders.models import Purchase
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask as ask_back
from tests.care.asking import finish
from tests.cast import Cast
from tests.trade.invoices.papers import ask, order_of, paid

CFDI = "{http://www.sat.gob.mx/cfd/4}"


def last_month(market: Cast) -> date:
    """All that was paid was paid in the last hour of the month before, in Mexico City; gives its first day."""
    with market.above() as work:
        this = month_of(mexican_day(work.now))[0]
        work.session.execute(update(Purchase).values(paid_at=morning_of(this) - timedelta(hours=1)))
    return month_before(this)


def draw_up(market: Cast) -> list[GlobalInvoice]:
    with market.above("clock") as work:
        draw_up_globals(work)
    with market.above() as work:
        return list(work.session.scalars(select(GlobalInvoice)))


def test_months_follow_each_other_over_the_year() -> None:
    assert month_before(date(2027, 1, 31)) == date(2026, 12, 1)
    assert month_after(date(2026, 12, 5)) == date(2027, 1, 1)
    assert month_before(date(2026, 3, 31)) == date(2026, 2, 1)


def test_it_holds_the_orders_of_the_month_to_the_centavo(market: Cast, worker: Worker) -> None:
    codes = [make.paid_order(market, worker, [make.line(make.goods(market, price_minor=33_333), 1)]) for _ in range(2)]
    month = last_month(market)
    (one,) = draw_up(market)
    totals = [order_of(market, code).total_minor for code in codes]
    assert (one.tenant_id, one.month, one.orders) == (market.alpaca.id, month, 2)
    assert one.total_minor == one.base_minor + one.tax_minor == sum(totals)
    with market.as_alicia() as work:
        root = parse_xml(draft_global(work, month))
    assert root.get("Total") == f"{sum(totals) / 100:.2f}"
    assert root.get("Sello") is None
    assert {node.get("NoIdentificacion") for node in root.iter(f"{CFDI}Concepto")} == set(codes)
    period, receiver = root.find(f"{CFDI}InformacionGlobal"), root.find(f"{CFDI}Receptor")
    assert (period.get("Periodicidad"), period.get("Meses"), period.get("Año")) == ("04", f"{month:%m}", f"{month:%Y}")
    assert (receiver.get("Rfc"), receiver.get("Nombre")) == ("XAXX010101000", "PUBLICO EN GENERAL")


def test_how_the_largest_was_paid_stands_for_all(market: Cast, worker: Worker) -> None:
    paid(market, worker, "oxxo", price_minor=90_000)
    for way in ("credit", "spei"):
        paid(market, worker, way, price_minor=20_000)
    month = last_month(market)
    draw_up(market)
    with market.as_alicia() as work:
        assert parse_xml(draft_global(work, month)).get("FormaPago") == "01"


def test_whose_invoice_was_asked_for_and_what_is_of_this_month_stay_out(market: Cast, worker: Worker) -> None:
    asked = make.paid_order(market, worker, [make.line(make.goods(market))])
    ask(market, worker, asked)
    last_month(market)
    make.paid_order(market, worker, [make.line(make.goods(market))])
    assert draw_up(market) == []


def test_what_went_back_is_left_out_of_it(market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=20_000), 3)])
    finish(market, worker, ask_back(market, order, 1))
    last_month(market)
    (one,) = draw_up(market)
    assert one.total_minor == order_of(market, order).total_minor - 20_000


def test_a_shop_without_rfc_gets_none(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    with market.above() as work:
        from marketplace.people.sellers.models import ShopTax

        work.session.execute(update(ShopTax).where(ShopTax.tenant_id == market.abedul.id).values(rfc=None))
    last_month(market)
    assert draw_up(market) == []


def test_it_is_drawn_up_once(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    last_month(market)
    (first,) = draw_up(market)
    make.paid_order(market, worker, [make.line(make.goods(market))])
    last_month(market)
    assert [one.id for one in draw_up(market)] == [first.id]
    with market.above() as work:
        assert len(work.session.scalars(select(GlobalInvoiceLine)).all()) == 1


def test_an_order_in_it_can_still_have_its_own_and_says_where_it_stands(market: Cast, worker: Worker) -> None:
    from marketplace.trade.invoices.queries import global_month_of

    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    month = last_month(market)
    draw_up(market)
    with market.as_alicia() as work:
        assert global_month_of(work, order_of(market, code)) == month
    ask(market, worker, code)
