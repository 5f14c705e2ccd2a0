"""Which rate holds when: from its first moment to its last, by Mexico City's clock, and never at a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace.goods.catalog.rules import Goods
from marketplace.money.taxes.errors import NoRateInForce
from marketplace.money.taxes.goods import every_listed, listed
from marketplace.money.taxes.rules import Levy, Place, TaxStanding, endings, law_at
from tests.money.taxes.law import BORDER, at, moment, rates

DAYS_45 = timedelta(days=45)


def test_a_rate_holds_to_the_last_second_of_its_year() -> None:
    last = at(2026, 12, 31, 23, 59, 59)
    assert last.withheld(Levy.ISR_WITHHELD, TaxStanding.REGISTERED).rate_bp == 250
    with pytest.raises(NoRateInForce):
        at(2027, 1, 1).withheld(Levy.ISR_WITHHELD, TaxStanding.REGISTERED)


def test_a_rate_does_not_hold_before_its_first_second() -> None:
    with pytest.raises(NoRateInForce):
        at(2025, 12, 31, 23, 59, 59).withheld(Levy.IVA_WITHHELD, TaxStanding.ABROAD)


@pytest.mark.parametrize(
    ("goods", "rate", "article"),
    [(Goods.GENERAL, 1600, "art. 1"), (Goods.FOOD, 0, "2-A fr. I b)"), (Goods.BOOK, 0, "9 fr. III")],
)
def test_each_kind_of_goods_has_its_rate_and_article(goods: Goods, rate: int, article: str) -> None:
    found = at(2026, 11, 27).iva(goods)
    assert found.rate_bp == rate
    assert article in found.article


def test_kinds_of_goods_never_stand_in_for_each_other() -> None:
    only_general = [rate for rate in rates() if rate.goods is not Goods.FOOD]
    with pytest.raises(NoRateInForce):
        law_at(only_general, moment(2026, 11, 27)).iva(Goods.FOOD)


def test_the_border_has_no_rate_until_one_is_published() -> None:
    assert at(2026, 11, 27).iva(Goods.GENERAL, Place.BORDER).rate_bp == 1600
    with_row = law_at([*rates(), BORDER], moment(2026, 11, 27))
    assert with_row.iva(Goods.GENERAL, Place.BORDER).rate_bp == 800
    assert with_row.iva(Goods.GENERAL).rate_bp == 1600
    assert with_row.iva(Goods.FOOD, Place.BORDER).rate_bp == 0


def test_the_border_goes_before_a_rate_for_all_places_that_was_published_later() -> None:
    general = next(rate for rate in rates() if rate.levy is Levy.IVA and rate.goods is Goods.GENERAL)
    newer = replace(general, id="iva:general:later", valid_from=BORDER.valid_from + timedelta(days=1))
    law = law_at([newer, BORDER], moment(2026, 11, 27))
    assert law.iva(Goods.GENERAL, Place.BORDER) is BORDER
    assert law.iva(Goods.GENERAL) is newer


def test_of_two_that_hold_the_one_published_for_later_holds() -> None:
    general = next(rate for rate in rates() if rate.levy is Levy.IVA and rate.goods is Goods.GENERAL)
    newer = replace(general, id="iva:general:later", rate_bp=1700, valid_from=moment(2026, 6, 1))
    for published in ([general, newer], [newer, general]):
        assert law_at(published, moment(2026, 5, 31, 23, 59, 59)).iva(Goods.GENERAL) is general
        assert law_at(published, moment(2026, 6, 1)).iva(Goods.GENERAL) is newer


def test_what_ends_first_is_named_first() -> None:
    one, *others = [rate for rate in rates() if rate.valid_until]
    sooner = replace(others[-1], valid_until=moment(2026, 12, 1))
    found = endings([one, *others[:-1], sooner], moment(2026, 11, 27), DAYS_45)
    assert found[0].rate is sooner
    assert [ending.at for ending in found] == sorted(ending.at for ending in found)


def test_a_border_that_ends_before_the_rest_is_not_named() -> None:
    ends = replace(BORDER, valid_until=moment(2026, 12, 1))
    assert ends.id not in [one.rate.id for one in endings([*rates(), ends], moment(2026, 11, 27), DAYS_45)]
    assert endings([ends], moment(2026, 11, 27), DAYS_45) == []  # nor alone


def test_what_ends_is_seen_45_days_ahead_and_not_before() -> None:
    assert endings(rates(), moment(2026, 11, 16), DAYS_45) == []
    seen = endings(rates(), moment(2026, 11, 27), DAYS_45)
    assert {one.at for one in seen} == {moment(2027, 1, 1)}
    assert len(seen) == 6


def test_what_has_ended_stays_seen() -> None:
    assert len(endings(rates(), moment(2027, 3, 1), DAYS_45)) == 6


def test_a_rate_that_follows_at_once_ends_nothing() -> None:
    following = [
        replace(rate, id=f"{rate.id}+", valid_from=rate.valid_until, valid_until=moment(2028, 1, 1))
        for rate in rates()
        if rate.valid_until
    ]
    assert endings([*rates(), *following], moment(2026, 12, 31), DAYS_45) == []
    late = [replace(rate, valid_from=rate.valid_from + timedelta(days=1)) for rate in following if rate.valid_from]
    assert len(endings([*rates(), *late], moment(2026, 12, 31), DAYS_45)) == 6


def test_a_rate_for_one_place_may_end() -> None:
    assert BORDER.id not in [one.rate.id for one in endings([*rates(), BORDER], moment(2026, 12, 31), DAYS_45)]


def test_the_list_names_categories_that_exist_and_kinds_that_have_a_rate() -> None:
    for code, kind in every_listed().items():
        assert at(2026, 11, 27).iva(kind.goods), code


@pytest.mark.parametrize(
    ("category", "goods"),
    [
        ("cafe-grano", "food"),
        ("alimentos", "food"),
        ("infantil", "book"),
        ("alimento-mascota", "general"),
        ("?", "general"),
    ],
)
def test_a_category_speaks_for_all_below_it(category: str, goods: str) -> None:
    assert listed(category).goods == goods


def test_what_ends_right_after_the_45_days_is_not_named_yet() -> None:
    ends = next(rate for rate in rates() if rate.valid_until and rate.place is None)
    assert ends.valid_until is not None
    assert endings([ends], ends.valid_until - DAYS_45, DAYS_45) == []
    assert endings([ends], ends.valid_until - DAYS_45 + timedelta(seconds=1), DAYS_45) != []


def test_a_rate_that_has_not_begun_ends_nothing_and_one_that_begins_now_has_begun() -> None:
    general = next(rate for rate in rates() if rate.levy is Levy.IVA and rate.goods is Goods.GENERAL)
    short = replace(general, valid_from=moment(2026, 6, 1), valid_until=moment(2026, 6, 10))
    assert endings([short], moment(2026, 5, 31, 23, 59, 59), DAYS_45) == []
    assert [one.at for one in endings([short], moment(2026, 6, 1), DAYS_45)] == [moment(2026, 6, 10)]
