"""What a page says to machines that read it: the same as to people, in schema.org's words (JSON-LD)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.trade.pricing import OfferInFull

_CONDITION = {"new": "NewCondition", "used": "UsedCondition", "refurbished": "RefurbishedCondition"}
_ORG = "https://schema.org/"


def product(
    row: OfferInFull,
    variant: dict[str, Any],
    *,
    address: str,
    pictures: Sequence[str],
    said: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """Describe a product and its offer, with the variant that the page shows. `said` is what the shop says of it.

    The price is what everybody pays: one of a group of customers is told to nobody but them.
    """
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": row.title,
        "description": row.description,
        "image": list(pictures),
        "sku": variant["sku"],
        **({"mpn": row.model} if row.model else {}),
        **({"gtin": row.gtin} if row.gtin else {}),
        "brand": {"@type": "Brand", "name": row.brand},
        "additionalProperty": [{"@type": "PropertyValue", "name": name, "value": value} for name, value in said],
        "offers": {
            "@type": "Offer",
            "url": address,
            "priceCurrency": "MXN",
            "price": f"{variant.get('public_minor', variant['price_minor']) / 100:.2f}",
            "availability": _ORG + ("InStock" if variant["available"] > 0 else "OutOfStock"),
            "itemCondition": _ORG + _CONDITION[row.condition],
            "seller": {"@type": "Organization", "name": row.shop_name},
            "warranty": {
                "@type": "WarrantyPromise",
                "durationOfWarranty": {"@type": "QuantitativeValue", "value": row.warranty_months, "unitCode": "MON"},
            },
            "hasMerchantReturnPolicy": {
                "@type": "MerchantReturnPolicy",
                "applicableCountry": "MX",
                "returnPolicyCategory": _ORG + "MerchantReturnFiniteReturnWindow",
                "merchantReturnDays": row.return_days,
                "returnMethod": _ORG + "ReturnByMail",
                "returnFees": _ORG
                + ("FreeReturn" if row.return_paid_by == "seller" else "ReturnFeesCustomerResponsibility"),
            },
        },
    }


def trail(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Describe the way to a page, as (name, address) from the top down."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }
