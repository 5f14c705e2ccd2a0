"""What goods are to the tax office: the key of their category, where their shop says none, and which keys there are."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from marketplace.goods.catalog.errors import UnknownSatKey, UnknownSatUnit

UNIT = "H87"  # a piece (c_ClaveUnidad)
_KEYS, _UNITS = "C756_c_ClaveProdServ", "C756_c_ClaveUnidad"


def _read() -> dict[str, str]:
    lines = (Path(__file__).parent / "data" / "sat_keys.txt").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return {code.strip(): key.strip() for code, key in rows}


BY_CATEGORY = _read()


def sat_key_of(category: str, own: str | None = None) -> str:
    """Give the key (c_ClaveProdServ) of goods: what their shop says, or else what their category is."""
    return own or BY_CATEGORY[category]


def sat_unit_of(own: str | None = None) -> str:
    """Give the unit (c_ClaveUnidad) in which goods are sold: what their shop says, or else pieces."""
    return own or UNIT


def check_sat_keys(key: str | None, unit: str | None) -> None:
    """Refuse keys that the tax office's catalogues do not have, where the catalogues are installed.

    Raises UnknownSatKey, UnknownSatUnit.
    """
    if key and not _is_known(_KEYS, key):
        raise UnknownSatKey(key=key)
    if unit and not _is_known(_UNITS, unit):
        raise UnknownSatUnit(unit=unit)


@cache
def _is_known(catalogue: str, key: str) -> bool:
    try:
        catalogues = import_module("satcfdi.catalogs")
    except ImportError:  # an extra of the installation: without it a key's shape is all that is known of it
        return True
    return catalogues.select(catalogue, key) is not None
