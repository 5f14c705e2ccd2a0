"""The demo's books prove themselves: what its rows say is computed again, from other rows and by the rules, and agrees."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from marketplace.demo.history.seasons import buen_fin
from marketplace.kernel.calendar import is_business_day, mexican_day
from marketplace.kernel.money import without_tax
from marketplace.window.quality import rules as quality
from marketplace.window.standing import rules as standing
from tenants.embedded import EmbeddedServer
from tests.demo.filled import Filled, fill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

_ORDERS = """FROM "order" o WHERE o.state NOT IN ('awaiting_payment', 'expired')"""


@pytest.fixture(scope="module")
def market(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return fill(server, tmp_path_factory.mktemp("filled"), datetime.now(UTC), orders=4000)


def test_a_tariff_is_announced_with_what_it_would_have_cost_each_shop(market: Filled) -> None:
    versions = market.rows("SELECT version, effective_from > :now AS ahead FROM fee_schedule ORDER BY effective_from")
    assert [row.ahead for row in versions].count(True) == 1
    assert len(versions) >= 3  # two that were before
    announced = versions[-1].version
    (shops,) = market.rows("SELECT count(*) FROM shop WHERE closed_at IS NULL AND status <> 'preparing'")[0]
    figures = market.rows(
        "SELECT orders, was_minor, would_minor FROM fee_estimate WHERE version = :version", version=announced
    )
    assert len(figures) == shops
    assert [row.orders for row in figures].count(0) == 1  # it opened this week
    assert any(row.was_minor != row.would_minor for row in figures)
    assert market.rows("SELECT count(*) FROM fee_acceptance")[0][0] == 1


def test_rules_are_past_in_force_and_announced_and_some_shops_accepted(market: Filled) -> None:
    versions = market.rows("SELECT version, in_force_from > :now AS ahead FROM rules_version ORDER BY version")
    assert [(row.version, row.ahead) for row in versions] == [(1, False), (2, False), (3, True)]
    assert market.rows("SELECT count(*) FROM rules_acceptance WHERE version = 3")[0][0] == 2
    [(shops, told)] = market.rows(
        """SELECT (SELECT count(*) FROM shop WHERE closed_at IS NULL AND status <> 'preparing'),
        (SELECT count(DISTINCT tenant_id) FROM notification WHERE kind = 'rules_announced')"""
    )
    assert told == shops


def test_what_goods_say_was_measured_where_there_is_enough_and_nowhere_else(market: Filled) -> None:
    told = {row.fact: row for row in market.rows("SELECT * FROM fact_effect WHERE branch = ''")}
    filters = told["filtros"]
    assert filters.having_opened * filters.lacking_seen > filters.lacking_opened * filters.having_seen
    assert min(filters.having_opened, filters.lacking_opened) >= quality.LEAST_OPENED
    assert not {"barras", "fabricante", "peso"} & told.keys()
    few = [
        row
        for row in market.rows("SELECT * FROM fact_effect")
        if min(row.having_shops, row.lacking_shops) < quality.LEAST_SHOPS
        or min(row.having_listings, row.lacking_listings) < quality.LEAST_LISTINGS
        or min(row.having_seen, row.lacking_seen) < quality.LEAST_SEEN
    ]
    assert few == []


def test_nothing_is_opened_more_often_than_seen_nor_seen_before_it_was_for_sale(market: Filled) -> None:
    assert market.rows("SELECT count(*) FROM listing_traffic")[0][0] > 5_000
    today = "CAST(CAST(:now AS timestamptz) AT TIME ZONE 'America/Mexico_City' AS date)"
    assert market.rows(f"SELECT 1 FROM listing_traffic WHERE opened > seen OR day > {today}") == []
    wrong = """SELECT t.day, l.published_at FROM listing_traffic t JOIN listing l USING (tenant_id, id)
        WHERE t.day < (l.published_at AT TIME ZONE 'America/Mexico_City')::date"""
    assert market.rows(wrong) == []


def test_there_is_as_much_trade_as_the_market_says(market: Filled) -> None:
    [(orders, buyers, shops, states)] = market.rows(
        """SELECT count(*), count(DISTINCT buyer_id), count(DISTINCT tenant_id), count(DISTINCT ship_to->>'state')
        FROM "order" """
    )
    assert 3800 <= orders <= 4300
    assert buyers >= 60
    assert (shops, states) == (12, 32)


def test_no_shop_lives_of_one_buyer(market: Filled) -> None:
    found = market.rows(
        """SELECT shop_slug, max(n)::float / sum(n) FROM
        (SELECT shop_slug, buyer_id, count(*) AS n FROM "order" GROUP BY 1, 2) x GROUP BY 1"""
    )
    assert max(share for _shop, share in found) < 0.4


def test_every_transaction_of_the_books_sums_to_zero(market: Filled) -> None:
    assert market.wrong("SELECT transaction_id FROM ledger_entry GROUP BY 1 HAVING sum(amount_minor) <> 0") == []


def test_what_an_order_costs_is_the_sum_of_its_lines(market: Filled) -> None:
    assert (
        market.wrong(
            f"""SELECT o.code {_ORDERS} AND (o.total_minor <> o.goods_minor + o.shipping_minor + coalesce(o.wrap_minor, 0)
        OR o.total_minor <>
        (SELECT sum(amount_minor) FROM amount_line a WHERE a.order_id = o.id AND a.kind <> 'tax')
        OR o.goods_minor <> (SELECT sum(l.unit_price_minor * l.quantity) FROM order_line l WHERE l.order_id = o.id)
        OR o.fees_minor <> (SELECT sum(amount_minor) FROM fee_line f WHERE f.order_id = o.id AND f.reverses_id IS NULL
            AND f.kind NOT LIKE 'instalments%'))"""
        )
        == []
    )


def test_some_purchases_were_paid_in_months_and_their_shops_bear_what_that_costs(market: Filled) -> None:
    paid = market.rows("SELECT months, count(*) FROM purchase WHERE months IS NOT NULL GROUP BY months")
    assert {row[0] for row in paid} == {3, 6}
    assert (
        market.wrong(
            """SELECT o.code FROM "order" o JOIN purchase p ON p.id = o.purchase_id WHERE coalesce(o.total_minor, 0) <>
        (SELECT sum(f.base_minor) FROM fee_line f WHERE f.order_id = o.id AND f.kind = 'instalments' AND f.reverses_id IS NULL)
        AND p.months IS NOT NULL"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT a.id FROM payment_attempt a JOIN charge c ON c.paid_by = a.id JOIN purchase p ON p.id = c.purchase_id
        WHERE a.months IS DISTINCT FROM p.months OR (a.months IS NOT NULL AND NOT c.instalments)"""
        )
        == []
    )


def test_taxes_are_those_of_the_law_of_the_day(market: Filled) -> None:
    for amount, base, rate in market.rows(
        "SELECT amount_minor, base_minor, rate_bp FROM amount_line WHERE kind = 'tax'"
    ):
        assert base == without_tax(amount + base, rate)


def test_fees_follow_the_tariff_and_the_law_in_force_when_it_was_sold(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT o.code FROM "order" o JOIN fee_line f ON f.order_id = o.id AND f.reverses_id IS NULL
        LEFT JOIN fee_rule r ON r.id = f.rule_id LEFT JOIN legal_rate l ON l.id = f.rule_id
        WHERE (f.version IS NULL) = (l.id IS NULL) OR (f.version IS NOT NULL AND (f.version <> o.fee_version
        OR r.rate_bp <> f.rate_bp))
        OR (f.version IS NULL AND (l.rate_bp <> f.rate_bp OR l.valid_from > o.placed_at OR l.valid_until <= o.placed_at))"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT code FROM "order" o WHERE fee_version <> (SELECT version FROM fee_schedule s
            WHERE s.effective_from <= o.placed_at
        ORDER BY s.effective_from DESC LIMIT 1)"""
        )
        == []
    )
    assert (
        market.wrong(  # half a centavo away from zero
            """SELECT id FROM fee_line WHERE reverses_id IS NULL AND kind <> 'shipping_subsidy' AND amount_minor <>
        sign(base_minor) * ((abs(base_minor) * rate_bp * 2 + 10000) / 20000) + fixed_minor"""
        )
        == []
    )
    assert len({row[0] for row in market.rows('SELECT DISTINCT fee_version FROM "order"')}) >= 1


