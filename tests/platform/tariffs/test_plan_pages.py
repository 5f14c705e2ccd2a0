"""Plans on pages: staff decide one and answer, the shop reads why, anybody tries one in the simulator, programs read them."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from marketplace.kernel.work import unit_of_work
from marketplace.money.fees.models import FeeRule
from marketplace.people.sellers import ShopPlan
from marketplace.people.sellers.models import PlanDecision
from marketplace.platform.channels.service import KEY_MAY, make_key
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.doors.forms import forms_in
from tests.money.fees.tariffs import BY_PLAN, enter_in_force, forget, forgotten, open_day, publish
from tests.platform.tariffs.announcing import FIDEL
from tests.platform.tariffs.drafting import begun, said
from tests.platform.tariffs.planning import WHY, ask, decide, plans
from tests.web.asking import client_of

SUPPORT, BASE = ShopPlan.SUPPORT, ShopPlan.BASE
CONSOLE = "/operacion/planes"
OF_ALPACA = f"{CONSOLE}/hilos-alpaca"
OF_SHOP = "/vender/hilos-alpaca/tarifas"


@pytest.fixture(autouse=True)
def _rules_by_plan(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        enter_in_force(administrator, BY_PLAN)
        yield


def read(page: str) -> str:
    """A page as it is read: words with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_staff_look_a_shop_up_decide_and_see_what_was_decided(app: Flask, market: Cast) -> None:
    sergio = client_of(app, market.sergio)
    assert "Todas están en el plan Base" in sergio.get(CONSOLE).text
    assert sergio.get(f"{CONSOLE}?shop=hilos-alpaca").location == OF_ALPACA
    assert sergio.post(OF_ALPACA, data={"plan": "support", "reason": WHY, "number": "0"}).status_code == 302
    assert plans(market) == (SUPPORT, BASE)
    page = read(sergio.get(OF_ALPACA).text)
    assert f"Lo decidió Sergio Núñez: {WHY}" in page
    assert "Hilos Alpaca" in sergio.get(CONSOLE).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"plan": ""}, "Elige uno."),
        ({"reason": ""}, "Falta este dato."),
        ({"reason": "Porque sí"}, "con 10 letras o más"),
        ({"plan": "base"}, ""),  # it is in it, and none other is offered
        ({"plan": "rich"}, ""),
        ({"starts_on": "mañana"}, "Escribe la fecha completa"),
        ({"starts_on": "2020-01-01"}, "Ese día ya pasó."),
        ({"plan": "volume", "starts_on": "2020-01-01"}, "Se avisa 30 días antes"),
        ({"number": "7"}, "Alguien decidió otra cosa"),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_box_and_kept(
    app: Flask, market: Cast, typed: dict[str, str], sentence: str
) -> None:
    sergio = client_of(app, market.sergio)
    answer = sergio.post(OF_ALPACA, data={"plan": "support", "reason": WHY, "number": "0", **typed})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    kept = next(one for one in forms_in(answer.text, OF_ALPACA) if "plan" in one.boxes)
    assert (kept.boxes["reason"].holds or ("",))[0].strip() == typed.get("reason", WHY)
    assert kept.boxes["number"].holds == ("0",)
    with market.above() as work:
        assert work.session.scalars(select(PlanDecision)).all() == []


def test_a_shop_that_there_is_not_is_not_found(app: Flask, market: Cast) -> None:
    sergio = client_of(app, market.sergio)
    assert sergio.get(f"{CONSOLE}/nadie").status_code == 404
    assert sergio.post(f"{CONSOLE}/nadie", data={"plan": "support", "reason": WHY, "number": "0"}).status_code == 404


