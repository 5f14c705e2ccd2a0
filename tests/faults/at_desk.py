"""A web process that dies at a named point of what somebody asked of it: `python -m tests.faults.at_desk <point> <what> <about>`.

`page`: a buyer is led to the provider's page. `file`: staff prepare a file for the bank. `answer`: staff bring the bank's answer,
`<number> <line>`. Points are those of `working.die_asking`, `before_commit` and `after_commit`.
"""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from marketplace.app import create_app
from marketplace.kernel import work
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.payments.asking import open_page
from marketplace.money.payouts import bank_files
from tenants.scope import PlatformScope
from tests.faults.working import die, die_asking


def prepare(point: str) -> None:
    """Lay the trap."""
    if " " in point:
        return die_asking(point)
    commit = work._commit

    def die_there(session: Any) -> None:
        session.flush()
        if point == "after_commit":
            commit(session)
        die()

    work._commit = die_there
    return None


def do(what: str, about: list[str]) -> None:
    """Do what was asked. The first word about it names the purchase, or who of the staff it is."""
    if what == "page":
        open_page(UUID(about[0]))
        return
    actor = Actor("Somebody", UUID(about[0]), "finance", frozenset(STAFF_GRANTED["finance"]))
    with unit_of_work(PlatformScope("staff"), actor) as writing:
        if what == "file":
            bank_files.prepare_file(writing)
        else:
            bank_files.take_answer(writing, about[1], f"referencia,resultado,motivo\n{about[2]}")


def main(point: str, what: str, *about: str) -> None:
    """Ask, and die."""
    app = create_app()
    with app.app_context():
        prepare(point)
        do(what, list(about))


if __name__ == "__main__":
    main(*sys.argv[1:])
