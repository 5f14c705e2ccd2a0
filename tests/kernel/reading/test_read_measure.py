"""A measure is read with the unit that somebody wrote beside it, and kept in the unit of its box."""

from __future__ import annotations

from decimal import Decimal

from marketplace.kernel.reading import NotANumber, OtherUnit, TooLarge, read_measure
from tests.kernel.reading.tables import check, rows

MEASURES: dict[tuple[str, str], object] = {
    ("12,5", "g"): "12.5", ("12.5", "g"): "12.5", ("12,500", "g"): "12500", ("350", "g"): "350", ("350 g", "g"): "350",
    ("350g", "g"): "350", ("350 gr", "g"): "350", ("350 grs.", "g"): "350", ("350 Gramos", "g"): "350",
    ("1,5 kg", "g"): "1500", ("1.5kg", "g"): "1500", ("1 kilo", "g"): "1000", ("2 Kgs.", "g"): "2000",
    ("1,249.5 kg", "g"): "1249500", ("500 mg", "g"): "0.5", ("1 lb", "g"): "453.5924", ("2 libras", "kg"): "0.9072",
    ("8 oz", "g"): "226.7962", ("300 g", "kg"): "0.3", ("1 t", "kg"): "1000", ("15", "cm"): "15", ("15 cm", "cm"): "15",
    ("15 cms", "cm"): "15", ("1.2 m", "cm"): "120", ("1,2 mts", "cm"): "120", ("150 mm", "cm"): "15", ("10 in", "cm"): "25.4",
    ('10"', "cm"): "25.4", ("10″", "cm"): "25.4", ("10''", "cm"): "25.4", ("6 pulgadas", "in"): "6", ('15.6"', "in"): "15.6",
    ("2 pies", "cm"): "60.96", ("1 l", "ml"): "1000", ("1,5 Lts", "ml"): "1500", ("750 ml", "ml"): "750", ("750cc", "ml"): "750",
    ("500 ml", "l"): "0.5", ("1 gal", "l"): "3.7854", ("90 min", "h"): "1.5", ("2 horas", "min"): "120", ("1 kW", "W"): "1000",
    ("1200 watts", "W"): "1200", ("1 TB", "GB"): "1000", ("256GB", "GB"): "256", ("5 Ah", "mAh"): "5000", ("70 %", "%"): "70",
    ("70%", "%"): "70", ("12 m2", "m²"): "12", ("12 m²", "m²"): "12", ("3 años", "años"): "3", ("36 meses", "años"): "3",
    ("800 lúmenes", "lm"): "800", ("４０ ｃｍ", "cm"): "40", ("12", ""): "12", ("\u200b12 cm", "cm"): "12",
    ("1.5 kg", "cm"): OtherUnit, ("15 cm", "g"): OtherUnit, ("2 l", "g"): OtherUnit, ("12 m2", "cm"): OtherUnit,
    ("12 x 5 cm", "cm"): OtherUnit, ("12-15 cm", "cm"): NotANumber, ("15 varas", "cm"): OtherUnit, ("12 pz", ""): NotANumber,
    ("1/2 kg", "g"): NotANumber, ("½ kg", "g"): NotANumber, ("kg", "g"): NotANumber, ("", "g"): NotANumber,
    ("1,2,3 g", "g"): NotANumber, ("-5 g", "g"): NotANumber, ("5 g\x00", "g"): "5", ("1²", "g"): OtherUnit,
    ("9" * 20, "g"): TooLarge, ("9" * 5_000, "g"): NotANumber,
}  # fmt: skip


@rows(MEASURES)
def test_measures(typed: tuple[str, str], meaning: object) -> None:
    check(read_measure, typed[0], Decimal(meaning) if isinstance(meaning, str) else meaning, typed[1])
