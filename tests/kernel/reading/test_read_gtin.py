"""A bar code's number has one form, is right to its last digit, and is of the article, not of one shop."""

from __future__ import annotations

import pytest

from marketplace.kernel.reading import NotAnArticleNumber, OneShopsNumber, read_gtin, write_gtin
from tests.kernel.reading.tables import check, rows

COFFEE, SODA, BOOK = "07501031311309", "00036000291452", "09780306406157"
GTINS: dict[str, object] = {
    "7501031311309": COFFEE, " 7501031311309 ": COFFEE, "7 501031 311309": COFFEE, "7-501031-311309": COFFEE,
    "07501031311309": COFFEE, "EAN 7501031311309": COFFEE, "EAN: 7501031311309": COFFEE, "EAN-13: 7501031311309": COFFEE,
    "EAN13 7501031311309": COFFEE, "GTIN 7501031311309": COFFEE, "GTIN-13: 7501031311309": COFFEE, "gtin:7501031311309": COFFEE,
    "Código de barras: 7501031311309": COFFEE, "７５０１０３１３１１３０９": COFFEE, "\u200b7501031311309": COFFEE,
    "7501031311309\ufeff": COFFEE, "7501\xa0031311309": COFFEE, "7501031311309\x00": COFFEE, "7501031311309\t": COFFEE,
    "7501055300075": "07501055300075", "4006381333931": "04006381333931", "036000291452": SODA, "0 36000 29145 2": SODA,
    "UPC 036000291452": SODA, "UPC-A: 036000291452": SODA, "0036000291452": SODA, "00036000291452": SODA,
    "96385074": "00000096385074", "9638 5074": "00000096385074", "EAN-8 96385074": "00000096385074",
    "17501031311306": "17501031311306", "9780306406157": BOOK, "978-0-306-40615-7": BOOK, "ISBN 978-0-306-40615-7": BOOK,
    "0306406152": BOOK, "0-306-40615-2": BOOK, "ISBN 0-306-40615-2": BOOK, "ISBN-13: 978-0-306-40615-7": BOOK,
    "080442957X": "09780804429573", "0-8044-2957-x": "09780804429573",
    "": NotAnArticleNumber, "N/A": NotAnArticleNumber, "NA": NotAnArticleNumber, "0": NotAnArticleNumber,
    "sin codigo": NotAnArticleNumber, "no aplica": NotAnArticleNumber, "-": NotAnArticleNumber, "X": NotAnArticleNumber,
    "1234567890123": NotAnArticleNumber, "7501031311308": NotAnArticleNumber, "7.50103E+12": NotAnArticleNumber,
    "7.50103131131E+12": NotAnArticleNumber, "750103131130": NotAnArticleNumber, "75010313113091": NotAnArticleNumber,
    "0000000000000": NotAnArticleNumber, "00000000": NotAnArticleNumber, "12345678": NotAnArticleNumber,
    "1111111111111": NotAnArticleNumber, "B08N5WRWNW": NotAnArticleNumber, "7501031311309, 7501055300075": NotAnArticleNumber,
    "²" * 13: NotAnArticleNumber, "7501031311309A": NotAnArticleNumber, "0306406153": NotAnArticleNumber,
    "9" * 5_000: NotAnArticleNumber, "2000000000008": OneShopsNumber, "2012345678903": OneShopsNumber,
    "20123451": OneShopsNumber, "0212345678909": OneShopsNumber, "212345678909": OneShopsNumber,
}  # fmt: skip


@rows(GTINS)
def test_article_numbers(typed: str, meaning: object) -> None:
    check(read_gtin, typed, meaning)


@pytest.mark.parametrize(
    ("kept", "written"),
    [(COFFEE, "7501031311309"), (SODA, "0036000291452"), ("00000096385074", "96385074"), ("17501031311306",) * 2],
)
def test_it_is_written_as_under_its_bars_and_read_again(kept: str, written: str) -> None:
    assert write_gtin(kept) == written
    assert read_gtin(written) == kept
