"""Whatever fits the API's own description gets an answer that fits it too."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth

from marketplace.platform.channels import service as channels
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.slow

CALM = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_operation_of_the_description(app: Flask, market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        token = channels.make_key(work, name="schema")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 6
    for operation in operations:

        @CALM
        @given(case=operation.as_strategy())
        def run(case: schemathesis.Case) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code < 500
            # Keys are tested in test_v1.py; this check would send the same key again and wonder that it opens.
            case.validate_response(answer, excluded_checks=[ignored_auth])

        run()
