"""Who is staff, and as what; somebody who may let others in is always left."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.work import AuditLine
from marketplace.people.accounts import service as accounts
from marketplace.people.accounts.models import Account
from marketplace.platform.staff import errors
from marketplace.platform.staff.service import remove_member, set_role
from tests.cast import PASSWORD, Cast
from tests.web.asking import enter, enter_by, let_proof_age


def join(market: Cast, role: str, name: str = "nora") -> UUID:
    with market.above() as work:
        return accounts.open_account(
            work, email=f"{name}@example.mx", name=name, password_hash=accounts.hash_password(PASSWORD), staff_role=role
        )


def role_of(market: Cast, account_id: UUID) -> str | None:
    with market.above() as work:
        return work.session.scalar(select(Account.staff_role).where(Account.account_id == account_id))


def test_another_role_counts_from_the_next_page(app: Flask, market: Cast) -> None:
    nora = join(market, "moderator")
    client = app.test_client()
    enter_by(client, market, "nora@example.mx")
    assert client.get("/operacion/publicaciones").status_code == 200
    with market.as_sergio() as work:
        set_role(work, nora, "finance")
    refused = client.get("/operacion/publicaciones")
    assert refused.status_code == 403
    assert "quien administra el mercado" in refused.text
    assert client.get("/operacion/libros").status_code == 200
    assert client.get("/operacion/").status_code == 200


def test_who_is_removed_is_out_at_once_and_keeps_the_account(app: Flask, market: Cast) -> None:
    nora = join(market, "administrator")
    client = app.test_client()
    enter_by(client, market, "nora@example.mx")
    with market.as_sergio() as work:
        remove_member(work, nora)
    assert client.get("/operacion/").status_code == 302
    enter_by(client, market, "nora@example.mx")
    assert client.get("/operacion/").status_code == 404
    with market.above() as work:
        assert work.session.scalars(select(AuditLine.verb).where(AuditLine.verb == "staff.remove")).all()


@pytest.mark.parametrize("role", ["moderator", "support", "finance"])
def test_only_administrators_manage_staff(app: Flask, market: Cast, role: str) -> None:
    nora = join(market, role)
    client = app.test_client()
    enter_by(client, market, "nora@example.mx")
    assert client.get("/operacion/equipo").status_code == 403
    for path in (f"/operacion/equipo/{nora}/rol", f"/operacion/equipo/{market.sergio.id}/quitar"):
        assert client.post(path, data={"role": "administrator"}).status_code == 403
    assert role_of(market, nora) == role
    assert role_of(market, market.sergio.id) == "administrator"


def test_who_was_taken_off_a_moment_before_changes_nothing(market: Cast) -> None:
    nora, omar = join(market, "administrator"), join(market, "moderator", "omar")
    with pytest.raises(NotAllowed), market.as_sergio() as work:  # the door was open
        with market.above() as first:
            remove_member(first, market.sergio.id)
        set_role(work, omar, "administrator")
    assert (role_of(market, omar), role_of(market, nora)) == ("moderator", "administrator")


def test_changing_staff_asks_again_who_one_is(app: Flask, market: Cast) -> None:
    nora = join(market, "moderator")
    client = app.test_client()
    enter(client, market.sergio)
    let_proof_age(market)
    for path in (f"equipo/{nora}/rol", f"equipo/{nora}/quitar", "cierres"):
        answer = client.post(f"/operacion/{path}", data={"role": "administrator"})
        assert answer.location.startswith("/confirmar?next="), path
    assert role_of(market, nora) == "moderator"


def test_the_last_administrator_cannot_go(app: Flask, market: Cast) -> None:
    join(market, "moderator")
    for verb in (
        lambda work: set_role(work, market.sergio.id, "support"),
        lambda w: remove_member(w, market.sergio.id),
    ):
        with pytest.raises(errors.LastAdministrator), market.as_sergio() as work:
            verb(work)
    client = app.test_client()
    enter(client, market.sergio)
    answer = client.post(f"/operacion/equipo/{market.sergio.id}/quitar", follow_redirects=True)
    assert "Es la última persona que administra" in answer.text
    assert role_of(market, market.sergio.id) == "administrator"


def test_a_role_that_is_none_and_a_person_who_is_no_staff(market: Cast) -> None:
    with pytest.raises(errors.UnknownRole), market.as_sergio() as work:
        set_role(work, market.sergio.id, "king")
    for verb in (lambda work: set_role(work, market.carla.id, "support"), lambda w: remove_member(w, market.carla.id)):
        with pytest.raises(errors.NoSuchStaff), market.as_sergio() as work:
            verb(work)
    assert role_of(market, market.carla.id) is None


def test_two_administrators_who_remove_each_other_at_once(app: Flask, market: Cast) -> None:
    nora = join(market, "administrator")
    together, refused = threading.Barrier(2), []

    def remove(somebody: UUID) -> None:
        with app.app_context():
            try:
                with market.as_sergio() as work:
                    together.wait()
                    remove_member(work, somebody)
            except errors.LastAdministrator:
                refused.append(somebody)

    threads = [threading.Thread(target=remove, args=(one,)) for one in (nora, market.sergio.id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert [role_of(market, one) for one in (nora, market.sergio.id)].count("administrator") == 1


def test_each_role_enters_the_console_and_nobody_but_administrators_may_everything() -> None:
    assert all(StaffMay.ENTER in granted for granted in STAFF_GRANTED.values())
    assert [role for role, granted in STAFF_GRANTED.items() if granted == frozenset(StaffMay)] == ["administrator"]
