"""A shop rests for some days, closes, or opens again: its goods leave the shelf and come back in the same transaction.

Front door: `service.close_shop_by_decision` and `service.reopen_by_decision` for moderation.
"""
