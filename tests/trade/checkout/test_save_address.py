"""Keeping addresses in an account: at most ten, each under a name of its own, and nobody else's."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.trade.checkout.address_book import change_address, list_addresses, remove_address, save_address
from marketplace.trade.checkout.errors import LabelTaken, NoSuchAddress, TooManyAddresses
from marketplace.trade.checkout.models import SavedAddress
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Person
from tests.platform.privacy.asking import archive, ask_export, leave_for_good, table
from tests.platform.privacy.conftest import later
from tests.racing import at_once
from tests.web.asking import FORM, client_of

__all__ = ["later"]


def kept(market: Cast, person: Person) -> list[str]:
    """What somebody keeps, by name, as it would be offered to them."""
    with market.above() as work:
        return [one.label for one in list_addresses(work, person.id)]


def save(market: Cast, label: str = "Casa", **other: str) -> UUID:
    with market.as_carla() as work:
        return save_address(work, market.carla.id, make.kept_address(label, **other))


def test_an_address_is_kept_as_it_was_told(market: Cast) -> None:
    told = replace(make.kept_address(), interior="4-B", between="Durango y Colima", references="Portón verde")
    with market.as_carla() as work:
        key = save_address(work, market.carla.id, told)
    with market.above() as work:
        row = work.session.get_one(SavedAddress, key)
        assert {part: getattr(row, part) for part in vars(told)} == vars(told)
        assert (row.number, row.used_at) == (1, None)


@pytest.mark.parametrize("label", ["Casa", "casa", " CÁSA "])
def test_two_of_one_person_are_not_called_the_same(market: Cast, label: str) -> None:
    save(market)
    with pytest.raises(LabelTaken), market.as_carla() as work:
        save_address(work, market.carla.id, make.kept_address(label, street="Colima"))
    assert kept(market, market.carla) == ["Casa"]
    with market.as_diego() as work:  # another person's may
        save_address(work, market.diego.id, make.kept_address(label.strip()))
    assert len(kept(market, market.diego)) == 1


def test_there_are_ten_at_most_and_one_that_goes_leaves_its_place(market: Cast) -> None:
    keys = [save(market, f"Casa {number}") for number in range(10)]
    with pytest.raises(TooManyAddresses), market.as_carla() as work:
        save_address(work, market.carla.id, make.kept_address("Una más"))
    assert len(kept(market, market.carla)) == 10
    with market.as_carla() as work:
        remove_address(work, market.carla.id, keys[3])
    save(market, "Una más")
    with market.above() as work:
        assert sorted(work.session.scalars(select(SavedAddress.number))) == list(range(1, 11))


def test_one_is_said_anew_and_keeps_its_own_name(market: Cast) -> None:
    key = save(market)
    save(market, "Trabajo")
    with market.as_carla() as work:
        change_address(work, market.carla.id, key, make.kept_address("casa", street="Colima"))
    assert set(kept(market, market.carla)) == {"casa", "Trabajo"}
    with pytest.raises(LabelTaken), market.as_carla() as work:
        change_address(work, market.carla.id, key, make.kept_address("trabajo", street="Durango"))
    with market.above() as work:
        assert work.session.get_one(SavedAddress, key).street == "Colima"


def test_what_is_anothers_or_nobodys_is_not_found(market: Cast) -> None:
    key = save(market)
    told = make.kept_address("Mía", street="Colima")
    for address_id in (key, new_id()):
        with pytest.raises(NoSuchAddress), market.as_diego() as work:
            change_address(work, market.diego.id, address_id, told)
        with pytest.raises(NoSuchAddress), market.as_diego() as work:
            remove_address(work, market.diego.id, address_id)
    with pytest.raises(NoSuchAddress), market.as_diego() as work:  # by her name: the wall stands behind
        remove_address(work, market.carla.id, key)
    with pytest.raises(NoSuchAddress), market.above() as work:  # above the walls: whose it is, is asked for too
        remove_address(work, market.diego.id, key)
    assert kept(market, market.carla) == ["Casa"]
    with market.as_alicia() as work:
        assert work.session.scalars(select(SavedAddress)).all() == []


def test_of_two_that_are_the_tenth_at_once_one_is_kept(app: Flask, market: Cast) -> None:
    for number in range(9):
        save(market, f"Casa {number}")
    clients = [client_of(app, market.carla) for _ in range(4)]

    def send(number: int, together: threading.Barrier) -> int:
        form = {**FORM, "label": f"A la vez {number}"}
        together.wait()
        return clients[number].post("/cuenta/direcciones/nueva", data=form).status_code

    assert sorted(at_once(app, 4, send)) == [302, 422, 422, 422]
    assert len(kept(market, market.carla)) == 10


def test_who_leaves_takes_their_addresses_along(market: Cast, later: Callable[[timedelta], None]) -> None:
    save(market)
    with market.as_diego() as work:
        save_address(work, market.diego.id, make.kept_address("La de Diego"))
    leave_for_good(market, market.carla, later)
    with market.above() as work:
        assert work.session.scalars(select(SavedAddress.label)).all() == ["La de Diego"]


def test_their_copy_holds_them(app: Flask, market: Cast, worker: Worker) -> None:
    save(market, references="Portón verde")
    with market.as_diego() as work:
        save_address(work, market.diego.id, make.kept_address("La de Diego"))
    export_id = ask_export(market, market.carla.id)
    worker.drain()
    rows = table(archive(app, market, export_id), "saved_address")
    assert [(row["label"], row["street"], row["references"]) for row in rows] == [("Casa", "Orizaba", "Portón verde")]
    assert "La de Diego" not in json.dumps(rows)


def test_the_database_holds_the_limit_itself(market: Cast) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError, match="ck_saved_address_number"), market.above() as work:
        one = SavedAddress(account_id=market.carla.id, number=11, saved_at=work.now, **vars(make.kept_address("Once")))
        work.session.add(one)
        work.session.flush()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(SavedAddress)) == 0
