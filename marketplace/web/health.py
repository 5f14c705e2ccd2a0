"""Is it alive, is it ready, and who are we: for load balancers and proxies.

Each part is told by a word of ours and yes or no: anybody may ask.
"""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from marketplace.kernel import job_figures
from marketplace.kernel.jobs import Lane
from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.kernel.work import unit_of_work
from marketplace.web.access import public_page
from marketplace.web.audiences import Finders
from tenants import resolve
from tenants.names import host_of
from tenants.scope import PlatformScope, PublicScope

log = structlog.get_logger()
room = Blueprint("health", __name__)


MUST_BE_IN_TIME = (Lane.MONEY, Lane.MAIL)


@room.get("/salud/viva")
@public_page
def alive() -> Response:
    """This process answers. Nothing else is asked: a database that is away is no reason to start a process again."""
    return jsonify(alive=True)


@room.get("/salud/lista")
@public_page
def ready() -> tuple[Response, int]:
    """Payments settle and letters leave: the database answers, a worker looks for jobs, none of these is late.

    A search index that is behind is said, and no reason to send nobody here: PostgreSQL answers searches meanwhile.
    """
    parts = {"database": False, "worker": False, "jobs": False, "search": _search_follows()}
    try:
        with unit_of_work(PlatformScope("health"), read_only=True) as work:
            state = job_figures.state(work)
    except SQLAlchemyError as error:
        log.warning("health.database_away", error=type(error).__name__)
    else:
        late = {one.lane for one in state.late}
        parts |= {"database": True, "worker": state.is_looked_after, "jobs": late.isdisjoint(MUST_BE_IN_TIME)}
    is_ready = parts["database"] and parts["worker"] and parts["jobs"]
    return jsonify(ready=is_ready, **parts), 200 if is_ready else 503


def _search_follows() -> bool:
    try:
        return site().part(Finders).is_search_there()
    except Exception:  # whatever a broken index raises
        return False


@room.get("/salud/dominio")
@public_page
def domain() -> tuple[Response, int]:
    """Whether a shop answers at a domain: what a proxy asks before it gets a certificate for it."""
    known: Settings = site().settings
    name = host_of(request.args.get("domain", "")) or ""
    with unit_of_work(PublicScope(), read_only=True) as work:
        shop = resolve.find_shop_at(work.session, name, market_domain=known.market_domain)
    return jsonify(known=shop is not None), 200 if shop else 404