def test_what_is_left_to_a_shop_is_what_the_books_say(market: Filled) -> None:
    assert (
        market.wrong(
            f"""SELECT o.code, o.state {_ORDERS} AND o.total_minor - o.refunded_minor
        - (SELECT sum(amount_minor) FROM fee_line f WHERE f.order_id = o.id)
        <> -(SELECT sum(amount_minor) FROM ledger_entry e WHERE e.order_id = o.id AND e.account LIKE 'seller_%'
           AND e.kind NOT LIKE 'payout%')"""
        )
        == []
    )


def test_each_friday_pays_what_there_was_and_one_deposit_did_not_arrive(market: Filled) -> None:
    assert market.rows("SELECT count(*) FROM payout")[0][0] > 300
    assert market.rows("SELECT count(*) FROM payout WHERE state = 'failed'") == [(1,)]
    assert market.wrong(
        """SELECT p.code FROM payout p WHERE p.amount_minor <> (SELECT sum(amount_minor) FROM ledger_entry e
        WHERE e.transaction_id = p.transaction_id AND e.account = 'seller_available')"""
    ) == []  # fmt: skip
    assert market.wrong("SELECT code FROM payout WHERE extract(isodow FROM due_on) > 5") == []
    assert market.wrong(
        """SELECT number FROM payout_file f WHERE total_minor <> (SELECT sum(amount_minor) FROM payout p
        WHERE p.file_id = f.id) OR lines <> (SELECT count(*) FROM payout p WHERE p.file_id = f.id)"""
    ) == []  # fmt: skip
    assert market.rows("SELECT sum(amount_minor) FROM ledger_balance WHERE account = 'seller_on_way'") == [(0,)]
    assert market.rows("SELECT count(*) FROM payout_account WHERE state = 'waiting'") == [(1,)]


