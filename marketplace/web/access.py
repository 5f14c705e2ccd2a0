"""Who may enter. A view without a sign does not open: the app refuses to start.

A sealed view runs in one unit of work: its first argument is the work, its return commits, its raise rolls back.
GET and HEAD open a read-only one, so that no GET can write.
"""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, g, make_response, request, session
from flask.globals import request_ctx
from sqlalchemy.exc import DBAPIError

from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.verbs import permission_of
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.web.audiences import AUDIENCES, Sign, audience_of
from tenants.scope import Scope

View = Callable[..., Any]


class AfterCommit:
    """What a view leaves to be done when its work is committed, outside of any: it talks to somebody, then answers."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.answer = answer


_SAFE = ("GET", "HEAD", "OPTIONS")
# Serialization failure, deadlock, and a row that somebody else wrote a moment before: the other one won, and trying again
# is right: the view then finds what the other wrote, and says so in its own words.
_TRY_AGAIN = ("40001", "40P01", "23505")
_TRIES = 3


def seal(view: View, sign: Sign) -> View:
    """Put a sign on a door: check it, open the unit of work, call the view with it."""

    @wraps(view)
    def sealed(**arguments: Any) -> Response:
        assert request.blueprint is not None  # sealed views hang on audience rooms only
        audience = audience_of(request.blueprint)
        if sign.who not in audience.signs:  # the app does not start with such a door; this is the second lock
            raise DoorWithoutSign(request.endpoint)
        scope, actor = audience.stand(sign, arguments)
        read_only = request.method in _SAFE

        def run() -> Response:
            return _run(view, scope, actor, arguments, read_only=read_only)

        if read_only or not hasattr(view, "with_files"):
            return run()

        def ask_first() -> None:
            with unit_of_work(scope, actor, read_only=True) as work:
                view.may_bring_files(work, **arguments)  # type: ignore[attr-defined]  # see `uploads`

        answer: Response = view.with_files(ask_first, run)  # taking files in needs time, and no rows
        return answer

    sealed.sign = sign  # type: ignore[attr-defined]  # read by check_signs
    return sealed


def _run(view: View, scope: Scope, actor: Actor, arguments: dict[str, Any], *, read_only: bool) -> Response:
    """Call a view in its unit of work, again where somebody else was quicker at a row."""
    told = ToldBrowser()
    for remaining in reversed(range(_TRIES)):
        try:
            with unit_of_work(scope, actor, read_only=read_only) as work:
                g.work = work
                said = view(work, **arguments)
                answer = said if isinstance(said, AfterCommit) else make_response(said)
        except BaseException as error:
            told.take_back()
            if not isinstance(error, DBAPIError) or not _may_try_again(error) or not remaining:
                raise
            time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - jitter, not a secret
        else:
            return make_response(answer.answer()) if isinstance(answer, AfterCommit) else answer
    raise AssertionError("the loop returns or raises")


def _may_try_again(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _TRY_AGAIN


class ToldBrowser:
    """What a browser is being told (session, messages, cookies, who is signed in): it follows the commit.

    A view says it on its way; where the view raises or its work does not commit, `take_back` makes it unsaid.
    """

    def __init__(self) -> None:
        context = request_ctx._get_current_object()  # type: ignore[attr-defined]  # a proxy
        self._context = context
        self._session = copy.deepcopy(dict(session))
        self._modified = session.modified
        self._flashes = copy.copy(context.flashes)
        self._cookies = len(context._after_request_functions)
        self._g = dict(g.__dict__)

    def take_back(self) -> None:
        """Make everything unsaid that was said since."""
        session.clear()
        session.update(copy.deepcopy(self._session))
        session.modified = self._modified
        self._context.flashes = copy.copy(self._flashes)
        del self._context._after_request_functions[self._cookies :]
        g.__dict__.clear()
        g.__dict__.update(self._g)


def anyone(view: View) -> View:
    """Anybody may enter; the view sees what is public, and what is theirs when they are known."""
    return seal(view, Sign("anyone"))


def caller(hear: Callable[[dict[str, Any]], None]) -> Callable[[View], View]:
    """A machine outside that signs what it says; the view stands above the walls.

    `hear` gets the view's arguments before any unit of work is opened, may add to them what it read, and raises
    BadSignature.
    """
    return lambda view: seal(view, Sign("caller", hear=hear))


def is_for_anybody(view: View) -> bool:
    """Whether anybody may look at what a view shows: the public's own pages."""
    sign = sign_of(view)
    return sign is not None and sign.who == "anyone"


def anyone_above(reason: str) -> Callable[[View], View]:
    """Anybody may enter, and the view stands above the walls for a reason that is on the list."""
    return lambda view: seal(view, Sign("anyone", above=reason))


def own_cart(view: View) -> View:
    """Anybody may enter, and the view sees the cart of whoever is signed in, or else of this browser."""
    return seal(view, Sign("browser"))


def buyer_only(view: View) -> View:
    """A signed-in person, or the guest of a purchase that this browser made or opened by its link."""
    return seal(view, Sign("buyer"))


def buyer_above(reason: str) -> Callable[[View], View]:
    """As `buyer_only`, above the walls for a reason that is on the list."""
    return lambda view: seal(view, Sign("buyer", above=reason))


def signed_in(view: View) -> View:
    """A signed-in person."""
    return seal(view, Sign("person"))


def signed_in_above(reason: str, *, fresh: bool = False) -> Callable[[View], View]:
    """As `signed_in`, above the walls for a reason that is on the list.

    `fresh`: who did not show who they are within the last quarter of an hour is asked to, and led back.
    """
    return lambda view: seal(view, Sign("person", above=reason, fresh=fresh))


def requires(asked: May | StaffMay | Callable[..., Any], *, fresh: bool = False) -> Callable[[View], View]:
    """A member of the shop, of staff, or a key, who holds what the verb needs that the view calls.

    A view that only looks names its permission itself. `fresh` as for `signed_in_above`; not for keys.
    """
    permission = asked if isinstance(asked, May | StaffMay) else permission_of(asked)
    return lambda view: seal(view, Sign("member", permission=permission, fresh=fresh))


def public_page(view: View) -> View:
    """Anybody may enter, and no database is needed. The view takes no work."""
    view.sign = Sign("anyone")  # type: ignore[attr-defined]  # read by check_signs
    return view


def sign_of(view: View) -> Sign | None:
    """Give the sign on a door; None where it has none of its own."""
    found: Sign | None = getattr(view, "sign", None)
    return found


class DoorWithoutSign(Exception):
    """A view does not say who may enter."""


# Doors of libraries, which we cannot seal: pictures of the house, and nothing of its rows.
_UNSEALED = frozenset({"static", "bootstrap.static"})


def check_signs(app: Flask) -> None:
    """Refuse to start while a view does not say who may enter, or says what its audience does not know.

    Raises DoorWithoutSign.
    """
    unsigned = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in _UNSEALED and not _is_signed(endpoint, view)
    ]
    if unsigned:
        raise DoorWithoutSign(", ".join(sorted(unsigned)))


def _is_signed(endpoint: str, view: View) -> bool:
    """Whether a view carries a sign that its audience knows: any other would be passed by."""
    sign = getattr(view, "sign", None)
    audience = AUDIENCES.get(endpoint.partition(".")[0].rpartition("_")[2])
    return sign is not None and sign.who in (audience.signs if audience else {"anyone"})
