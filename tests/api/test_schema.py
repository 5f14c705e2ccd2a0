"""Whatever fits the API's own description gets an answer that fits it too, and so does what does not fit it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from marketplace.goods.groups import open_group
from marketplace.platform.channels import service as channels
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.doors.hostile import EVERY
from tests.doors.knocking import rules_of
from tests.doors.table import DOORS, Key
from tests.money.cfdi import monthly

pytestmark = pytest.mark.slow

CALM = settings(
    max_examples=150 if EVERY else 8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
BASE = "/api/v1/openapi.json"
# Keys are tested in test_v1.py: the check would send the same key again and wonder that it opens. And a line of signs that
# nobody sees fits the description, and is empty. What a query carries beside what is asked for is let be.
BESIDE = [ignored_auth, positive_data_acceptance]


def beside(case: schemathesis.Case) -> list[Any]:
    """The checks that are not made of an answer."""
    return [*BESIDE, negative_data_rejection] if case.method == "GET" else BESIDE


@pytest.fixture
def there(market: Cast, worker: Worker) -> dict[str, str]:
    """What addresses of the API may name: an order that may be shipped, a product, its variant, a group of customers, a
    tax paper.
    """
    goods = make.goods(market)
    with market.as_alicia() as work:
        group_id = open_group(work, "Mayoristas")
    code = make.paid_order(market, worker, [make.line(goods)])
    monthly.give_rfc(market)
    monthly.draw(market, worker)
    return {
        "code": code, "product_id": str(goods.product_id), "variant_id": str(goods.variant_id),
        "group_id": str(group_id), "paper_id": str(monthly.papers(market)["commission"].id),
    }  # fmt: skip


@pytest.fixture
def token(market: Cast) -> str:
    """A key that may do whatever an owner may."""
    with market.as_alicia() as work:
        return channels.make_key(work, name="schema", may=channels.KEY_MAY)


def test_the_description_names_every_door_of_the_api(app: Flask) -> None:
    schema = schemathesis.openapi.from_wsgi(BASE, app)
    described = {(one.ok().method.upper(), one.ok().full_path) for one in schema.get_all_operations()}
    assert described == {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for endpoint, lock in DOORS.items()
        if isinstance(lock, Key)
        for rule, method in rules_of(app, endpoint)
    }


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("named", ["what is there", "anything"])
def test_every_operation_answers_as_it_is_described(
    app: Flask, there: dict[str, str], token: str, mode: GenerationMode, named: str
) -> None:
    schema = schemathesis.openapi.from_wsgi(BASE, app)
    for found in schema.get_all_operations():
        operation = found.ok()
        asked = {one.name for one in operation.path_parameters}
        fixed: Any = {name: there[name] for name in asked} if named == "what is there" and asked else None
        strategy = operation.as_strategy(mode, **({"path_parameters": fixed} if fixed else {}))

        @CALM
        @given(case=strategy)
        def run(case: schemathesis.Case) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code < 500
            case.validate_response(answer, excluded_checks=beside(case))

        run()