def test_what_was_held_of_a_shop_stayed_behind_until_its_appeal_was_right(market: Filled) -> None:
    [(state, upheld)] = market.rows(
        "SELECT m.state, a.upheld FROM measure m JOIN decision_appeal a ON a.against_id = m.id WHERE m.kind = 'hold'"
    )
    assert (state, upheld) == ("lifted", True)
    day = "(h.freed_at AT TIME ZONE 'America/Mexico_City')::date"
    [(kept, later)] = market.rows(
        f"""SELECT count(*) FILTER (WHERE p.kept_minor > 0), count(*) FILTER (WHERE p.due_on > {day})
        FROM payout p JOIN shop_hold h ON h.tenant_id = p.tenant_id"""
    )
    assert kept > 0
    assert later > 0
    assert market.wrong(
        f"""SELECT p.code FROM payout p LEFT JOIN shop_hold h ON h.tenant_id = p.tenant_id
        WHERE p.kept_minor > coalesce(CASE WHEN p.due_on BETWEEN h.first_day AND {day} THEN h.amount_minor END, 0)"""
    ) == []  # fmt: skip


def test_money_is_available_when_its_hold_is_over_and_not_before(market: Filled) -> None:
    assert (
        market.wrong(
            f"""SELECT o.code {_ORDERS} AND o.refunded_minor < o.total_minor AND (o.released_at IS NULL) = EXISTS
        (SELECT 1 FROM ledger_transaction t WHERE t.kind = 'release' AND t.cause = 'order:' || o.id)"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT code FROM "order" o WHERE released_at IS NOT NULL AND (
        (released_at AT TIME ZONE 'America/Mexico_City')::date <= held_until
        OR (SELECT sum(amount_minor) FROM ledger_entry e WHERE e.order_id = o.id AND account = 'seller_pending') <> 0
        OR EXISTS (SELECT 1 FROM money_hold h WHERE h.order_id = o.id AND h.since < o.released_at AND
                   (h.ended_at IS NULL OR h.ended_at > o.released_at)))"""
        )
        == []
    )
    late = market.wrong(
        """SELECT code FROM "order" o WHERE state = 'delivered' AND released_at IS NULL
        AND buyer_name NOT IN ('Carla Méndez', 'Darío Pech')
        AND held_until < (:now AT TIME ZONE 'America/Mexico_City')::date - 1
        AND NOT EXISTS (SELECT 1 FROM money_hold h WHERE h.order_id = o.id AND (h.ended_at IS NULL
        OR h.ended_at > :now - interval '1 day'))"""
    )
    assert late == []


