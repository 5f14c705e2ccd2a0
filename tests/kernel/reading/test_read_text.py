"""Names, lines, paragraphs and questions: one Unicode form, nothing unseen, no longer than is kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.reading import (
    NotADomain,
    NotAName,
    NotAUrl,
    TextTooLong,
    key_of_code,
    key_of_name,
    read_domain,
    read_line,
    read_name,
    read_prose,
    read_search,
    read_url,
    seen,
)
from tests.kernel.reading.tables import check, rows

LINES: dict[str, object] = {
    "": "", " ": "", "Cafetera": "Cafetera", "  Cafetera  italiana ": "Cafetera italiana", "a\tb": "a b", "a\nb": "a b",
    "a\r\nb": "a b", "a\xa0b": "a b", "a\u2003b": "a b", "a\u3000b": "a b", "a\u2028b": "a b", "a\x0bb": "a b",
    "Pen\u0303afiel": "Peñafiel", "cafe\u0301": "café", "a\u200bb": "ab", "a\u200db": "ab", "a\u200cb": "ab", "a\u00adb": "ab",
    "\ufeffa": "a", "a\u202eb": "ab", "\u202aa\u202c": "a", "\u2066a\u2069": "a", "a\u061cb": "ab", "a\x00b": "ab", "\x00": "",
    "a\x1bb": "ab", "a\x7fb": "ab", "a\ud800b": "ab", "\udfff\ud800": "", "a\ufffeb": "ab", "a\U000e0041b": "ab",
    "a\u034fb": "ab", "\u3164": "", "\u2800a": "a", "a\u115fb": "ab", "1.º": "1.º", "m²": "m²", "½ kg": "½ kg", "ﬁn": "ﬁn",
    "“así”": "“así”", "🍳": "🍳", "👩\u200d🍳": "👩\u200d🍳", "❤️": "❤️", "👩\u200d🍳\u200d": "👩\u200d🍳", "日本": "日本",
    "Ｈｉｌｏｓ": "Ｈｉｌｏｓ", "x" * 60: "x" * 60, "x" * 61: TextTooLong, "\u200b" * 500 + "x": "x", "é" * 60: "é" * 60,
    "e\u0301" * 60: "é" * 60, "e\u034f\u0301": "é", "<b>": "<b>", "a; DROP TABLE": "a; DROP TABLE",
}  # fmt: skip

PARAGRAPHS: dict[str, object] = {
    "": "", "Hola": "Hola", "a\nb": "a\nb", "a\r\nb": "a\nb", "a\rb": "a\nb", "a\n\nb": "a\n\nb", "a\n\n\n\nb": "a\n\nb",
    "a  \nb": "a\nb", "  a": "a", "a\n  - b": "a\n  - b", "\n\na\n\n": "a", "a\u2028b": "a\nb", "a\u2029b": "a\nb",
    "a\x0cb": "a\nb", "a\x85b": "a\nb", "a\xa0b": "a b", "a\tb": "a\tb", "Pen\u0303afiel": "Peñafiel", "a\u200bb": "ab",
    "a\u202eb": "ab", "\ufeffa": "a", "a\x00b": "ab", "\x00": "", "a\ud800": "a", "a\ufffeb": "ab", "a\x1b[31mb": "a[31mb",
    "👩\u200d🍳": "👩\u200d🍳", "¿Sí?": "¿Sí?", "a\u00adb": "ab", "a\u2066b\u2069": "ab", "\u200b": "", "a\n\u200b\nb": "a\n\nb",
    "uno\n\n\u200b\n\ndos": "uno\n\ndos", "—a": "—a", "• a\n• b": "• a\n• b", "x" * 60: "x" * 60, "x" * 61: TextTooLong,
    ("x" * 20 + "\r\n") * 3: TextTooLong, ("x" * 18 + "\r\n") * 3: "\n".join(["x" * 18] * 3), "😀": "😀", "a b  c": "a b  c", "ñ": "ñ",
}  # fmt: skip

NAMES: dict[str, object] = {
    "Ana": "Ana", " Ana  López ": "Ana López", "María José O’Connor": "María José O’Connor", "O'Neil": "O'Neil",
    "Jean-Luc": "Jean-Luc", "Nun\u0303o": "Nuño", "Ñandú": "Ñandú", "J. R. R.": "J. R. R.", "Ana 2.ª": "Ana 2.ª",
    "李小龙": "李小龙", "Иван": "Иван", "محمد": "محمد", "Łukasz": "Łukasz", "Dr. Ana, h.": "Dr. Ana, h.", "A": "A",
    "ANA": "ANA", "ana": "ana", "\u200bAna": "Ana", "Ana\u202e": "Ana", "Ana\x00": "Ana", "Ana\nLópez": "Ana López",
    "Ana\r\nBcc: b": "Ana Bcc: b", "Ana 🌵": "Ana 🌵", "Hilos & Cía.": "Hilos & Cía.", "Ximena (Xime)": "Ximena (Xime)",
    "Ana\xa0López": "Ana López", "x" * 80: "x" * 80, "Xóchitl Tlacotzin": "Xóchitl Tlacotzin", "D'Artagnan": "D'Artagnan",
    "Ma. del Carmen": "Ma. del Carmen", "Sn. Juan": "Sn. Juan", "José\u200b María": "José María",
    "": NotAName, " ": NotAName, "123": NotAName, "!!!": NotAName, "-": NotAName, "\u200b": NotAName, "🌵": NotAName,
    "ana@example.mx": NotAName, "https://malo.example": NotAName, "www.malo.example gana": NotAName, "Ana <b>": NotAName,
    "<script>": NotAName, "{{7*7}}": NotAName, "x" * 81: TextTooLong, "x" * 5_000: TextTooLong, "²": NotAName,
}  # fmt: skip

QUESTIONS: dict[str, object] = {
    "": "", "café": "café", "cafe\u0301": "café", " café  molido ": "café molido", "caf\u200bé": "café", "\u200bcafé": "café",
    "ca\u00adfé": "café", "café\ufeff": "café", "ｃａｆé": "café", "ﬁltro": "filtro", "m²": "m2", "½ kg": "1⁄2 kg", "a\x00b": "ab",
    "\x00": "", "a\ud800": "a", "a\nb": "a b", "a\tb": "a b", "a\xa0b": "a b", "a\u3000b": "a b", "Ⅻ": "XII", "①": "1", "ﬀ": "ff",
    "ＡＢＣ": "ABC", "１２３": "123", "Ñ": "Ñ", "N\u0303": "Ñ", "\u202ea": "a", "a\u2028b": "a b", "'; DROP": "'; DROP", "%_": "%_",
    "<b>": "<b>", "SKU-77": "SKU-77", "7K3M-92QF": "7K3M-92QF", "x" * 80: "x" * 80, "x" * 81: "x" * 80, "x" * 5_000: "x" * 80,
    "™": "TM", "ª": "a", "👩\u200d🍳": "👩\u200d🍳", "  ": "", "日本": "日本", "ｶﾞ": "ガ",
}  # fmt: skip

KEYS: dict[str, object] = {
    "Peñafiel": "penafiel", "PEÑAFIEL": "penafiel", "peñafiel": "penafiel", "Pen\u0303afiel": "penafiel", "Penafiel": "penafiel",
    " Peñafiel ": "penafiel", "Peña fiel": "penafiel", "Ｐｅñａｆｉｅｌ": "penafiel", "Peña\u200bfiel": "penafiel",
    "Peñafiel®": "penafiel", "Peñafiel\u2122": "penafieltm", "Coca-Cola": "cocacola", "Coca Cola": "cocacola",
    "COCA-COLA": "cocacola", "Coca–Cola": "cocacola", "CocaCola": "cocacola", "L'Oréal": "loreal", "L’Oréal": "loreal",
    "Loreal": "loreal", "H&M": "hm", "H & M": "hm", "3M": "3m", "3 M": "3m", "Straße": "strasse", "STRASSE": "strasse",
    "İstanbul": "istanbul", "Ünal": "unal", "Håg": "hag", "Nescafé": "nescafe", "NESCAFE": "nescafe", "A.P.C.": "apc",
    "Dr. Martens": "drmartens", "Dr Martens": "drmartens", "日本": "日本", "": "", "-": "-", "®": "®", "+": "+", "Ⅲ": "iii",
    "é": "e", "E\u0301": "e", "100%": "100",
}  # fmt: skip

ONE_CODE = (
    "7K3M-92QF", "7K3M92QF", "7k3m-92qf", "7k3m92qf", "7K3M 92QF", " 7k3m 92qf ", "7K3M–92QF", "7K3M—92QF", "7K3M.92QF",
    "#7K3M-92QF", "7K3M_92QF", "7K3M/92QF", "\u200b7K3M-92QF", "7K3M\u00ad92QF", "７Ｋ３Ｍ－９２ＱＦ", "7K3M\xa092QF",
    "7K3M-92QF\ufeff", "7K3M\u201192QF", "7K3M\u221292QF", "\u202d7K3M-92QF\u202c", "7-K-3-M-9-2-Q-F", "(7K3M-92QF)",
)  # fmt: skip
CODES: dict[str, object] = dict.fromkeys(ONE_CODE, "7K3M92QF") | {
    "SKU-77": "SKU77", "sku 77": "SKU77", "sku77": "SKU77", "SKU/77": "SKU77", "": "", "-": "", "ñ-1": "Ñ1",
    "N\u0303-1": "N1", "a'b": "AB", "%": "", "_": "", "EST-ALP-100": "ESTALP100", "est alp 100": "ESTALP100",
    "A.1.2": "A12", "0": "0", "①": "①", "a\x00b": "AB", "٣": "3",
}  # fmt: skip

HILOS = "https://hilos.mx/"
URLS: dict[str, object] = {
    "https://hilos.mx": HILOS, "https://hilos.mx/": HILOS, "HTTPS://Hilos.MX/": HILOS, "hilos.mx": HILOS, "//hilos.mx": HILOS,
    " https://hilos.mx ": HILOS, "\u200bhttps://hilos.mx": HILOS, "https://hilos.mx:443/": HILOS, "hilos.mx:443": HILOS,
    "http://hilos.mx": "http://hilos.mx/", "http://hilos.mx:80/a": "http://hilos.mx/a", "www.hilos.mx": "https://www.hilos.mx/",
    "https://hilos.mx/a?b=c#d": "https://hilos.mx/a?b=c#d", "hilos.mx/a/b": "https://hilos.mx/a/b", "https://hilos.mx.": HILOS,
    "https://cañón.mx/": "https://xn--can-8mak.mx/", "https://CAÑÓN.MX": "https://xn--can-8mak.mx/",
    "https://xn--can-8mak.mx": "https://xn--can-8mak.mx/", "https://hilos.mx/ñ": "https://hilos.mx/ñ",
    "https://a.b.c.mx": "https://a.b.c.mx/",
    "https://hilos.mx/%20": "https://hilos.mx/%20", "https://hilos.mx/a,b": "https://hilos.mx/a,b",
    "": NotAUrl, " ": NotAUrl, "hilos": NotAUrl, "https://hilos": NotAUrl, "https://localhost/": NotAUrl, "ftp://hilos.mx": NotAUrl,
    "javascript:alert(1)": NotAUrl, "data:text/html,x": NotAUrl, "mailto:ana@hilos.mx": NotAUrl, "https://ana@hilos.mx": NotAUrl,
    "https://ana:clave@hilos.mx": NotAUrl, "https://127.0.0.1/": NotAUrl, "https://[::1]/": NotAUrl, "https://169.254.169.254/": NotAUrl,
    "https://hilos.mx:22/": NotAUrl, "https://hilos.mx:99999/": NotAUrl, "https://hilos .mx": NotAUrl, "https://hilos.mx/a b": NotAUrl,
    "https://": NotAUrl, "https:///a": NotAUrl, "https://hilos.mx\\@malo.mx": NotAUrl, "https://-hilos.mx": NotAUrl,
    "https://[": NotAUrl, "https://hilos.mx/" + "a" * 2_000: NotAUrl, "file:///etc/passwd": NotAUrl, "https://2130706433/": NotAUrl,
}  # fmt: skip

DOMAIN = "hilos.mx"
DOMAINS: dict[str, object] = {
    "hilos.mx": DOMAIN, "HILOS.MX": DOMAIN, " hilos.mx ": DOMAIN, "hilos.mx.": DOMAIN, "https://hilos.mx": DOMAIN,
    "https://hilos.mx/": DOMAIN, "http://hilos.mx/": DOMAIN, "HTTPS://HILOS.MX/": DOMAIN, "hilos.mx/": DOMAIN,
    "\u200bhilos.mx": DOMAIN, "ｈｉｌｏｓ.mx": DOMAIN, "hilos。mx": DOMAIN, "hi\u00adlos.mx": DOMAIN, "\u202ahilos.mx\u202c": DOMAIN,
    "www.hilos.mx": "www.hilos.mx", "https://www.hilos.mx/": "www.hilos.mx", "tienda.hilos.mx": "tienda.hilos.mx",
    "hilos.com.mx": "hilos.com.mx", "cañón.mx": "xn--can-8mak.mx", "can\u0303o\u0301n.mx": "xn--can-8mak.mx",
    "CAÑÓN.mx": "xn--can-8mak.mx", "xn--can-8mak.mx": "xn--can-8mak.mx", "a-b.mx": "a-b.mx", "1.mx": "1.mx",
    "": NotADomain, " ": NotADomain, "hilos": NotADomain, "localhost": NotADomain, "hilos.mx/tienda": NotADomain,
    "https://hilos.mx/tienda": NotADomain, "ana@hilos.mx": NotADomain, "hilos..mx": NotADomain, "-hilos.mx": NotADomain,
    "hilos.mx:8000": NotADomain, "127.0.0.1": NotADomain, "hilos mx": NotADomain, "hilos,mx": NotADomain, "hilos_1.mx": NotADomain,
    "ftp://hilos.mx": NotADomain, ".mx": NotADomain, "mx": NotADomain, "a" * 64 + ".mx": NotADomain, "a." * 200 + "mx": NotADomain,
    "hilos.123": NotADomain,
}  # fmt: skip


@rows(LINES)
def test_lines(typed: str, meaning: object) -> None:
    check(lambda text: read_line(text, most=60), typed, meaning)


@rows(PARAGRAPHS)
def test_paragraphs(typed: str, meaning: object) -> None:
    check(lambda text: read_prose(text, most=60), typed, meaning)


@rows(NAMES)
def test_names_of_people(typed: str, meaning: object) -> None:
    check(read_name, typed, meaning)


@rows(QUESTIONS)
def test_questions_are_never_refused(typed: str, meaning: object) -> None:
    check(lambda text: read_search(text, most=80), typed, meaning)


@rows(KEYS)
def test_one_name_has_many_writings(typed: str, meaning: object) -> None:
    check(key_of_name, typed, meaning)


@rows(CODES)
def test_one_code_has_many_writings(typed: str, meaning: object) -> None:
    check(key_of_code, typed, meaning)


@rows(URLS)
def test_addresses_of_pages(typed: str, meaning: object) -> None:
    check(read_url, typed, meaning)


@rows(DOMAINS)
def test_domains(typed: str, meaning: object) -> None:
    check(read_domain, typed, meaning)


@given(st.text())
def test_what_was_read_is_read_the_same_again_and_can_be_kept(typed: str) -> None:
    line, prose = read_line(typed), read_prose(typed)
    assert read_line(line) == line
    assert read_prose(prose) == prose
    assert unicodedata.is_normalized("NFC", line)
    assert seen(line) == line
    (line + prose).encode()
    assert "\x00" not in line + prose


@pytest.mark.parametrize("most", [1, 7, 80])
def test_a_question_is_cut_and_not_refused(most: int) -> None:
    assert len(read_search("palabra " * 500, most=most)) <= most
