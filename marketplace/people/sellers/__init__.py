"""Shops as they show themselves: page, terms, people. Opening one is a verb here."""

from marketplace.people.sellers import applications, team
from marketplace.people.sellers.aging import closed
from marketplace.people.sellers.applications import note_first_listing
from marketplace.people.sellers.applying import DECIDE_DAYS, Document, Draft
from marketplace.people.sellers.errors import NoSuchShop
from marketplace.people.sellers.links import invitation_token
from marketplace.people.sellers.plans import (
    decisions_on_plan,
    plan_in_force,
    plans_at,
    plans_coming,
    write_plan,
)
from marketplace.people.sellers.preparing import MAY_PREPARE
from marketplace.people.sellers.queries import (
    HAS_OPENED,
    SellerProfile,
    get_shop,
    own_shop,
    seller_profiles,
    shops,
    state_of_shop,
    usual_review_hours,
)
from marketplace.people.sellers.rules import SHUT, SHUT_SQL, ClosedBy, ReturnPayer, ShopPlan, ShopState
from marketplace.people.sellers.service import (
    ShopData,
    offer_gifts,
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
    "DECIDE_DAYS",
    "HAS_OPENED",
    "MAY_PREPARE",
    "SHUT",
    "SHUT_SQL",
    "ClosedBy",
    "Document",
    "Draft",
    "NoSuchShop",
    "ReturnPayer",
    "SellerProfile",
    "ShopData",
    "ShopPlan",
    "ShopState",
    "applications",
    "closed",
    "decisions_on_plan",
    "get_shop",
    "invitation_token",
    "note_first_listing",
    "offer_gifts",
    "offer_instalments",
    "open_shop",
    "own_shop",
    "plan_in_force",
    "plans_at",
    "plans_coming",
    "rename_shop",
    "seat_member",
    "seller_profiles",
    "set_payout_clabe",
    "set_rest",
    "set_standing",
    "set_status",
    "set_tax_register",
    "shops",
    "state_of_shop",
    "team",
    "usual_review_hours",
    "write_plan",
]
