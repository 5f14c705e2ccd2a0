"""The page for who might sell here: each thing it says leads to its proof, and its simulator is the tariff's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from marketplace.kernel.ids import new_id
from marketplace.people.sellers.applying import Draft
from marketplace.people.sellers.models import Application, Shop
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.window.storefront.simulating import usual_way
from tests.cast import Cast

PAGE = "/vende-aqui"


def net(page: str) -> str:
    found = re.search(r'<span class="net">([^<]+)</span>', page)
    assert found is not None
    return found[1]


def test_a_stranger_reads_what_a_price_leaves_as_the_tariff_says_it(app: Flask, market: Cast) -> None:
    stranger = app.test_client()
    ways = "precio=1160&categoria=hogar&envio=99&paga=tienda"
    assert net(stranger.get(f"{PAGE}?{ways}").text) == net(stranger.get(f"/tarifas?{ways}").text)
    ways = "precio=349.50&categoria=estambres&envio=120&paga=comprador"
    assert net(stranger.get(f"{PAGE}?{ways}").text) == net(stranger.get(f"/tarifas?{ways}").text)


def test_every_proof_opens_for_a_stranger(app: Flask, market: Cast) -> None:
    stranger = app.test_client()
    page = stranger.get(PAGE).text
    proofs = re.findall(r'<p class="m0">\s*<a href="(/[^"]+)">', page.split('id="que-hace-falta"')[0])
    assert len(proofs) >= 6
    for proof in proofs:
        path, _sharp, anchor = proof.partition("#")
        shown = stranger.get(path)
        assert shown.status_code == 200, proof
        assert not anchor or f'id="{anchor}"' in shown.text, proof


@pytest.mark.parametrize("odd", ["precio=gratis", "envio=mucho", "peso=3+metros", "precio=-1", "precio=999999999999"])
def test_what_is_no_number_is_said_at_its_box_and_stays(app: Flask, market: Cast, odd: str) -> None:
    answer = app.test_client().get(f"{PAGE}?{odd}")
    name, _equals, typed = odd.partition("=")
    assert answer.status_code == 200
    assert f'id="{name}-mal"' in answer.text
    assert f'value="{typed.replace("+", " ")}"' in answer.text


def test_the_usual_way_is_the_median_of_what_open_shops_publish(market: Cast) -> None:
    with market.above() as work:
        assert usual_way(work, 1000) is None  # of two shops nothing is usual
    with market.above() as work:
        model = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))
        said = {column.name: getattr(model, column.name) for column in Shop.__table__.columns}
        for number in range(6):
            tenant_id = new_id()
            told = {"slug": f"otra-{number}", "name": f"Otra {number}", "tenant_id": tenant_id, "id": tenant_id}
            work.session.add(Shop(**{**said, **told, "status": "preparing" if number == 5 else "open"}))
            rate = {"base_minor": 1_000_000 if number == 5 else 10_000 + number, "per_kg_minor": 500}
            work.session.add(
                ShippingTerms(
                    tenant_id=tenant_id, id=tenant_id, postal_code="06700", state_code="CMX", handling_days=1,
                    cutoff_hour=12, free_from_minor=None, uncovered_states=[], rates={"national": rate}, version=1,
                )
            )  # fmt: skip
    with market.above() as work:
        first, further = usual_way(work, 1000), usual_way(work, 2500)
        assert first is not None
        assert further is not None
        assert first < 1_000_000
        assert further > first


def test_how_long_a_review_takes_is_measured_or_promised(app: Flask, market: Cast) -> None:
    stranger = app.test_client()
    assert "la mitad de las solicitudes" not in stranger.get(PAGE).text
    assert "en 2 días hábiles a más tardar" in stranger.get(PAGE).text
    with market.above() as work:
        for number in range(11):
            work.session.add(
                Application(
                    id=new_id(), account_id=new_id(), state="declined", created_at=work.now, note="", email="",
                    applicant="", city="", region="", state_code="", submitted_at=work.now - timedelta(hours=number + 1),
                    decided_at=work.now, **vars(Draft()),
                )
            )  # fmt: skip
    assert "respuesta en 6 horas o menos" in stranger.get(f"{PAGE}?peso=999").text
    with market.above() as work:
        work.session.execute(update(Application).values(decided_at=work.now - timedelta(days=200)))
    assert "la mitad de las solicitudes" not in stranger.get(f"{PAGE}?peso=998").text