def test_the_shop_reads_its_plan_what_comes_and_why_and_asks(app: Flask, market: Cast) -> None:
    alicia, ada = client_of(app, market.alicia), client_of(app, market.ada)
    assert "todas las tiendas de las que no se decidió otra cosa" in read(alicia.get(OF_SHOP).text)
    decide(market, SUPPORT)
    decide(market, BASE)
    page = read(alicia.get(OF_SHOP).text)
    assert re.search(rf"Apoyo : cooperativas, .*Desde el .* Lo decidió Sergio Núñez: {re.escape(WHY)}", page)
    assert re.search(r"Desde el .* será el plan Base\. .*\(puede costar más\)", page)
    assert "Pedir o apelar" not in ada.get(OF_SHOP).text  # only who owns the shop asks
    assert ada.post(f"{OF_SHOP}/plan", data={"body": "Queremos seguir."}).status_code == 403
    assert alicia.post(f"{OF_SHOP}/plan", data={"body": ""}).status_code == 422
    assert alicia.post(f"{OF_SHOP}/plan", data={"body": "Queremos seguir en Apoyo."}).status_code == 302
    page = read(alicia.get(OF_SHOP).text)
    assert "Queremos seguir en Apoyo." in page
    assert "Le toca a Tianguis contestar." in page
    assert "Tianguis decidió el plan Apoyo" in read(alicia.get("/vender/hilos-alpaca/actividad").text)
    assert "Queremos seguir" not in client_of(app, market.bruno).get("/vender/ferreteria-abedul/tarifas").text


def test_who_decided_sees_no_box_for_the_answer_and_another_answers(app: Flask, market: Cast) -> None:
    decide(market, SUPPORT)
    asked = ask(market)
    sergio = client_of(app, market.sergio)
    assert "petición de plan por contestar" in sergio.get("/operacion/").text
    assert "La petición la contesta otra persona" in sergio.get(OF_ALPACA).text
    assert sergio.post(f"{OF_ALPACA}/peticion/{asked}", data={"answer": "No."}).status_code == 422
    assert (
        "no existe o ya se contestó"
        in sergio.post(f"{OF_ALPACA}/peticion/{market.alicia.id}", data={"answer": "No."}).text
    )


def test_the_same_in_english(app: Flask, market: Cast) -> None:
    decide(market, SUPPORT)
    ask(market)
    alicia, sergio, visitor = client_of(app, market.alicia), client_of(app, market.sergio), app.test_client()
    for client in (alicia, sergio, visitor):
        client.post("/idioma", data={"locale": "en"})
    assert "Support : co-operatives, artisans and small producers" in read(alicia.get(OF_SHOP).text)
    assert "Somebody else answers the request" in read(sergio.get(OF_ALPACA).text)
    public = read(visitor.get("/tarifas?plan=support&categoria=estambres").text)
    assert "there the rule of the Support plan comes first" in public


def test_anybody_tries_a_plan_and_reads_who_is_in_which(app: Flask, market: Cast) -> None:
    visitor = app.test_client()
    base = read(visitor.get("/tarifas?categoria=estambres").text)
    support = read(visitor.get("/tarifas?categoria=estambres&plan=support").text)
    assert "Volumen : tiendas con 200 pedidos o más en 60 días" in base
    assert "(plan Apoyo)" in base  # among the rules
    assert "ahí vale antes la del plan Apoyo" not in base
    assert "ahí vale antes la del plan Apoyo" in support
    assert '<option value="support" selected>' in " ".join(visitor.get("/tarifas?plan=support").text.split())
    assert visitor.get("/tarifas?plan=rich").status_code == 200
    told = visitor.get("/tarifas.json").json
    assert [one["shop_plan"] for one in told["shop_plans"]] == ["base", "support", "volume"]
    rules = [rule for rule in told["versions"][0]["rules"] if rule["shop_plan"] == "support"]
    assert [(rule["category"], rule["rate_bp"]) for rule in rules] == [("textiles", 400)]
    changes = [one for one in told["versions"][0]["changes"] if one["shop_plan"] == "support"]
    assert [(one["category"], one["is_more"]) for one in changes] == [("textiles", False)]


def commission_of(app: Flask, key: str) -> tuple[str, str, int, str]:
    """What the API simulates for a piece of 1,160.00: the plan, rule and amount of the commission, and why."""
    asked = {"items": [{"category": "estambres", "price_minor": 116_000}]}
    answer = app.test_client().post("/api/v1/simulations", headers={"Authorization": f"Bearer {key}"}, json=asked).json
    fee = next(one for one in answer["items"][0]["fees"] if one["kind"] == "commission")
    return answer["shop_plan"], fee["rule"], fee["amount_minor"], fee["why"]


