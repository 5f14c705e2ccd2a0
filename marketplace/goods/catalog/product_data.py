"""What a shop says of a product, as forms, files and the API bring it, and whether a product may say that."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from marketplace.goods.catalog import errors, rules, sat_keys, taxonomy
from marketplace.goods.catalog.axes import Axis, check_axes
from marketplace.goods.catalog.countries import COUNTRIES
from marketplace.kernel.published import LEAST_WARRANTY_MONTHS
from marketplace.kernel.reading import read_gtin


@dataclass
class ProductData:
    """What a shop says of a product. Weight in grams, sizes in millimetres."""

    title: str
    category: str
    description: str = ""
    brand: str = ""
    model: str = ""
    gtin: str | None = None
    condition: str = rules.Condition.NEW
    attributes: dict[str, Any] = field(default_factory=dict)
    warranty_months: int = LEAST_WARRANTY_MONTHS
    warranty_by: str = ""
    return_days: int = 30
    return_paid_by: str = "seller"
    instalments: bool = True  # may be paid in months without interest, where its shop offers that
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    sat_key: str | None = None  # c_ClaveProdServ; None: its category's
    sat_unit: str | None = None  # c_ClaveUnidad; None: pieces
    axes: list[Axis] = field(default_factory=list)
    no_gtin: str | None = None  # rules.NoGtin
    origin_country: str | None = None  # ISO 3166, two letters
    hs_code: str | None = None  # six to ten digits
    nom: str = ""
    maker: str = ""


def check_data(data: ProductData) -> ProductData:
    """Give what a shop says with its article number in its one form. Raises what `create_product` does."""
    if not taxonomy.is_leaf(data.category):
        raise errors.UnknownCategory
    rules.check_terms(data.warranty_months, data.return_days)
    sat_keys.check_sat_keys(data.sat_key, data.sat_unit)
    check_axes(data.axes)
    if data.hs_code and not re.fullmatch(r"[0-9]{6,10}", data.hs_code):
        raise errors.BadHsCode
    if data.origin_country and data.origin_country not in COUNTRIES:
        raise errors.UnknownCountry
    for code, value in data.attributes.items():
        if not taxonomy.accepts(data.category, code, value):
            raise errors.BadAttribute(attribute=code)
    gtin = read_gtin(data.gtin) if data.gtin else None
    return replace(data, gtin=gtin, no_gtin=None if gtin else data.no_gtin)
