"""The walls: whose row is it, and who is looking?

This package knows shops (tenants), their members, and the standpoints one can look from.
It knows nothing of goods, money or orders; `marketplace` stands on it, never back.
"""
