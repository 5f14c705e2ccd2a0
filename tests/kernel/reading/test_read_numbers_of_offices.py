"""Postal codes, RFC, CURP, CLABE: as people copy them from papers, right to their last digit, or asked again."""

from __future__ import annotations

from marketplace.kernel.reading import (
    NotAClabe,
    NotACurp,
    NotAnRfc,
    NotAPostalCode,
    SharedRfc,
    read_clabe,
    read_curp,
    read_postal_code,
    read_rfc,
)
from tests.kernel.reading.tables import check, rows

ROMA = "06700"
POSTAL_CODES: dict[str, object] = {
    "06700": ROMA, " 06700 ": ROMA, "06700.": ROMA, "06 700": ROMA, "06-700": ROMA, "06.700": ROMA, "C.P. 06700": ROMA,
    "c.p. 06700": ROMA, "CP 06700": ROMA, "CP06700": ROMA, "cp:06700": ROMA, "C. P. 06700": ROMA, "C.P.06700": ROMA,
    "Código postal 06700": ROMA, "codigo postal: 06700": ROMA, "ZIP 06700": ROMA, "#06700": ROMA, "０６７００": ROMA,
    "\u200b06700": ROMA, "06700\u200b": ROMA, "\u202a06700\u202c": ROMA, "\ufeff06700": ROMA, "\xa006700": ROMA,
    "06700\x00": ROMA, "06700\n": ROMA, "٠٦٧٠٠": ROMA, "01000": "01000", "97000": "97000", "99999": "99999",
    "": NotAPostalCode, " ": NotAPostalCode, "6700": NotAPostalCode, "067001": NotAPostalCode, "00000": NotAPostalCode,
    "00700": NotAPostalCode, "0670": NotAPostalCode, "abcde": NotAPostalCode, "0670O": NotAPostalCode, "'; DROP": NotAPostalCode,
    "06700-1234": NotAPostalCode, "06700 CDMX": NotAPostalCode, "Roma Norte": NotAPostalCode, "²²²²²": NotAPostalCode,
    "6,700": NotAPostalCode, "6 7 0 0": NotAPostalCode, "-06700": NotAPostalCode, "06700 06700": NotAPostalCode,
    "0" * 5_000: NotAPostalCode, "0670\u0660\u0660": NotAPostalCode,
}  # fmt: skip

GODE, HAL = "GODE561231GR8", "HAL0103152K9"
RFCS: dict[str, object] = {
    GODE: GODE, "gode561231gr8": GODE, " GODE561231GR8 ": GODE, "GODE 561231 GR8": GODE, "GODE-561231-GR8": GODE,
    "GODE561231-GR8": GODE, "GODE.561231.GR8": GODE, "RFC GODE561231GR8": GODE, "RFC: GODE561231GR8": GODE,
    "R.F.C. GODE561231GR8": GODE, "rfc:gode561231gr8": GODE, "ＧＯＤＥ561231ＧＲ8": GODE, "\u200bGODE561231GR8": GODE,
    "GODE561231GR8\ufeff": GODE, "GODE–561231–GR8": GODE, "GODE\xa0561231\xa0GR8": GODE, "G O D E 5 6 1 2 3 1 G R 8": GODE,
    "VECJ880326AB9": "VECJ880326AB9", "PEGJ850715Q44": "PEGJ850715Q44", "ÑUÑO900101AB6": "ÑUÑO900101AB6",
    "ñuño900101ab6": "ÑUÑO900101AB6", "N\u0303UN\u0303O900101AB6": "ÑUÑO900101AB6", HAL: HAL, "HAL 010315 2K9": HAL,
    "hal-010315-2k9": HAL, "MAB9307148T4": "MAB9307148T4", "A&B990909AA8": "A&B990909AA8",
    "": NotAnRfc, "GODE561231GR9": NotAnRfc, "GODE561231": NotAnRfc, "GODE561331GR8": NotAnRfc, "GODE561231GR": NotAnRfc,
    "GODE561231GR88": NotAnRfc, "HAL0103152K8": NotAnRfc, "123456789012": NotAnRfc, "no tengo": NotAnRfc,
    "N/A": NotAnRfc, "GODE560230GR8": NotAnRfc, "ABC": NotAnRfc, "GODE561231GR8 GODE": NotAnRfc, "²" * 13: NotAnRfc,
    "XAXX010101000": SharedRfc, "xexx010101000": SharedRfc, "XAXX-010101-000": SharedRfc, "X" * 5_000: NotAnRfc,
}  # fmt: skip

