"""What the app under test was put together with, and another of its settings for a while."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from marketplace.app import settings_of, site_of
from marketplace.kernel.settings import Settings
from marketplace.kernel.site import NAME
from marketplace.kernel.uploads import Uploads
from marketplace.window.search.gateways.executor import Executor

__all__ = ["executor_of", "put_settings", "settings_of", "site_of", "uploads_of"]


def uploads_of(app: Flask) -> Uploads:
    """The two stores."""
    return site_of(app).uploads


def executor_of(app: Flask) -> Executor:
    """This process's view of the index."""
    return site_of(app).part(Executor)


def put_settings(app: Flask, settings: Settings) -> None:
    """Put other settings into the installation; the rest of it stays as it is."""
    app.extensions[NAME] = replace(site_of(app), settings=settings)
