"""The twin of Stripe, with a memory and bad days, while a test lasts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.app import settings_of
from marketplace.money.payments.gateways import connect_providers, use_provider
from tests.cast import Cast
from tests.money.payments.twin import Twin


@pytest.fixture
def twin(app: Flask, market: Cast) -> Iterator[Twin]:
    """A provider that remembers, and fails as told."""
    made = Twin(settings_of(app))
    use_provider(made)
    yield made
    connect_providers(settings_of(app))
