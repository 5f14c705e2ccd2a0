"""Remake `marketplace/people/accounts/data/postal_codes.tsv.gz` from the SAT catalogues that the package satcfdi ships.

Run by hand when the catalogue changes, in an environment made from `requirements/data.txt`:

    python scripts/build_postal_codes.py
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

from satcfdi.catalogs import select_all

TARGET = Path(__file__).parent.parent / "marketplace" / "people" / "accounts" / "data" / "postal_codes.tsv.gz"
# How people write the states, where the catalogue is stiffer.
STATE_NAMES = {"MEX": "Estado de México", "CMX": "Ciudad de México"}


def rows() -> list[str]:
    """One line a postal code: code, state code, state, municipality, city, border zone, settlements."""
    states = {code: name for code, (country, name) in select_all("C756_c_Estado").items() if country == "MEX"}
    states |= STATE_NAMES
    municipalities = select_all("C756_c_Municipio")
    cities = select_all("C756_c_Localidad")
    settlements: dict[str, list[str]] = defaultdict(list)
    for (_, code), name in sorted(select_all("C756_c_Colonia").items()):
        settlements[code].append(name)
    lines = []
    for code, (state, municipality, city, border, *_) in sorted(select_all("C756_c_CodigoPostal").items()):
        if code == "00000":
            continue
        fields = (
            code,
            state,
            states[state],
            municipalities.get((municipality, state), ""),
            cities.get((city, state), ""),
            border,
            "|".join(settlements[code]),
        )
        lines.append("\t".join(field.replace("\t", " ") for field in fields))
    return lines


def main() -> None:
    """Write the file; the same catalogue gives the same bytes."""
    text = "\n".join(rows()) + "\n"
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {text.count(chr(10)):,} postal codes, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
