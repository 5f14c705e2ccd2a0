"""What every command stands in: settings that were read, a database that runs, and the house put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from marketplace.app import create_app
from marketplace.database import start_private_server
from marketplace.kernel.settings import Settings, read_settings
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tenants.migrating import TablesAreBusy


@contextmanager
def installation() -> Iterator[Settings]:
    """Read the settings; start the private database where none is configured, and stop it at the end."""
    with installed() as (settings, _server):
        yield settings


@contextmanager
def installed() -> Iterator[tuple[Settings, EmbeddedServer | None]]:
    """The same, with the private server, for who keeps it running."""
    try:
        settings = read_settings()
    except ValidationError as error:
        said = "".join(f"\n✗ {line}" for line in _complaints(error))
        raise click.ClickException(f"The settings are not right (docs/operations.md has them all):{said}") from error
    server, settings = start_private_server(settings)
    try:
        yield settings, server
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}\nTry: tianguis doctor") from error
    except TablesAreBusy as busy:
        raise click.ClickException(str(busy)) from busy
    finally:
        if server is not None:
            server.stop()


def _complaints(error: ValidationError) -> Iterator[str]:
    """Give each wrong setting a line: its name in the environment, and what is asked of it."""
    for one in error.errors():
        name = "".join(str(part) for part in one["loc"])
        if name:
            named = name if name.isupper() else f"TIANGUIS_{name.upper()}"
            yield f"{named}: {one['msg'][0].lower()}{one['msg'][1:]}"
        else:
            yield from one["msg"].removeprefix("Value error, ").splitlines()


@contextmanager
def house(settings: Settings, *, check_database: bool = True) -> Iterator[Flask]:
    """Put the house together for one command, and close its connections at the end."""
    app = create_app(settings, check_database=check_database)
    try:
        yield app
    finally:
        with app.app_context():
            rest()


def owner_url(settings: Settings) -> str:
    """Give the address of the database as the owner of its tables. Raises ClickException where it is not set."""
    if not settings.owner_database_url:
        raise click.ClickException(
            "TIANGUIS_OWNER_DATABASE_URL is not set: migrations run as the owner of the tables, not as the app."
        )
    return settings.owner_database_url
