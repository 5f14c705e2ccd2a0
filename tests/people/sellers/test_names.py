"""Names and numbers, decided without a database."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.reading import NotAClabe, bank_of, read_clabe
from marketplace.people.sellers import applying
from tenants.names import slug_problem


def is_clabe(number: str) -> bool:
    try:
        return read_clabe(number) == number
    except NotAClabe:
        return False


@given(st.text(alphabet="0123456789", min_size=17, max_size=17).filter(int))
def test_each_clabe_has_one_check_digit(base: str) -> None:
    assert sum(is_clabe(base + digit) for digit in "0123456789") == 1


@given(st.text(alphabet="0123456789", min_size=17, max_size=17).filter(int), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_a_clabe_is_noticed(base: str, place: int, more: int) -> None:
    right = next(base + digit for digit in "0123456789" if is_clabe(base + digit))
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert not is_clabe(wrong)


def test_banks_are_named_where_they_are_known() -> None:
    assert bank_of("012180001183597198") == "BBVA México"
    assert bank_of("999180001183597198") == ""


@given(st.text(min_size=0, max_size=30))
def test_a_masked_number_shows_four_characters_at_most(number: str) -> None:
    shown = [letter for letter in applying.masked(number) if letter != "•"]
    assert len(shown) <= 4
    assert len(applying.masked(number)) == len(number)


@pytest.mark.parametrize("name", ["Ñandú & Hijos", "Café 4.º", "Łódź", "Tlacotzin-Xóchitl"])
def test_latin_names_are_readable(name: str) -> None:
    assert applying.is_readable(name)


@pytest.mark.parametrize("name", ["Hilоs", "Αlpaca", "a\u202eb", "a\x00b", "店", "123", "", "ʜɪʟᴏs"])
def test_what_only_looks_like_a_name_is_not(name: str) -> None:
    assert not applying.is_readable(name)


def test_our_own_addresses_are_reserved(app: Flask) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    words = {word.split(".")[0] for word in first if word and "<" not in word}
    assert {word for word in words if slug_problem(word) is None} == set()
