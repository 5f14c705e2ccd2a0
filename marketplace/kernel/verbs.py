"""Whom a verb is for stands on the verb: `@verb(needs=May.SHIP_ORDERS)`.

Whatever calls it passes the same check, before anything is done: a page, the API, an import, a hook, a job. The machine
itself (SYSTEM) holds no permission, so that no job does what a person has to decide. Doors take their sign from the verb
that they call (`web/access.py: requires`); what carries no mark is a step of other verbs, of reactions and of the
clock, and no door calls it (`tests/architecture/test_verbs.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from marketplace.kernel.permissions import May, StaffMay

if TYPE_CHECKING:
    from marketplace.kernel.work import Work


class _Proof(Enum):
    PROOF = "proof"


# For verbs of no permission: who asks proves by what they hold (a session, a cart, a link, a signature) that it is theirs.
PROOF = _Proof.PROOF

Needs = May | StaffMay | _Proof

_P = ParamSpec("_P")
_R = TypeVar("_R")

_needs: dict[Callable[..., Any], Needs] = {}


def verb(*, needs: Needs) -> Callable[[Callable[Concatenate[Work, _P], _R]], Callable[Concatenate[Work, _P], _R]]:
    """Say whom a verb is for. One that needs a permission raises NotAllowed for an actor without it, and does nothing."""

    def mark(do: Callable[Concatenate[Work, _P], _R]) -> Callable[Concatenate[Work, _P], _R]:
        if isinstance(needs, _Proof):
            _needs[do] = needs
            return do

        @wraps(do)
        def guarded(work: Work, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            work.require(needs)
            return do(work, *args, **kwargs)

        _needs[guarded] = needs
        return guarded

    return mark


def needs_of(do: Callable[..., Any]) -> Needs | None:
    """Say whom a verb is for; None of what is a step of the house."""
    return _needs.get(do)


def permission_of(do: Callable[..., Any]) -> May | StaffMay:
    """Say which permission a verb needs; raises LookupError where it needs none."""
    found = needs_of(do)
    if found is None or isinstance(found, _Proof):
        raise LookupError(f"{do.__module__}.{do.__qualname__} needs no permission")
    return found


def verbs() -> dict[Callable[..., Any], Needs]:
    """Every verb of the modules that are loaded, with whom it is for."""
    return dict(_needs)
