"""The place-order verb against the raw driver writing the same rows, eight processes each."""

from __future__ import annotations

import multiprocessing
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import make_url

from marketplace.app import create_app
from marketplace.kernel.ids import new_code, new_token
from marketplace.kernel.settings import read_settings
from marketplace.kernel.work import unit_of_work
from marketplace.trade.cart.prices import price_cart as price
from marketplace.trade.cart.rules import CartLine
from marketplace.trade.checkout import service as placing
from marketplace.trade.shipping.rules import Destination
from tenants.scope import PlatformScope

CLIENTS = 8
SECONDS = 4.0
Goods = list[tuple[Any, ...]]  # number, variant, price, tenant, product


def _verb(goods: Goods, done: Any, start: Any) -> None:
    app = create_app(read_settings())
    to = Destination("06700", "CMX")
    lines = [CartLine(number, variant, 1, minor) for number, variant, minor, *_more in goods]
    address = {
        "postal_code": "06700",
        "state": "x",
        "municipality": "x",
        "settlement": "x",
        "street": "x",
        "exterior": "1",
        "references": None,
    }
    with app.app_context():
        with unit_of_work(PlatformScope("bench")) as work:
            total = price(work, lines, to).total_minor
        start.wait()
        end, count = time.monotonic() + SECONDS, 0
        while time.monotonic() < end:
            with unit_of_work(PlatformScope("checkout")) as work:
                asked = placing.Checkout(
                    new_token(),
                    None,
                    f"b{new_token()}@example.mx",
                    "Bench",
                    "1",
                    address,
                    to,
                    lines,
                    total,
                    "es_MX",
                    new_token(),
                )
                placing.place_purchase(work, asked, hold=timedelta(minutes=15))
            count += 1
        done.put(count)


def _raw(goods: Goods, url: str, done: Any, start: Any) -> None:
    """The same rows by hand: account, purchase, held stock, reservations, orders, lines, fees, events, charge, audit."""
    with psycopg.connect(url) as connection:
        start.wait()
        end, count = time.monotonic() + SECONDS, 0
        while time.monotonic() < end:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', 'tianguis_platform', true)")
                write_purchase(cursor, goods)
            count += 1
        done.put(count)


def write_purchase(cursor: Any, goods: Goods) -> None:
    """Write the rows of one purchase with the driver alone, in the transaction that is open, as the platform's role."""
    now, buyer, purchase = datetime.now(UTC), uuid.uuid4(), uuid.uuid4()
    later = now + timedelta(minutes=15)
    cursor.execute(
        "SELECT l.number, l.variants, l.price_minor, t.rates FROM listing l JOIN shop s USING (tenant_id) "
        "JOIN shipping_terms t ON t.tenant_id = l.tenant_id WHERE l.number = ANY(%s)",
        ([row[0] for row in goods],),
    )
    cursor.fetchall()
    cursor.execute(
        "INSERT INTO account (account_id, kind, email, name, phone, locale, notice_version, created_at) "
        "VALUES (%s, 'guest', 'b', 'B', '1', 'es_MX', 0, %s)",
        (buyer, now),
    )
    cursor.execute(
        "INSERT INTO purchase (account_id, id, code, idempotency_key, state, email, name, phone, address, total_minor, currency, "
        "locale, created_at, expires_at, link_hash, link_expires_at) VALUES (%s, %s, %s, %s, 'awaiting_payment', 'b', 'B', '1', "
        "%s, 1, 'MXN', 'es_MX', %s, %s, %s, %s)",
        (buyer, purchase, new_code(), new_token(), Jsonb({"postal_code": "06700"}), now, later, new_token(), later),
    )
    ordered = sorted(goods, key=lambda row: (row[3], row[1]))
    for _number, variant, _minor, tenant, *_more in ordered:
        cursor.execute(
            "UPDATE stock SET reserved = reserved + 1 WHERE tenant_id = %s AND variant_id = %s AND on_hand > reserved",
            (tenant, variant),
        )
    cursor.executemany(
        "INSERT INTO reservation (tenant_id, id, purchase_id, variant_id, location_id, quantity, state, expires_at) "
        "SELECT %s, %s, %s, %s, id, 1, 'held', %s FROM location WHERE tenant_id = %s",
        [(row[3], uuid.uuid4(), purchase, row[1], later, row[3]) for row in ordered],
    )
    for row in ordered:
        _write_order(cursor, row, buyer, purchase, now)
    _write_charge(cursor, purchase, now)
    cursor.executemany(
        "UPDATE listing SET available = available - 1, version = version + 1 WHERE tenant_id = %s AND id = %s",
        [(row[3], row[4]) for row in sorted(goods, key=lambda row: (row[3], row[4]))],
    )


