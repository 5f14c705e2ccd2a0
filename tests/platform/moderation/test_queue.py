"""The queue: what checks flag comes first, with why; they decide nothing, and the page reads an index."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from sqlalchemy import Engine, select, text

from marketplace.goods.catalog import service as products
from marketplace.kernel.uploads import keep_image
from marketplace.platform.moderation import checks, queries
from marketplace.platform.moderation.flagging import ask_for_marks
from marketplace.platform.moderation.models import ContentMark, ModerationCase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.platform.moderation.reporting import report
from tests.web.asking import client_of


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Estambre de alpaca, muy suave", []),
        ("Vapeador recargable", ["forbidden"]),
        ("Réplica AAA, escríbeme a x@y.mx", ["forbidden", "contact"]),
        ("Llámame al 55 1234 5678", ["contact"]),
        ("Pulsera con forma de caracol", []),
    ],
)
def test_words_are_flagged_with_their_rule(said: str, codes: list[str]) -> None:
    found = checks.check_words(said)
    assert [flag.code for flag in found] == codes
    assert all(flag.rule and flag.source for flag in found if flag.code == "forbidden")


def test_prices_norms_pictures_and_texts_are_compared() -> None:
    assert checks.check_price(10_000, 10_000) is None
    assert checks.check_price(40_001, 10_000) == checks.Flag("price_far", "40001:10000")
    assert checks.check_price(2_499, 10_000) is not None
    assert checks.check_price(1, None) is None
    assert checks.check_norm(("electronica", "cargadores"), "Sin nada") is not None
    assert checks.check_norm(("electronica", "cargadores"), "Cumple la NOM-001-SCFI") is None
    assert checks.check_norm(("textiles", "estambres"), "Sin nada") is None
    one, other = (checks.hash_picture(drawn(size)) for size in (400, 180))
    assert one is not None
    assert other is not None
    assert checks.look_alike(one, other)
    assert set(checks.bands_of(one)) & set(checks.bands_of(one ^ 0b111))
    assert checks.hash_picture(Image.new("RGB", (400, 300), "white")) is None
    assert checks.hash_text("corto") is None
    assert checks.hash_text("Á " * 50) == checks.hash_text("a, " * 50)


def drawn(size: int) -> Image.Image:
    picture = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(picture)
    for step in range(7):
        draw.ellipse((step * 53, step * 31, step * 53 + 90, step * 31 + 120), fill=(step * 35, 90, 200 - step * 20))
    return picture.resize((size, size * 3 // 4))


def test_the_riskiest_waits_first_and_says_why(app: Flask, market: Cast, worker: Worker) -> None:
    key = keep_image(uploads_of(app).public, drawn(400)).key
    sold = make.goods(market, shop=market.abedul, title="Madeja lila")
    with market.as_bruno() as work:
        products.add_picture(work, sold.product_id, key=key, alt="Una madeja", width=400, height=300)
    with market.above("clock") as work:
        ask_for_marks(work)
    worker.drain()
    ids = []
    for title in ("Estambre suave", "Vapeador de alpaca"):
        ids.append(make.draft(market, title=title))
        with market.as_alicia() as work:
            if len(ids) == 1:
                again = keep_image(uploads_of(app).public, drawn(300)).key
                products.add_picture(work, ids[0], key=again, alt="Una madeja", width=300, height=225)
            products.submit_product(work, ids[-1], shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    reported = make.goods(market, title="Ovillo", shop=market.abedul)
    report(market, reported.number)
    worker.drain()
    with market.above() as work:
        rows, total = queries.waiting(work)
        assert total == 3
        flags = {row.title: {flag["code"] for flag in row.flags} for row in rows}
        assert work.session.scalars(select(ContentMark).where(ContentMark.key == key)).one().value is not None
    assert [row.title for row in rows] == ["Vapeador de alpaca", "Estambre suave", "Ovillo"]
    assert "forbidden" in flags["Vapeador de alpaca"]
    assert "same_picture" in flags["Estambre suave"]
    assert rows[0].risk > rows[1].risk > rows[2].risk
    sergio = client_of(app, market.sergio)
    first = sergio.get("/operacion/publicaciones/siguiente").location
    page = sergio.get(first).text
    assert "“vapeador”" in page
    assert "decide una persona" in page
    assert sergio.post(f"{first}/aprobar").location.endswith("/siguiente")  # flags decide nothing
    assert sergio.get("/operacion/publicaciones/siguiente").location != first
    with market.above() as work:
        approved = work.session.scalars(select(ModerationCase).where(ModerationCase.product_id == ids[1])).one()
        assert approved.state == "approved"


def test_a_page_of_the_queue_reads_both_indexes_in_order(market: Cast, administrator: Engine) -> None:
    asked = queries.in_order(*queries._both(), 30, 0)
    with administrator.connect() as connection:
        # There is next to nothing in the tables, so that anything is as cheap.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        sql = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(row[0] for row in connection.execute(text("EXPLAIN " + sql)))
    assert "ix_moderation_case_queue" in plan
    assert "ix_report_case_queue" in plan


def test_what_a_shop_sends_again_is_checked_again(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, description="Búscame en www.hilos.mx"))
        products.submit_product(work, goods.product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")
    worker.drain()
    with market.above() as work:
        case = work.session.scalars(select(ModerationCase).where(ModerationCase.state == "open")).one()
    assert [flag["code"] for flag in case.flags] == ["contact"]
    assert case.risk == checks.WEIGHTS["contact"]
