"""Pure decisions about staff's looks into shops."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.permissions import StaffMay

LOOK_LASTS = timedelta(minutes=30)
SHORTEST_NOTE = 10

# What a look can open, and the permission each needs. Who is staff may see what a shop is and what it sells.
AREAS = (StaffMay.LOOK, StaffMay.LOOK_ORDERS, StaffMay.LOOK_MONEY)
REASONS = ("help", "mediation", "moderation", "fraud", "payout", "legal")
