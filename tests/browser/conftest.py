"""A real browser against a real server: the app, its worker and its index, on a port of this machine."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect, sync_playwright
from werkzeug.serving import make_server

from marketplace.app import create_app
from marketplace.demo.seed import PASSWORD, seed
from marketplace.kernel.settings import Settings
from marketplace.modules import CLOCK_JOBS
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import follow
from marketplace.worker import Worker
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tests.conftest import clone_template
from tests.faults.waiting import until

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium; without one these tests are skipped, and say so."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine (scripts/find_chromium.py)")
    return found


@pytest.fixture(scope="session")
def demo_market(chromium: str, server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo market in a database of its own, served; gives its address."""
    name = f"demo_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    clone_template(server, name)
    settings = Settings().model_copy(
        update={
            "database_url": server.app_url(name),
            "owner_database_url": server.administrator_url(name),
            "var": tmp_path_factory.mktemp("demo"),
        }
    )
    app: Flask = create_app(settings)
    seed(app, settings)
    index = Index(settings.search_dir)
    clock_jobs = tuple(
        one for one in CLOCK_JOBS if one.name != "ask_for_packing"
    )  # half a minute of encoding beside tests
    worker = Worker(app, clock_jobs=clock_jobs, host_tasks=(lambda: follow(index),))
    web = make_server("127.0.0.1", 0, app, threaded=True)
    settings.base_url = f"http://127.0.0.1:{web.port}"
    threads = [threading.Thread(target=web.serve_forever), threading.Thread(target=worker.run)]
    with app.app_context():
        follow(index)
    for thread in threads:
        thread.start()
    yield f"http://127.0.0.1:{web.port}"
    worker.stop()
    web.shutdown()
    for thread in threads:
        thread.join()
    web.server_close()
    with app.app_context():
        rest()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()


def _shows_a_page(answer: Response) -> bool:
    is_asked = answer.request.resource_type in ("document", "fetch")
    is_there = answer.status != 204 and answer.status not in range(300, 400)  # not what a page notes by itself
    return is_asked and is_there and "html" in answer.headers.get("content-type", "")


class Visit:
    """Somebody's browser window, with small words for what people do."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        """Open an address of the market."""
        self.page.goto(self.base + path)
        return self.page

    def follow(self, control: Locator) -> None:
        """Press what leads to another page, or to the same anew, and wait until that has loaded."""
        with self.page.expect_navigation(wait_until="load"):
            control.click()

    def press(self, control: Locator, how: Callable[[Locator], object] = Locator.click) -> None:
        """Use what changes the page where one is, and wait for it: exchanged with scripts, loaded anew without."""
        with self.page.expect_response(_shows_a_page) as answered:
            how(control)
        answered.value.finished()
        if answered.value.request.resource_type == "document":
            self.page.wait_for_load_state()
        else:
            self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def sign_in(self, name: str) -> None:
        """Enter as one of the demo's people; who was here before is let in by the cookie they got then."""
        if name in _ENTERED:
            self.context.add_cookies([{"name": "tianguis", "value": _ENTERED[name], "url": self.base}])
            if "/entrar" not in self.go("/cuenta").url:
                return
        self.go("/entrar")
        self.page.get_by_label("Correo").fill(f"{name}@demo.tianguis.example")
        self.page.get_by_label("Contraseña").fill(PASSWORD)
        enter = self.page.get_by_role("main").get_by_role("button", name="Entrar")
        self.follow(enter)
        # The page shows the code of the demo's people. One is good once: who enters often waits for the next.
        shown = self.page.locator("[data-demo-code]")
        while shown.count():
            self.page.get_by_label("Código").fill(shown.inner_text())
            self.follow(enter)
            if shown.count():
                self.page.wait_for_timeout(1000 * (_CODE_SECONDS - time.time() % _CODE_SECONDS + 0.5))
        _ENTERED[name] = next(str(one["value"]) for one in self.context.cookies() if one["name"] == "tianguis")

    def reload_until(self, there: Locator) -> None:
        """Load a page that stands still again until something is on it that a worker brings about."""
        until(lambda: bool(self.page.reload()) and there.count() > 0)


_CODE_SECONDS = 30
_PATIENCE_MS = 60_000
expect.set_options(timeout=_PATIENCE_MS)
_ENTERED: dict[str, str] = {}  # the demo's people who entered in this run, with their browser's cookie


@pytest.fixture
def visit(browser: Browser, demo_market: str) -> Iterator[object]:
    """Makes windows: `visit()` is somebody new, `visit(width=360)` on a phone, `visit(locale="en")` in English."""
    opened: list[BrowserContext] = []

    def make(*, width: int = 1280, locale: str = "es-MX", javascript: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale, java_script_enabled=javascript
        )
        context.set_default_timeout(_PATIENCE_MS)
        opened.append(context)
        return Visit(context, demo_market)

    yield make
    for context in opened:
        context.close()
