"""What goods are to the tax office: every category has a key, and each is one of the SAT's catalogue."""

from __future__ import annotations

import pytest
from satcfdi.catalogs import select

from marketplace.goods.catalog.sat_keys import UNIT, sat_key_of, sat_unit_of
from marketplace.goods.catalog.taxonomy import leaves
from marketplace.kernel.reading import NotASatKey, NotASatUnit, read_sat_key, read_sat_unit


def test_every_category_of_goods_has_a_key_that_there_is() -> None:
    keys = {category.sat_key for category in leaves()}
    assert None not in keys
    assert {key for key in keys if not select("C756_c_ClaveProdServ", key)} == set()
    assert select("C756_c_ClaveUnidad", UNIT)


def test_what_the_shop_says_goes_before() -> None:
    assert (sat_key_of("estambres"), sat_key_of("estambres", "11151701")) == ("11151700", "11151701")
    assert (sat_unit_of(), sat_unit_of("XPK")) == ("H87", "XPK")


@pytest.mark.parametrize("typed", ["11151700", " 1115 1700 ", "11.15.17.00", "１１１５１７００"])
def test_a_key_is_read_however_it_is_written(typed: str) -> None:
    assert read_sat_key(typed) == "11151700"


@pytest.mark.parametrize("typed", ["", "1115170", "111517000", "1115170a", "x" * 5_000])
def test_what_is_no_key_is_refused(typed: str) -> None:
    with pytest.raises(NotASatKey):
        read_sat_key(typed)


@pytest.mark.parametrize(("typed", "unit"), [("h87", "H87"), (" XPK ", "XPK"), ("05", "05")])
def test_a_unit_is_read(typed: str, unit: str) -> None:
    assert read_sat_unit(typed) == unit


@pytest.mark.parametrize("typed", ["", "H", "H873", "h 8", "ñ1"])
def test_what_is_no_unit_is_refused(typed: str) -> None:
    with pytest.raises(NotASatUnit):
        read_sat_unit(typed)