def test_what_went_back_is_what_was_refunded_and_reversed(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT code FROM "order" o WHERE refunded_minor <> (SELECT coalesce(sum(amount_minor), 0)
            FROM refund r WHERE r.order_id = o.id)
        OR refunded_minor > total_minor OR (state = 'cancelled' AND refunded_minor <> total_minor AND EXISTS
        (SELECT 1 FROM ledger_entry e WHERE e.order_id = o.id))"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT o.code FROM "order" o WHERE state = 'cancelled' AND (SELECT sum(amount_minor) FROM fee_line f
            WHERE f.order_id = o.id
        AND EXISTS (SELECT 1 FROM fee_line b WHERE b.reverses_id IS NOT NULL AND b.order_id = o.id)) <> 0"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT r.cause FROM refund r WHERE r.state = 'succeeded' AND (SELECT count(*) FROM ledger_transaction t
        WHERE t.cause = r.cause AND t.kind IN ('reversal', 'refund')) <> 2"""
        )
        == []
    )
    [(due,)] = market.rows("SELECT coalesce(sum(amount_minor), 0) FROM ledger_entry WHERE account = 'refunds_due'")
    [(waiting,)] = market.rows("SELECT coalesce(sum(amount_minor), 0) FROM refund WHERE state <> 'succeeded'")
    assert waiting > 0  # what was paid at OXXO, on its way by the bank
    assert due == -waiting


def test_a_return_gives_back_its_pieces_and_no_more(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT l.id FROM order_line l WHERE l.returned <> (SELECT coalesce(sum(r.quantity), 0)
            FROM return_line r JOIN return_case c
        ON c.id = r.return_id WHERE r.order_line_id = l.id AND c.state = 'refunded')"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT c.code FROM return_case c JOIN refund r ON r.cause = 'return:' || c.id
            WHERE c.refund_minor <> r.amount_minor
        OR c.refund_minor <> c.shipping_minor + (SELECT sum(refund_minor) FROM return_line l WHERE l.return_id = c.id)"""
        )
        == []
    )


def test_each_purchase_was_paid_once_and_whole(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT p.code FROM purchase p WHERE p.total_minor <> (SELECT sum(total_minor) FROM "order" o
            WHERE o.purchase_id = p.id)
        OR p.state = 'paid' AND (SELECT count(*) FROM charge c JOIN payment_attempt a ON a.id = c.paid_by
        AND a.charge_id = c.id
        WHERE c.purchase_id = p.id AND c.state = 'succeeded' AND a.state = 'succeeded' AND c.amount_minor = p.total_minor
        AND a.received_minor = p.total_minor AND EXISTS (SELECT 1 FROM provider_event e WHERE e.charge_id = c.id
        AND e.kind = 'charge.succeeded' AND e.amount_minor = p.total_minor AND e.key = 'charge:' || a.id)) <> 1"""
        )
        == []
    )


def test_stock_is_what_came_less_what_left_at_every_moment(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT id FROM stock s WHERE on_hand <>
            (SELECT coalesce(sum(delta), 0) FROM movement m WHERE m.variant_id = s.variant_id)"""
        )
        == []
    )
    assert market.wrong(_LEVELS.format(order="id", which="true")) == []  # as it was written
    # The story is not told from its beginning to its end; what it does not speak of went as the days go.
    assert market.wrong(_LEVELS.format(order="at, -delta, id", which=_UNTOLD)) == []


_LEVELS = """SELECT * FROM (SELECT variant_id, at, kind, on_hand_after, sum(delta) OVER
    (PARTITION BY variant_id ORDER BY {order}) AS level FROM movement m WHERE {which}) x WHERE level < 0
    OR level <> on_hand_after"""