BOX, RAF = "BOXW310820HNERXN09", "RAFL920412MDFMLC00"
CURPS: dict[str, object] = {
    BOX: BOX, BOX.lower(): BOX, f" {BOX} ": BOX, "BOXW 310820 HNERXN 09": BOX, "BOXW-310820-HNERXN-09": BOX,
    "BOXW310820-HNERXN09": BOX, f"CURP {BOX}": BOX, f"CURP: {BOX}": BOX, f"C.U.R.P. {BOX}": BOX, f"curp:{BOX}": BOX,
    f"\u200b{BOX}": BOX, f"{BOX}\ufeff": BOX, "ＢＯＸＷ310820ＨＮＥＲＸＮ09": BOX, "BOXW.310820.HNERXN.09": BOX,
    "BOXW\xa0310820HNERXN09": BOX, f"{BOX}\x00": BOX, f"\u202d{BOX}\u202c": BOX, f"{BOX}\r\n": BOX, "BOXW/310820/HNERXN09": BOX,
    "B O X W 3 1 0 8 2 0 H N E R X N 0 9": BOX, RAF: RAF, RAF.lower(): RAF, "RAFL920412 MDFMLC00": RAF,
    "VECJ880326HDFRRN08": "VECJ880326HDFRRN08", "GODE000101HNEXXXA0": "GODE000101HNEXXXA0",
    "": NotACurp, "BOXW310820HNERXN08": NotACurp, "BOXW310820HNERXN0": NotACurp, "BOXW310820HNERXN099": NotACurp,
    "BOXW311320HNERXN09": NotACurp, "BOXW310820XNERXN09": NotACurp, "BOXW310820HZZRXN09": NotACurp, GODE: NotACurp,
    "no tengo": NotACurp, "N/A": NotACurp, "310820": NotACurp, "0" * 18: NotACurp, "BOXW310820HNERXN0O": NotACurp,
    "²" * 18: NotACurp, "X" * 5_000: NotACurp, f"{BOX} {RAF}": NotACurp, "BOXW 3108": NotACurp,
}  # fmt: skip

BBVA = "012180001183597198"
CLABES: dict[str, object] = {
    BBVA: BBVA, f" {BBVA} ": BBVA, "012 180 00118359719 8": BBVA, "012-180-00118359719-8": BBVA, "0121 8000 1183 5971 98": BBVA,
    "012.180.00118359719.8": BBVA, "012–180–001183597198": BBVA, "012\xa0180\xa0001183597198": BBVA, f"CLABE {BBVA}": BBVA,
    f"CLABE: {BBVA}": BBVA, f"clabe:{BBVA}": BBVA, f"Clabe. {BBVA}": BBVA, f"\u200b{BBVA}": BBVA, f"{BBVA}\ufeff": BBVA,
    f"\u202d{BBVA}\u202c": BBVA, "０１２１８０００１１８３５９７１９８": BBVA, f"{BBVA}\x00": BBVA, f"{BBVA}\n": BBVA,
    "0 1 2 1 8 0 0 0 1 1 8 3 5 9 7 1 9 8": BBVA, "٠١٢180001183597198": BBVA, "01218000118359719 8": BBVA,
    "032180000118359719": "032180000118359719", "002010077777777771": "002010077777777771", "646180110400000007": "646180110400000007",
    "": NotAClabe, "012180001183597199": NotAClabe, "021180001183597198": NotAClabe, "01218000118359719": NotAClabe,
    "0121800011835971980": NotAClabe, "01218000118359719x": NotAClabe, "0" * 18: NotAClabe, "4242 4242 4242 4242": NotAClabe,
    "1234567890": NotAClabe, "mi cuenta": NotAClabe, "N/A": NotAClabe, "²" * 18: NotAClabe, "12180001183597198": NotAClabe,
    "-12180001183597198": NotAClabe, "0121800011835971,98": NotAClabe, "1.2180001183597E+16": NotAClabe,
    f"{BBVA} {BBVA}": NotAClabe, "9" * 5_000: NotAClabe, "O12180001183597198": NotAClabe, "012180001183597189": NotAClabe,
}  # fmt: skip


@rows(POSTAL_CODES)
def test_postal_codes(typed: str, meaning: object) -> None:
    check(read_postal_code, typed, meaning)


@rows(RFCS)
def test_rfcs(typed: str, meaning: object) -> None:
    check(read_rfc, typed, meaning)


def test_an_rfc_is_of_the_kind_of_person_that_is_asked_for() -> None:
    assert read_rfc(GODE, characters=13) == GODE
    check(lambda typed: read_rfc(typed, characters=12), GODE, NotAnRfc)
    check(lambda typed: read_rfc(typed, characters=13), HAL, NotAnRfc)


@rows(CURPS)
def test_curps(typed: str, meaning: object) -> None:
    check(read_curp, typed, meaning)


@rows(CLABES)
def test_clabes(typed: str, meaning: object) -> None:
    check(read_clabe, typed, meaning)
