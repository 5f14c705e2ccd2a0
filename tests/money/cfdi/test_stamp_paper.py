"""The twin stamps as a PAC does: what it gives back validates, the same key is stamped once, and its answers may get lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.money.cfdi import PacRefused, PacSilent, PacTwin, read_cfdi, write_cfdi
from tests.money.cfdi.papers import paper, seal_at


@pytest.fixture
def sealed(tmp_path: Path) -> bytes:
    return write_cfdi(paper(folder=tmp_path), seal_at(tmp_path))


def test_a_stamped_paper_validates_has_its_number_and_says_that_it_is_a_test(tmp_path: Path, sealed: bytes) -> None:
    stamped = PacTwin(tmp_path / "pac").stamp("paper:1", sealed)
    read = read_cfdi(stamped.xml)
    assert read.uuid == stamped.uuid == stamped.uuid.upper()
    assert read.is_sealed, "the stamp changes nothing of what was sealed"
    assert read.is_test
    assert b"PRUEBA SIN VALOR FISCAL" in stamped.xml


def test_the_same_key_is_stamped_once_also_after_a_restart(tmp_path: Path, sealed: bytes) -> None:
    twin = PacTwin(tmp_path / "pac")
    first = twin.stamp("paper:1", sealed)
    again = PacTwin(tmp_path / "pac")
    assert twin.stamp("paper:1", sealed) == again.stamp("paper:1", sealed) == again.find("paper:1") == first
    assert (twin.stamped, again.stamped) == (1, 0)
    assert twin.stamp("paper:2", sealed).uuid != first.uuid


def test_an_answer_may_get_lost_before_or_after(tmp_path: Path, sealed: bytes) -> None:
    twin = PacTwin(tmp_path / "pac")
    twin.silent_before = twin.silent_after = 1
    with pytest.raises(PacSilent):
        twin.stamp("paper:1", sealed)
    assert twin.find("paper:1") is None
    with pytest.raises(PacSilent):
        twin.stamp("paper:1", sealed)
    assert twin.find("paper:1") is not None
    assert twin.stamped == 1


def test_it_may_say_no_in_its_own_words(tmp_path: Path, sealed: bytes) -> None:
    twin = PacTwin(tmp_path / "pac")
    twin.refusals = ["CFDI40157"]
    with pytest.raises(PacRefused) as refused:
        twin.stamp("paper:1", sealed)
    assert refused.value.details == {"why": "CFDI40157"}
    assert twin.find("paper:1") is None


def test_what_is_cancelled_stays_so(tmp_path: Path, sealed: bytes) -> None:
    twin = PacTwin(tmp_path / "pac")
    stamped = twin.stamp("paper:1", sealed)
    twin.cancel(stamped.uuid, "02")
    twin.cancel(stamped.uuid, "02")
    found = twin.find("paper:1")
    assert found is not None
    assert found.is_cancelled