_UNTOLD = """NOT EXISTS (SELECT 1 FROM reservation r JOIN purchase p ON p.id = r.purchase_id
WHERE r.variant_id = m.variant_id
    AND p.name IN ('Carla Méndez', 'Darío Pech')) AND NOT EXISTS
    (SELECT 1 FROM movement c WHERE c.variant_id = m.variant_id AND c.by = 'Alicia Xicohténcatl' AND c.subject = 'conteo')"""


def test_the_shelf_says_how_many_there_are_and_how_many_were_sold(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT l.title FROM listing l JOIN shop s USING (tenant_id) WHERE s.rest_until IS NULL AND l.available <>
        (SELECT sum(on_hand - reserved) FROM stock k JOIN variant v ON v.id = k.variant_id AND v.removed_at IS NULL
        WHERE k.product_id = l.id)"""
        )
        == []
    )
    assert (
        market.wrong(
            """SELECT l.title FROM listing l WHERE l.popularity <> (SELECT coalesce(-sum(m.delta), 0) FROM movement m
        JOIN stock k USING (variant_id) WHERE k.product_id = l.id
        AND m.kind IN ('sale', 'cancelled', 'returned', 'damaged'))"""
        )
        == []
    )


def test_an_order_goes_its_way_in_order_and_never_ahead_of_today(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT o.code FROM "order" o JOIN purchase p ON p.id = o.purchase_id WHERE p.paid_at < o.placed_at
            OR packed_at < p.paid_at
        OR shipped_at < packed_at OR delivered_at < shipped_at OR released_at < delivered_at OR cancelled_at < p.paid_at
        OR (o.state = 'paid' AND packed_at IS NOT NULL) OR (o.state = 'packed') <> (packed_at IS NOT NULL
        AND shipped_at IS NULL AND
        cancelled_at IS NULL) OR (o.state = 'delivered') <> (delivered_at IS NOT NULL)
        OR (o.state = 'cancelled') <> (cancelled_at IS NOT NULL)"""
        )
        == []
    )
    columns = market.rows(
        """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
        AND data_type = 'timestamp with time zone' AND column_name ~ '(^at|_at)$'
        AND column_name !~ '^(expires|link|run|erase|ends|due|block|valid|starts|turns|begins)'
        AND table_name NOT IN ('job', 'worker_beat', 'erasure', 'hostname', 'data_export', 'account_token', 'mail')"""
    )
    assert len(columns) > 40
    ahead = [
        (table, column)
        for table, column in columns
        if market.rows(f"SELECT 1 FROM \"{table}\" WHERE {column} > :now + interval '5 minutes' LIMIT 1")
    ]
    assert ahead == []


def test_the_timeline_tells_what_the_order_says(market: Filled) -> None:
    for state, kind in (
        ("packed_at", "packed"),
        ("shipped_at", "shipped"),
        ("delivered_at", "delivered"),
        ("cancelled_at", "cancelled"),
    ):
        assert (
            market.wrong(
                f"""SELECT code FROM "order" o WHERE {state} IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM order_event e WHERE e.order_id = o.id AND e.kind = '{kind}' AND e.at = o.{state})"""
            )
            == []
        )
    assert (
        market.wrong(
            """SELECT o.code FROM "order" o JOIN parcel p ON p.order_id = o.id WHERE p.packed_at <> o.packed_at
            OR p.shipped_at <> o.shipped_at
        OR p.delivered_at <> o.delivered_at OR (p.tracking IS NULL) <> (p.shipped_at IS NULL)"""
        )
        == []
    )


def test_shops_work_on_working_days(market: Filled) -> None:
    for shipped, due in market.rows(
        """SELECT shipped_at, ship_by FROM "order" WHERE shipped_at IS NOT NULL
        AND buyer_name NOT IN ('Carla Méndez', 'Darío Pech')"""
    ):
        assert is_business_day(mexican_day(shipped))
        assert is_business_day(mexican_day(due))


