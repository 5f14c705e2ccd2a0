"""A day of the books that is over gets a root that everybody may read; a shop proves its entries from it, offline."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from marketplace.kernel.calendar import mexican_day, night_of
from marketplace.money.ledger import balance, check_proof
from marketplace.money.ledger.merkle import MerkleTree
from marketplace.money.ledger.models import LedgerEntry, SealedDay
from marketplace.money.ledger.sealing import broken_days, chained, line_of, prove_day, seal_days
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def seal(market: Cast, *, days_later: int = 0) -> list[SealedDay]:
    """The clock looks, so many days later; gives the days that are sealed."""
    with market.above("clock") as work:
        work.now += timedelta(days=days_later)
        seal_days(work)
    with market.above() as work:
        return list(work.session.scalars(select(SealedDay).order_by(SealedDay.day)))


lines = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=40)


@given(lines)
def test_each_line_leads_to_the_root_and_no_other_line_does(told: list[str]) -> None:
    tree = MerkleTree(told)
    for place, line in enumerate(told):
        path = [list(step) for step in tree.path(place)]
        assert check_proof.root_of(line, path) == tree.root
        assert check_proof.root_of(line + "x", path) != tree.root
    assert MerkleTree([*told, "one more"]).root != tree.root


def test_the_tree_is_that_of_the_standard() -> None:
    """Of RFC 6962: nothing hashes as nothing does; leaves and nodes are told apart; three lines join as (ab)c."""
    assert MerkleTree([]).root == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert MerkleTree([""]).root == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert [side for side, _hash in MerkleTree(["a", "b", "c"]).path(2)] == ["L"]
    assert [side for side, _hash in MerkleTree(["a", "b", "c"]).path(0)] == ["R", "R"]


def test_a_day_is_sealed_when_it_is_over_and_once(market: Cast, worker: Worker) -> None:
    assert seal(market, days_later=9) == []  # nothing has happened yet
    make.paid_order(market, worker, [make.line(make.goods(market))])
    assert seal(market) == []
    first, empty = seal(market, days_later=2)
    with market.above() as work:
        entries = work.session.scalars(select(LedgerEntry).order_by(LedgerEntry.at, LedgerEntry.id)).all()
        assert first.day == mexican_day(entries[0].at)
    assert (first.entries, first.root) == (len(entries), MerkleTree([line_of(entry) for entry in entries]).root)
    assert first.chain == chained("", first.root)
    assert (empty.day, empty.entries, empty.root) == (first.day + timedelta(days=1), 0, MerkleTree([]).root)
    assert empty.chain == chained(first.chain, empty.root)
    again = seal(market, days_later=2)
    assert [(day.day, day.sealed_at) for day in again] == [(day.day, day.sealed_at) for day in (first, empty)]


def test_right_after_midnight_the_day_may_still_be_written_to(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above("clock") as work:
        today = mexican_day(work.now)
        work.now = night_of(today) + timedelta(minutes=59)
        seal_days(work)
        assert work.session.scalars(select(SealedDay)).all() == []
        work.now += timedelta(minutes=1)
        seal_days(work)
        assert [day.day for day in work.session.scalars(select(SealedDay))] == [today]


def test_an_entry_that_slips_into_a_sealed_day_is_found(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    (day,) = seal(market, days_later=1)
    with market.above() as work:
        assert broken_days(work) == []
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        assert broken_days(work) == [day.day]
        work.session.execute(update(SealedDay).values(chain="0"))
        assert broken_days(work) == [day.day]


def test_a_shop_proves_its_own_entries_and_reads_no_others(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    (day,) = seal(market, days_later=1)
    with market.as_alicia() as work:
        proof = prove_day(work, day.day)
        assert prove_day(work, day.day + timedelta(days=1)) is None
        own = {line_of(entry) for entry in work.session.scalars(select(LedgerEntry))}
    assert proof is not None
    assert {entry.line for entry in proof.entries} == own
    assert 0 < len(own) < day.entries
    assert all(str(market.alpaca.id) in entry.line for entry in proof.entries)
    assert all(
        check_proof.root_of(entry.line, [list(step) for step in entry.path]) == day.root for entry in proof.entries
    )


def test_the_program_that_anybody_downloads_checks_the_file_that_a_shop_downloads(
    app: Flask, market: Cast, worker: Worker, tmp_path: Path
) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    (day,) = seal(market, days_later=1)
    anybody, alicia = app.test_client(), client_of(app, market.alicia)
    assert day.root in anybody.get("/libros").text
    program, file = tmp_path / "check_proof.py", tmp_path / "proof.json"
    program.write_text(anybody.get("/libros/check_proof.py").text, "utf-8")
    assert len(program.read_text("utf-8").splitlines()) <= 40
    address = f"/vender/hilos-alpaca/dinero/comprobante?dia={day.day.isoformat()}"
    file.write_text(alicia.get(address).text, "utf-8")
    told = json.loads(file.read_text("utf-8"))

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-I", program, file], capture_output=True, text=True, check=False)

    with market.as_alicia() as work:
        owed_minor = balance(work).pending_minor
    right = run()
    assert (right.returncode, right.stderr) == (0, "")
    assert day.root in right.stdout
    assert f"{owed_minor / 100:,.2f}" in right.stdout
    told["entries"][0]["line"] = told["entries"][0]["line"].replace("|MXN", "0|MXN")
    file.write_text(json.dumps(told), "utf-8")
    wrong = run()
    assert wrong.returncode == 1
    assert "NOT THERE" in wrong.stdout


def test_who_asks_for_a_day_that_is_not_sealed_is_told_so(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    for day in ("2999-01-01", "ayer", ""):
        answer = alicia.get(f"/vender/hilos-alpaca/dinero/comprobante?dia={day}", follow_redirects=True)
        assert answer.status_code == 200
        assert "no hay libros sellados" in answer.text
