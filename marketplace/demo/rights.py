"""What people of the demo market did with their data: a copy that is ready, a request that waits, an account that leaves."""

from __future__ import annotations

from datetime import timedelta

from marketplace.demo.story import Story, at
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.privacy import ConsentPurpose, Right, consents, erasure, exports, requests
from tenants.scope import PlatformScope

_BLOCKED = timedelta(days=30)


def tell(story: Story) -> None:
    """Everybody has accepted the notice; Carla has a copy, Darío asks for a correction, Itzel is leaving."""
    with at(story.ago(20)), unit_of_work(PlatformScope("demo")) as work:
        for account_id in story.people.values():
            consents.accept_notice(work, account_id)
        consents.switch(work, story.people["carla"], ConsentPurpose.NEWS, on=True)
    dario, itzel = story.people["dario"], story.people["itzel"]
    with at(story.ago(4)), unit_of_work(PlatformScope("demo"), Actor("Darío Pech", dario)) as work:
        requests.ask(
            work,
            kind=Right.RECTIFICATION,
            name="Darío Pech",
            email="dario@demo.tianguis.example",
            body="Mi teléfono cambió. En mis compras de este año todavía sale el anterior.",
            locale="es_MX",
            visitor=Visitor(),
            account_id=dario,
        )
    with at(story.ago(2)), unit_of_work(PlatformScope("demo"), Actor("Itzel Cob", itzel)) as work:
        erasure.ask_erasure(work, itzel, blocked_for=_BLOCKED)
    carla = story.people["carla"]
    with unit_of_work(PlatformScope("demo"), Actor("Carla Méndez", carla)) as work:
        exports.ask_export(work, carla)
    story.settle(0)