def _write_order(cursor: Any, row: Any, buyer: uuid.UUID, purchase: uuid.UUID, now: datetime) -> None:
    number, variant, minor, tenant, product, _slug = row
    later, today = now + timedelta(minutes=15), date.today()
    order, line = uuid.uuid4(), uuid.uuid4()
    cursor.execute(
        'INSERT INTO "order" (tenant_id, id, buyer_id, purchase_id, code, state, shop_slug, shop_name, buyer_name, ship_to, '
        "goods_minor, shipping_minor, total_minor, fees_minor, refunded_minor, shipping_back_minor, currency, fee_version, "
        "promise_from, promise_to, "
        "ship_by, placed_at) VALUES (%s, %s, %s, %s, %s, 'awaiting_payment', 's', 'S', 'B', %s, %s, 0, %s, 1, 0, 0, 'MXN', 1, "
        "%s, %s, %s, %s)",
        (tenant, order, buyer, purchase, new_code(), Jsonb({}), minor, minor, today, today, later, now),
    )
    cursor.execute(
        "INSERT INTO order_line (tenant_id, id, buyer_id, order_id, product_id, variant_id, number, title, variant_name, sku, "
        "category, quantity, unit_price_minor, total_minor, warranty_months, warranty_by, return_days, return_paid_by, "
        "returned, going_back, iva_bp, iva_article) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, 't', '', 'k', 'c', 1, %s, %s, 3, 'x', 30, 'seller', 0, 0, 1600, 'LIVA art. 1')",
        (tenant, line, buyer, order, product, variant, number, minor, minor),
    )
    cursor.executemany(
        "INSERT INTO fee_line (tenant_id, id, buyer_id, order_id, order_line_id, kind, rule_id, version, source, "
        "base_minor, rate_bp, "
        "fixed_minor, amount_minor, cause, at) "
        "VALUES (%s, %s, %s, %s, %s, 'commission', 'v1:commission:general', 1, '', 1, 1, 0, 1, 'x', %s)",
        [(tenant, uuid.uuid4(), buyer, order, line, now) for _n in range(10)],
    )
    cursor.execute(
        "INSERT INTO order_event (tenant_id, id, buyer_id, order_id, at, kind, by, note) "
        "VALUES (%s, %s, %s, %s, %s, 'placed', 'B', '')",
        (tenant, uuid.uuid4(), buyer, order, now),
    )


def _write_charge(cursor: Any, purchase: uuid.UUID, now: datetime) -> None:
    charge = uuid.uuid4()
    cursor.execute(
        "INSERT INTO charge (id, purchase_id, reference, amount_minor, currency, provider, provider_ref, state, created_at) "
        "VALUES (%s, %s, 'c', 1, 'MXN', 'stripe', %s, 'pending', %s)",
        (charge, purchase, new_token(), now),
    )
    cursor.execute(
        "INSERT INTO payment_attempt (id, charge_id, number, provider, state, amount_minor, currency, received_minor, created_at) "
        "VALUES (%s, %s, 1, 'stripe', 'new', 1, 'MXN', 0, %s)",
        (uuid.uuid4(), charge, now),
    )
    cursor.execute(
        "INSERT INTO audit_line (id, at, actor, verb, subject, details) VALUES (%s, %s, 'B', 'v', 's', %s)",
        (uuid.uuid4(), now, Jsonb({})),
    )


def _rate(target: Any, baskets: list[Goods], *more: Any) -> float:
    context = multiprocessing.get_context("spawn")
    done, start = context.Queue(), context.Barrier(CLIENTS)
    clients = [context.Process(target=target, args=(basket, *more, done, start)) for basket in baskets]
    for client in clients:
        client.start()
    total = sum(done.get(timeout=120) for _client in clients)
    for client in clients:
        client.join()
    return total / SECONDS


def measure(baskets: list[Goods], app_url: str, rounds: int) -> tuple[list[float], list[float]]:
    """Transactions a second of the raw driver and of the verb, interleaved."""
    raw_url = make_url(app_url).set(drivername="postgresql").render_as_string(hide_password=False)
    raw, verb = [], []
    for _round in range(rounds):
        raw.append(_rate(_raw, baskets, raw_url))
        verb.append(_rate(_verb, baskets))
    return raw, verb