def test_seasons_are_seen_in_the_days(market: Filled) -> None:
    days = Counter(mexican_day(row[0]) for row in market.rows('SELECT placed_at FROM "order"'))
    ordinary = sum(days.values()) / len(days)
    today = mexican_day(market.now)

    def mean(first: Any, last: Any) -> float:
        length = (last - first).days + 1
        return sum(days[first + timedelta(days=n)] for n in range(length)) / length

    year = today.year if today > buen_fin(today.year)[1] else today.year - 1
    assert mean(*buen_fin(year)) > 2 * ordinary
    mothers = (
        today.replace(month=5, day=9)
        if today > today.replace(month=5, day=9)
        else today.replace(year=today.year - 1, month=5, day=9)
    )
    assert mean(mothers - timedelta(days=7), mothers) > 1.5 * ordinary
    christmas = today.replace(
        year=today.year if (today.month, today.day) > (12, 24) else today.year - 1, month=12, day=12
    )
    assert mean(christmas, christmas.replace(day=19)) > 1.4 * ordinary


def test_standing_is_what_was_done_in_sixty_days(market: Filled) -> None:
    done = defaultdict(list)
    for slug, due, sent in market.rows(
        """SELECT shop_slug, least(ship_by, cancelled_at), shipped_at FROM "order"
        WHERE placed_at > :now - interval '60 days' AND (state IN ('paid', 'packed') OR shipped_at IS NOT NULL
            OR cancel_code IN ('broken', 'missing', 'no_carrier', 'buyer_asked')
            OR (state = 'cancelled' AND cancel_code IS NULL AND ship_by < cancelled_at))"""
    ):
        done[slug].append((due, sent))
    for slug, share, orders in market.rows("SELECT slug, on_time_bp, orders_60d FROM shop"):
        assert abs(orders - len(done[slug])) <= 1, slug  # measured some seconds after it was filled
        found = standing.on_time(done[slug], market.now)
        assert found is None or abs(found - (share or 0)) < 150, slug


def test_people_talk_in_turn(market: Filled) -> None:
    assert (
        market.wrong(
            """SELECT t.id FROM thread t JOIN LATERAL (SELECT * FROM message m WHERE m.thread_id = t.id
            ORDER BY at DESC LIMIT 1) m ON true
        WHERE t.last_at <> m.at OR t.last_body <> left(m.body, 200) OR t.turn = m.side"""
        )
        == []
    )
    [(messages, both)] = market.rows("SELECT count(*), count(DISTINCT side) FROM message")
    assert messages > 600
    assert both == 2


def test_what_goes_wrong_is_rare_and_has_every_kind(market: Filled) -> None:
    shares = dict(
        market.rows(
            """SELECT 'return', count(*) FROM return_case UNION SELECT 'claim', count(*) FROM claim
            UNION SELECT 'dispute', count(*) FROM dispute"""
        )
    )
    assert all(10 <= count <= 200 for count in shares.values())
    assert {row[0] for row in market.rows("SELECT DISTINCT state FROM return_case")} >= {
        "refunded",
        "declined",
        "requested",
    }
    assert {row[0] for row in market.rows("SELECT DISTINCT cancel_code FROM \"order\" WHERE state = 'cancelled'")} >= {
        "missing",
        "never_came",
        None,
    }


@pytest.mark.parametrize("day", ["2027-01-01T00:30", "2028-02-29T12:00", "2027-05-10T23:40"])
def test_any_day_will_do(server: EmbeddedServer, tmp_path: Path, day: str) -> None:
    now = datetime.fromisoformat(day + "-06:00").astimezone(UTC)
    market = fill(server, tmp_path, now, orders=250, products=240)
    test_every_transaction_of_the_books_sums_to_zero(market)
    test_fees_follow_the_tariff_and_the_law_in_force_when_it_was_sold(market)
    test_what_is_left_to_a_shop_is_what_the_books_say(market)
    test_stock_is_what_came_less_what_left_at_every_moment(market)
    test_an_order_goes_its_way_in_order_and_never_ahead_of_today(market)
    [(first, last)] = market.rows('SELECT min(placed_at), max(placed_at) FROM "order"')
    assert timedelta(days=380) < now - first < timedelta(days=428)
    assert last <= now


def test_everything_for_sale_is_known_to_its_product_by_its_number(market: Filled) -> None:
    query = (
        "SELECT l.number FROM listing l JOIN product p ON p.tenant_id = l.tenant_id AND p.id = l.id "
        "WHERE p.listing_number IS DISTINCT FROM l.number"
    )
    assert market.wrong(query) == []
