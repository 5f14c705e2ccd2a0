"""What goods are to the tax office: the key of their category, where their shop says none, and which keys there are."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from marketplace.goods.catalog.errors import UnknownSatKey, UnknownSatUnit
from marketplace.goods.catalog.taxonomy import CATEGORIES

UNIT = "H87"  # a piece (c_ClaveUnidad)
_KEYS, _UNITS = "C756_c_ClaveProdServ", "C756_c_ClaveUnidad"


NO_KEY = "01010101"  # what the catalogue has for goods that it does not name


def sat_key_of(category: str, own: str | None = None) -> str:
    """Give the key (c_ClaveProdServ) of goods: what their shop says, or else what their category is, or the one above it."""
    return own or next(
        (key for code in reversed(CATEGORIES[category].path) if (key := CATEGORIES[code].sat_key)), NO_KEY
    )


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
