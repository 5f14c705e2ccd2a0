"""The twin, in the sandbox's place while a test lasts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.app import settings_of
from marketplace.money.payments.gateways import connect_providers, use_provider
from tests.money.payments.twin import Twin


@pytest.fixture
def twin(app: Flask) -> Iterator[Twin]:
    """A provider that remembers, and fails as told."""
    made = Twin(settings_of(app).secret_keys[0])
    use_provider(made)
    yield made
    connect_providers(settings_of(app))
