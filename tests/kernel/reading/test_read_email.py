"""An e-mail address is one address, in the one form that is compared; what no letter reaches is asked again."""

from __future__ import annotations

import pytest

from marketplace.kernel.reading import NotAnEmail, envelope_address, key_of_email, read_email
from tests.kernel.reading.tables import check, rows

ANA = "ana@example.mx"
EMAILS: dict[str, object] = {
    "ana@example.mx": ANA, " ana@example.mx ": ANA, "ANA@EXAMPLE.MX": ANA, "Ana@Example.mx": ANA, "ana@example.mx\n": ANA,
    "\u200bana@example.mx": ANA, "ana@example.mx\u200b": ANA, "\u202aana@example.mx\u202c": ANA, "\ufeffana@example.mx": ANA,
    "ana@exam\u00adple.mx": ANA, "\xa0ana@example.mx": ANA, "ａｎａ＠ｅｘａｍｐｌｅ.mx": ANA, "ana@example.mx\x00": ANA,
    "ana+tianguis@example.mx": "ana+tianguis@example.mx", "ana.lopez@example.com.mx": "ana.lopez@example.com.mx",
    "ana_lopez-1@correo.example.mx": "ana_lopez-1@correo.example.mx", "1@example.mx": "1@example.mx",
    "o'neil@example.mx": "o'neil@example.mx", "ana@cañón.mx": "ana@cañón.mx", "ana@can\u0303o\u0301n.mx": "ana@cañón.mx",
    "ANA@CAÑÓN.MX": "ana@cañón.mx", "ana@xn--can-8mak.mx": "ana@xn--can-8mak.mx", "a@b.museum": "a@b.museum",
    "ana@example.mx.": NotAnEmail, "ana@example.mx,": NotAnEmail, "<ana@example.mx>": NotAnEmail,
    "Ana <ana@example.mx>": NotAnEmail, "mailto:ana@example.mx": NotAnEmail, "ana@example..mx": NotAnEmail,
    ".ana@example.mx": NotAnEmail, "ana.@example.mx": NotAnEmail, "ana..lopez@example.mx": NotAnEmail,
    "ana;pedro@example.mx": NotAnEmail, "ana@-example.mx": NotAnEmail, "ana@example.mx;pedro": NotAnEmail,
    "a,b@x.mx": NotAnEmail, "a@x.mx,b@x.mx": NotAnEmail, "a@x.mx b@x.mx": NotAnEmail, "x<victim@x.mx": NotAnEmail,
    "ana@example": NotAnEmail, "ana": NotAnEmail, "ana@": NotAnEmail, "@example.mx": NotAnEmail, "ana@@example.mx": NotAnEmail,
    "ana@example,mx": NotAnEmail, "ana@example_x.mx": NotAnEmail, "ana @example.mx": NotAnEmail, "ana@ example.mx": NotAnEmail,
    "ñandú@example.mx": NotAnEmail, "ana@[127.0.0.1]": NotAnEmail, "ana@127.0.0.1": NotAnEmail, "": NotAnEmail, " ": NotAnEmail,
    "ana@x.mx\r\nBcc: b@x.mx": NotAnEmail, '"ana maría"@example.mx': NotAnEmail, "ana@" + "a" * 300 + ".mx": NotAnEmail,
    "a" * 65 + "@example.mx": NotAnEmail, "ana@example." + "a" * 6_000: NotAnEmail, "no soy un correo": NotAnEmail,
}  # fmt: skip


@rows(EMAILS)
def test_emails(typed: str, meaning: object) -> None:
    check(read_email, typed, meaning)


def test_a_domain_of_other_letters_goes_out_as_punycode() -> None:
    assert envelope_address("ana@cañón.mx") == "ana@xn--can-8mak.mx"
    with pytest.raises(NotAnEmail):
        envelope_address("ana@x.mx\r\nBcc: b@x.mx")


def test_a_key_refuses_nothing() -> None:
    assert key_of_email(" ANA@Example.mx\u200b") == ANA
    assert len(key_of_email("x" * 100_000)) < 2_000
