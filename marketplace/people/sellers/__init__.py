"""Shops as they show themselves: page, terms, people. Opening one is a verb here."""

from marketplace.people.sellers import applications, team
from marketplace.people.sellers.aging import closed
from marketplace.people.sellers.applications import note_first_listing
from marketplace.people.sellers.applying import Document, Draft
from marketplace.people.sellers.errors import NoSuchShop
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.queries import TaxProfile, get_shop, is_closed, own_shop, shops, tax_profiles
from marketplace.people.sellers.rules import ClosedBy, ShopState
from marketplace.people.sellers.service import (
    ShopData,
    offer_instalments,
    open_shop,
    rename_shop,
    seat_member,
    set_payout_clabe,
    set_rest,
    set_standing,
    set_status,
    set_tax_register,
)

__all__ = [
    "ClosedBy",
    "Document",
    "Draft",
    "NoSuchShop",
    "ShopData",
    "ShopState",
    "TaxProfile",
    "applications",
    "closed",
    "get_shop",
    "invitation_token",
    "is_closed",
    "note_first_listing",
    "offer_instalments",
    "open_shop",
    "own_shop",
    "rename_shop",
    "seat_member",
    "set_payout_clabe",
    "set_rest",
    "set_standing",
    "set_status",
    "set_tax_register",
    "shops",
    "tax_profiles",
    "team",
]
