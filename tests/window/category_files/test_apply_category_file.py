"""Staff bring categories as a file: each row says what it would do before it does it, and does it once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.goods.catalog import CategoryData, read_category, save_category
from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.taxonomy_models import CategoryRow, TaxonomyChange
from marketplace.people.accounts.models import Account
from marketplace.window.category_files import COLUMNS, bring_category_file, service
from marketplace.window.category_files.events import CategoryFileWentOn
from marketplace.window.category_files.models import CategoryFile
from marketplace.window.category_files.service import apply_category_file
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

PAGE = "/operacion/categorias/archivos"


def written(*rows: dict[str, str]) -> bytes:
    """A file as a spreadsheet writes it."""
    text = io.StringIO()
    sheet = csv.DictWriter(text, COLUMNS, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue().encode()


def row_of(market: Cast, code: str, **said: str) -> dict[str, str]:
    """The row of a category as it is today, with some of it said otherwise."""
    with market.above() as work:
        data, _version = read_category(work, code)
    attributes = ", ".join(one + ("*" if required else "") for one, required in data.attributes)
    return {
        "codigo": code, "nombre": data.es, "nombre_en": data.en, "direccion": data.slug, "esta_en": data.parent or "",
        "lugar": str(data.position), "datos": attributes, "clave_sat": data.sat_key or "", **said,
    }  # fmt: skip


def bring(market: Cast, worker: Worker, *rows: dict[str, str]) -> UUID:
    with market.as_sergio() as work:
        file_id = bring_category_file(work, written(*rows))
    worker.drain()
    return file_id


def apply(market: Cast, file_id: UUID) -> None:
    with market.as_sergio() as work:
        apply_category_file(work, file_id)


def of_file(market: Cast, file_id: UUID) -> CategoryFile:
    with market.above() as work:
        return work.session.get_one(CategoryFile, file_id)


def kinds(market: Cast, file_id: UUID) -> list[str]:
    return [one["kind"] for one in of_file(market, file_id).found]


def said(market: Cast, code: str) -> CategoryData:
    with market.above() as work:
        return read_category(work, code)[0]


def count(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(CategoryRow)) or 0


class WorkerDied(Exception):
    """Ends a job between two of its statements."""


NEW = {"nombre": "Talabartería", "nombre_en": "Saddlery", "datos": "material*, color"}
BELOW = {"nombre": "Sillas de montar", "nombre_en": "Saddles", "esta_en": "talabarteria"}


def test_the_file_of_today_does_nothing(app: Flask, market: Cast, worker: Worker) -> None:
    staff = client_of(app, market.sergio)
    today = staff.get("/operacion/categorias/hoy.csv")
    assert today.data.startswith(b"\xef\xbb\xbf")
    answer = staff.post(PAGE, data={"file": (io.BytesIO(today.data), "categorias.csv")})
    worker.drain()
    page = staff.get(answer.location).text
    assert f"Iguales: {count(market)}." in page
    assert "Aplicar los" not in page
    assert staff.post(f"{answer.location}/aplicar", follow_redirects=True).text.count("Ningún renglón hace") == 1
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(TaxonomyChange)) == 0


def test_what_it_does_is_shown_and_then_done_once(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    staff, before = client_of(app, market.sergio), count(market)
    rows = (
        BELOW, NEW, row_of(market, "estambres", nombre="Hilazas", datos="weight_g*"), row_of(market, "telas", datos="nada"),
        row_of(market, "agujas-ganchos"),
    )  # fmt: skip
    answer = staff.post(PAGE, data={"file": (io.BytesIO(written(*rows)), "nuevas.csv")})
    worker.drain()
    page = staff.get(answer.location).text
    assert "Nuevas: 2. Cambian: 1. Iguales: 1. No se pueden: 1." in page
    assert "1 producto, 1 a la venta" in page
    assert "nada" in page
    assert count(market) == before
    assert said(market, "estambres").es == "Estambres e hilos"

    assert staff.post(f"{answer.location}/aplicar").status_code == 302
    assert staff.post(f"{answer.location}/aplicar").status_code == 302
    worker.drain()
    assert count(market) == before + 2
    assert said(market, "sillas-de-montar").parent == "talabarteria"
    assert said(market, "talabarteria").attributes == (("material", True), ("color", False))
    assert (said(market, "estambres").es, said(market, "estambres").attributes) == ("Hilazas", (("weight_g", True),))
    assert said(market, "telas").attributes != (("nada", False),)
    with market.above() as work:
        changes = work.session.scalars(select(TaxonomyChange)).all()
        assert {(one.code, one.by) for one in changes} == {
            (code, "Sergio Núñez") for code in ("talabarteria", "sillas-de-montar", "estambres")
        }
        assert work.session.get_one(Product, (market.alpaca.id, goods.product_id)).attributes == make.YARN.attributes
    assert "Aplicado" in staff.get(PAGE).text


def test_what_changed_since_it_was_seen_is_left_as_it_is(market: Cast, worker: Worker) -> None:
    file_id = bring(market, worker, row_of(market, "estambres", nombre="Hilazas"), NEW)
    data = said(market, "estambres")
    with market.as_sergio() as work:
        save_category(work, "estambres", replace(data, es="Madejas"), version=1)
    apply(market, file_id)
    worker.drain()
    assert kinds(market, file_id) == ["refused", "new"]
    assert of_file(market, file_id).found[0]["fault"]["code"] == "catalog.taxonomy_edited"
    assert said(market, "estambres").es == "Madejas"
    assert said(market, "talabarteria").en == "Saddlery"


def test_who_may_no_more_changes_nothing_by_a_file_of_before(market: Cast, worker: Worker) -> None:
    file_id, before = bring(market, worker, NEW), count(market)
    apply(market, file_id)
    with market.above() as work:
        work.session.execute(update(Account).where(Account.account_id == market.sergio.id).values(staff_role="finance"))
    worker.drain()
    assert kinds(market, file_id) == ["refused"]
    assert count(market) == before


def test_it_goes_on_where_a_worker_died(market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_AT_ONCE", 1)
    file_id, before = bring(market, worker, NEW, BELOW, row_of(market, "telas", nombre="Lienzos")), count(market)
    apply(market, file_id)
    with pytest.raises(WorkerDied), market.above() as work:
        service.carry_on_file(work, CategoryFileWentOn(file_id))
        raise WorkerDied
    assert of_file(market, file_id).done == 0
    assert count(market) == before
    worker.drain()
    assert of_file(market, file_id).done == 3
    assert count(market) == before + 2
    assert said(market, "telas").es == "Lienzos"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"nombre": ""}, "nombre: Hace falta."),
        ({"nombre": "x" * 61}, "nombre: Es más largo de lo que cabe: hasta 60 letras."),
        ({"lugar": "1.5"}, "lugar: Escribe un número entero, sin decimales."),
        ({"iva": "gratis"}, "iva: Para el IVA puede ser: general, food, plant, medicine, book, o vacío."),
        ({"clave_sat": "12"}, "clave_sat: La clave del SAT son ocho números, como 11151700."),
        ({"retirada": "quizá"}, "retirada: Escribe sí o no."),
        ({"esta_en": "nunca"}, "esta_en: "),
        ({"codigo": "nunca"}, ""),
        ({"direccion": "¡Hola!"}, ""),
        ({"esta_en": "talabarteria"}, ""),
    ],
)
def test_a_row_that_cannot_be_is_told_and_left_out(
    app: Flask, market: Cast, worker: Worker, row: dict[str, str], told: str
) -> None:
    before = count(market)
    file_id = bring(market, worker, {**NEW, **row})
    assert kinds(market, file_id) == ["refused"]
    page = client_of(app, market.sergio).get(f"{PAGE}/{file_id}")
    assert told in page.text
    assert page.text.count('class="error"') == 1
    assert count(market) == before


def test_rows_that_stand_below_each_other_end_somewhere(market: Cast, worker: Worker) -> None:
    before = count(market)
    around = [
        {"nombre": f"Vuelta {n}", "nombre_en": f"Turn {n}", "esta_en": f"vuelta-{(n + 1) % 1500}"} for n in range(1500)
    ]
    file_id = bring(market, worker, *around)
    assert set(kinds(market, file_id)) == {"refused"}
    assert count(market) == before


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Elige un archivo."),
        (b"\x00\x01\x02", "No es"),
        (b"nombre,precio\nTaza,3\n", "No es un archivo de categorías: le faltan las columnas"),
        (written({"codigo": "telas"}, {"codigo": "telas"}), "Los renglones 2 y 3 son de la misma categoría, telas."),
        (written(*[{"nombre": str(n)} for n in range(2_001)]), "Tiene más de 2,000 renglones."),
    ],
)
def test_what_is_no_file_of_categories_is_not_taken(app: Flask, market: Cast, data: bytes, told: str) -> None:
    answer = client_of(app, market.sergio).post(PAGE, data={"file": (io.BytesIO(data), "x.csv")})
    assert answer.status_code in (409, 422)
    assert told in answer.text
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(CategoryFile)) == 0


def test_one_that_is_left_does_nothing_any_more(app: Flask, market: Cast, worker: Worker) -> None:
    file_id, before = bring(market, worker, NEW), count(market)
    staff = client_of(app, market.sergio)
    assert staff.post(f"{PAGE}/{file_id}/dejar").status_code == 302
    assert "ya se aplicó o se dejó" in staff.post(f"{PAGE}/{file_id}/aplicar", follow_redirects=True).text
    worker.drain()
    assert count(market) == before