def test_what_a_shop_simulates_is_of_its_own_plan_and_a_neighbours_is_not(app: Flask, market: Cast) -> None:
    make.goods(market, price_minor=116_000)
    with market.as_alicia() as work:
        mine = make_key(work, name="Caja", may=KEY_MAY)
    with market.as_bruno() as work:
        other = make_key(work, name="Caja", may=KEY_MAY)
    alicia = client_of(app, market.alicia)
    prices = [read(alicia.get("/vender/hilos-alpaca/precios").text)]
    assert commission_of(app, mine)[:3] == ("base", "v2:v9:commission:textiles:all:0", 7_000)
    decide(market, SUPPORT)
    plan, rule, amount, why = commission_of(app, mine)
    assert (plan, rule, amount) == ("support", "v2:v9:commission:textiles:support:0", 4_000)
    assert "ahí vale antes la del plan Apoyo" in why
    assert commission_of(app, other)[:3] == ("base", "v2:v9:commission:textiles:all:0", 7_000)
    prices.append(read(alicia.get("/vender/hilos-alpaca/precios").text))
    assert prices[0] != prices[1]
    listed = alicia.post(
        "/vender/hilos-alpaca/precios/simular",
        data={"file": (io.BytesIO(b"clave,categoria,precio,costo\nA,estambres,1160,"), "precios.csv")},
    )
    listed.request.environ["wsgi.input"].close()
    (row,) = csv.DictReader(io.StringIO(listed.get_data(as_text=True).removeprefix("\ufeff")))
    assert (row["plan"], row["comision"]) == ("support", "46.40")  # with its IVA


def test_the_receipt_of_an_order_says_why_also_later(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market, price_minor=116_000)
    decide(market, SUPPORT)
    code = make.paid_order(market, worker, [make.line(goods)])
    decide(market, BASE)
    page = read(client_of(app, market.alicia).get(f"/vender/hilos-alpaca/pedidos/{code}").text)
    assert "ahí vale antes la del plan Apoyo" in page
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {make_key(work, name='Caja', may=KEY_MAY)}"}
    fees = app.test_client().get(f"/api/v1/orders/{code}", headers=key).json["fees"]
    plans_of_steps = {one["kind"]: {step["shop_plan"] for step in one["steps"]} for one in fees}
    assert plans_of_steps.pop("commission") == {"support"}
    assert set().union(*plans_of_steps.values()) == {None}
    mine = read(client_of(app, market.carla).get(f"/pedidos/{code}").text)
    assert "plan Apoyo" not in mine  # the tariff speaks to who sells


def test_a_rule_for_a_plan_is_drafted_seen_and_published(
    app: Flask, market: Cast, worker: Worker, administrator: Engine
) -> None:
    forget(administrator)
    sergio = client_of(app, market.sergio)
    path = begun(sergio)
    with market.above() as work:
        day = open_day(work, 20)
    form = said(
        sergio, path, summary="Menos para Apoyo.", summary_en="Less for Support.", starts_on=day.isoformat(),
        **{"rules-5-category": "alimentos", "rules-5-shop_plan": "support", "rules-5-rate": "5"},
    )  # fmt: skip
    assert sergio.post(path, data=form).status_code == 302
    worker.drain()
    page = read(sergio.get(path).text)
    assert "Comisión, Alimentos y café, plan Apoyo: antes 7 %, después 5 %" in page
    assert "A nadie le cobra más: se anuncia 15 días antes." in page
    twice = {**said(sergio, path), "rules-6-category": "alimentos", "rules-6-shop_plan": "support", "rules-6-rate": "4"}
    assert sergio.post(path, data=twice).status_code == 302
    assert "las reglas 6 y 7 valen igual para el mismo precio" in read(sergio.get(path).text)
    assert sergio.post(path, data={**said(sergio, path), "rules-6-removed": "y"}).status_code == 302
    worker.drain()
    with unit_of_work(PlatformScope("staff"), FIDEL) as work:
        publish(work, UUID(path.rpartition("/")[2]))
    with market.above() as work:
        rule = work.session.scalars(select(FeeRule).where(FeeRule.version == 2, FeeRule.shop_plan == "support")).one()
        assert (rule.id, rule.rate_bp) == ("v2:commission:alimentos:support", 500)
