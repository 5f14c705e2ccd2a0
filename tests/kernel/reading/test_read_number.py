"""A number as Mexicans write it, and as others do: what could be two numbers is asked again, never multiplied."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.kernel.reading import (
    NotAnAmount,
    NotANumber,
    NotWhole,
    TooLarge,
    read_money,
    read_number,
    read_signed,
    read_whole,
)
from tests.kernel.reading.tables import check, rows

NUMBERS: dict[str, object] = {
    "0": "0", "7": "7", "007": "7", "12": "12", "1249": "1249", "1249.5": "1249.5", "1249.50": "1249.50", "0.5": "0.5",
    ".5": "0.5", "5.": "5", "12.345": "12.345", "1,249": "1249", "1,249.50": "1249.50", "12,500": "12500",
    "1,249,500": "1249500", "1,249,500.75": "1249500.75", "12,5": "12.5", "12,50": "12.50", "1249,50": "1249.50",
    "0,5": "0.5", ",5": "0.5", "0,750": "0.750", "1 249": "1249", "1 249,50": "1249.50", "1 249.50": "1249.50",
    "1\xa0249,50": "1249.50", "1\u202f249": "1249", "1.249,50": "1249.50", "1.249.500": "1249500",
    "1.249.500,25": "1249500.25", "1'249,500": "1249500", "1'249,500.50": "1249500.50", "1’249’500": "1249500",
    "  12  ": "12", "\u200b12\u200b": "12", "１２４９": "1249", "１，２４９": "1249", "٣": "3", "1.249": "1.249",
    "12,5,": NotANumber, "1,2,3": NotANumber, "12,34,567": NotANumber, "1,249,50": NotANumber, "1249,500": NotANumber,
    "1,24": "1.24", "1.2.3": NotANumber, "1,249.500,5": NotANumber, "1..5": NotANumber, "-5": NotANumber, "+5": NotANumber,
    "": NotANumber, " ": NotANumber, ".": NotANumber, ",": NotANumber, "5,": NotANumber, "²": NotANumber, "1²": NotANumber,
    "½": NotANumber, "1e3": NotANumber, "1_000": NotANumber, "0x10": NotANumber, "uno": NotANumber, "12 g": NotANumber,
    "1 2": NotANumber, "12 34": NotANumber, "NaN": NotANumber, "∞": NotANumber, "9" * 5_000: NotANumber, "Ⅻ": NotANumber,
    "1249,5 0": NotANumber, "1, 249": NotANumber,
}  # fmt: skip

MONEY: dict[str, object] = {
    "0": 0, "1": 100, "1249": 124_900, "1249.5": 124_950, "1249.50": 124_950, "1,249.50": 124_950, "1249,50": 124_950,
    "1.249,50": 124_950, "1 249,50": 124_950, "1 249.50": 124_950, "$1249": 124_900, "$ 1,249.50": 124_950,
    "$1,249.50 MXN": 124_950, "MXN 1249.50": 124_950, "MXN$1249.50": 124_950, "MX$1,249": 124_900, "1249 pesos": 124_900,
    "1 peso": 100, "1249.50 pesos M.N.": 124_950, "$1,249.50 m.n.": 124_950, "1249.50 M. N.": 124_950, "1249$": 124_900,
    "$100.-": 10_000, "$100.—": 10_000, "1'249,500.00": 124_950_000, "$1,249,500": 124_950_000, ".99": 99, "0.99": 99,
    "0,99": 99, "12,5": 1_250, "100.": 10_000, "＄１２４９": 124_900, "\u200b1249\u200b": 124_900, "1,249": 124_900,
    "12,500": 1_250_000, "1249,5": 124_950, " 1249 ": 124_900, "\u202d1,249.50\u202c": 124_950, "999999999.99": 99_999_999_999,
    "1.249": NotAnAmount, "1.250": NotAnAmount, "10.000": NotAnAmount, "1249.505": NotAnAmount, "1249,500": NotAnAmount,
    "1,2,3": NotAnAmount, "12,34,567": NotAnAmount, "1,249,50": NotAnAmount, "-1": NotAnAmount, "−1": NotAnAmount,
    "US$100": NotAnAmount, "100 USD": NotAnAmount, "€100": NotAnAmount, "cien": NotAnAmount, "20 mil": NotAnAmount,
    "1e5": NotAnAmount, "²": NotAnAmount, "$": NotAnAmount, "1/2": NotAnAmount, "100-200": NotAnAmount,
    "1000000000": TooLarge, "9" * 30: TooLarge,
}  # fmt: skip

SIGNED: dict[str, object] = {
    "5": "5", "+5": "5", "-5": "-5", "−5": "-5", "–2.50": "-2.50", "- 3": "-3", "+ 5 %": "5", "5%": "5", "-$1,200": "-1200",
    "$4": "4", "12,5": "12.5", "-0": "0", "": NotANumber, "+": NotANumber, "%": NotANumber, "--5": NotANumber,
    "5-": NotANumber, "5 %%": NotANumber, "1e3": NotANumber, "cinco": NotANumber, "9" * 5_000: NotANumber,
    "+1,249.50": "1249.50", "-1249,50": "-1249.50", "- $ 3.5": "-3.5", "+$5": "5", "0": "0", "+.5": "0.5", "-,5": "-0.5",
    "１２": "12", "−１": "-1", "5.": "5", "  -7  ": "-7", "+ 12,500": "12500", "5 %  ": "5", "-5%": "-5", "$": NotANumber,
    "+-5": NotANumber, "5+5": NotANumber, "%5": NotANumber, "$-5": NotANumber, "²": NotANumber, "1/2": NotANumber,
    "5 pesos": NotANumber,
}  # fmt: skip

WHOLES: dict[str, object] = {
    "0": 0, "1": 1, "12": 12, "007": 7, " 12 ": 12, "1,249": 1249, "1 249": 1249, "1.249.500": 1_249_500, "12.0": 12,
    "12,0": 12, "12.": 12, "12.00": 12, "1,249.00": 1249, "１２": 12, "٣": 3, "\u200b12": 12, "999,999,999": 999_999_999,
    "1'000,000": 1_000_000, "12,000": 12_000, "100": 100, "0.0": 0, "1\xa0000": 1000, "000": 0,
    "12.5": NotWhole, "12,5": NotWhole, "1.249": NotWhole, "²": NotWhole, "1²": NotWhole, "-1": NotWhole, "+1": NotWhole,
    "1e3": NotWhole, "1_000": NotWhole, "": NotWhole, "doce": NotWhole, "12 pz": NotWhole, "1/2": NotWhole, "1 2": NotWhole,
    "0x1": NotWhole, "1,2,3": NotWhole, "½": NotWhole, "Ⅻ": NotWhole, "①": NotWhole,
    "1000000000": TooLarge, "9" * 20: TooLarge, "9" * 5_000: NotWhole,
}  # fmt: skip


@rows(NUMBERS)
def test_numbers(typed: str, meaning: object) -> None:
    check(read_number, typed, Decimal(meaning) if isinstance(meaning, str) else meaning)


@rows(SIGNED)
def test_changes_have_a_sign(typed: str, meaning: object) -> None:
    check(read_signed, typed, Decimal(meaning) if isinstance(meaning, str) else meaning)


@rows(MONEY)
def test_amounts_in_pesos_are_centavos(typed: str, meaning: object) -> None:
    check(read_money, typed, meaning)


@rows(WHOLES)
def test_whole_numbers(typed: str, meaning: object) -> None:
    check(read_whole, typed, meaning)


def test_no_more_than_was_allowed() -> None:
    assert read_whole("99", most=99) == 99
    with pytest.raises(TooLarge) as refused:
        read_whole("100", most=99)
    assert refused.value.details == {"most": "99"}
    with pytest.raises(TooLarge) as refused:
        read_money("5,000,000.01", most_minor=500_000_000)
    assert refused.value.details == {"most": "5,000,000"}
