"""A telephone is read with whatever people write around its ten digits, and kept in one form; what nobody can dial is not."""

from __future__ import annotations

from marketplace.kernel.reading import NotATelephone, read_telephone, write_telephone
from tests.kernel.reading.tables import check, rows

CDMX = "+525512345678"
TELEPHONES: dict[str, object] = {
    "5512345678": CDMX, "55 1234 5678": CDMX, "55-1234-5678": CDMX, "(55) 1234-5678": CDMX, "(55)12345678": CDMX,
    "55.1234.5678": CDMX, "55 12 34 56 78": CDMX, "55·1234·5678": CDMX, "55–1234–5678": CDMX, "55\xa01234\xa05678": CDMX,
    "+52 55 1234 5678": CDMX, "+525512345678": CDMX, "52 55 1234 5678": CDMX, "525512345678": CDMX,
    "+52 (55) 1234 5678": CDMX, "+52-55-1234-5678": CDMX, "0052 55 1234 5678": CDMX, "+52 1 55 1234 5678": CDMX,
    "+5215512345678": CDMX, "5215512345678": CDMX, "+52 (1) 55 1234 5678": CDMX, "1 55 1234 5678": CDMX,
    "044 55 1234 5678": CDMX, "045 55 1234 5678": CDMX, "01 55 1234 5678": CDMX, "01-55-1234-5678": CDMX,
    "044(55)12345678": CDMX, "Tel. 55 1234 5678": CDMX, "tel: 5512345678": CDMX, "tel:+525512345678": CDMX,
    "Teléfono: 55 1234 5678": CDMX, "Cel 55 1234 5678": CDMX, "cel. 5512345678": CDMX, "WhatsApp: 55 1234 5678": CDMX,
    "\u200b55 1234 5678\u200b": CDMX, "\u202d+52 55 1234 5678\u202c": CDMX, "５５ １２３４ ５６７８": CDMX,
    " 55 1234 5678 ": CDMX, "81 8123 4567": "+528181234567", "222 123 4567": "+522221234567", "33 3123 4567": "+523331234567",
    "999 123 4567": "+529991234567", "664 123 4567": "+526641234567", "800 123 4567": "+528001234567",
    "01 800 123 4567": "+528001234567", "+1 415 555 2671": "+14155552671", "+34 612 34 56 78": "+34612345678",
    "00 34 612 34 56 78": "+34612345678", "+502 5123 4567": "+50251234567",
    "": NotATelephone, "123": NotATelephone, "1234 5678": NotATelephone, "0000000000": NotATelephone,
    "1111111111": NotATelephone, "5555555555": NotATelephone, "1234567890": NotATelephone, "55 1234 567": NotATelephone,
    "55 1234 56789": NotATelephone, "55 1234 5678 ext 9": NotATelephone, "55 1234 5678 x9": NotATelephone,
    "55 1234 5678 / 55 8765 4321": NotATelephone, "55 1234 5678, 55 8765 4321": NotATelephone, "llámame": NotATelephone,
    "800 FLORES1": NotATelephone, "ana@example.mx": NotATelephone, "+": NotATelephone, "+52": NotATelephone,
    "+999 123 456 789": NotATelephone, "²²²²²²²²²²": NotATelephone, "5" * 5_000: NotATelephone, "911": NotATelephone,
}  # fmt: skip


@rows(TELEPHONES)
def test_telephones(typed: str, meaning: object) -> None:
    check(read_telephone, typed, meaning)


def test_it_is_written_as_people_read_it_and_read_again() -> None:
    assert write_telephone(CDMX) == "+52 55 1234 5678"
    assert read_telephone(write_telephone(CDMX)) == CDMX


def test_what_is_no_telephone_is_written_as_it_is() -> None:
    """A draft's that is not filled in yet, one that was erased, one kept before there was one form."""
    for kept in ("", "—", "55 1234 5678"):
        assert write_telephone(kept) == kept
